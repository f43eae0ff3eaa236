"""The original of an invoice that the tax bureau's platform made, XML, OFD or PDF: what of it can be read.

Nothing of it is believed: what was read is shown beside what the book says, and differences are named.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path

from app.errors import FileError
from app.i18n import _
from app.importing.dates import moment
from app.importing.limits import LIMITS
from app.importing.plan import Step, silent
from app.importing.values import scaled

_PARTS = 400
_UNPACKED = 100 * 1024 * 1024
_PAGES = 3

# Where each fact stands, by the names of elements or of the attribute Name, the surest first.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("InvoiceNumber", "EIid", "InvoiceNo", "发票号码", "数电发票号码"),
    "code": ("InvoiceCode", "发票代码"),
    "date": ("IssueTime", "IssueDate", "RequestTime", "开票日期"),
    "buyer": ("BuyerInformation/BuyerName", "Buyer/BuyerName", "BuyerName", "购买方名称"),
    "tax_number": ("BuyerInformation/BuyerIdNum", "BuyerIdNum", "Buyer/BuyerTaxID", "BuyerTaxID", "购买方纳税人识别号"),
    "net": ("TotalAmWithoutTax", "TaxExclusiveTotalAmount", "合计金额"),
    "tax": ("TotalTaxAm", "TaxTotalAmount", "合计税额"),
    "total": ("TotalTax-includedAmount", "TaxInclusiveTotalAmount", "价税合计"),
}

_YEN = r"[¥￥Y]?\s*(-?[\d,]+\.\d{2})"
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "number": (r"发票号码\s*[:：]?\s*(\d{20}|\d{8})(?!\d)",),
    "code": (r"发票代码\s*[:：]?\s*(\d{12}|\d{10})(?!\d)",),
    "date": (
        r"开票日期\s*[:：]?\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)",
        r"开票日期\s*[:：]?\s*(\d{4}-\d{2}-\d{2})",
    ),
    "total": (r"[(（]\s*小\s*写\s*[)）]\s*" + _YEN,),
}
_SUMS = re.compile(r"合\s*计\s*" + _YEN + r"\s*" + _YEN)
_AFTER = re.compile(r"名称\s*[:：]\s*([^\n:：]+?)(?=\s+(?:销|名称)|\n|$)")
_CODE = re.compile(r"(?:统一社会信用代码|纳税人识别号)[^:：\n]*[:：]\s*([0-9A-Z]{15,20})")


@dataclass(frozen=True, slots=True)
class Original:
    """What an original says; empty or None where it could not be read. Amounts in minor units."""

    file_kind: str
    number: str = ""
    code: str = ""
    date: str = ""
    buyer: str = ""
    tax_number: str = ""
    net: int | None = None
    tax: int | None = None
    total: int | None = None

    @property
    def readable(self) -> bool:
        """Whether anything could be read."""
        return bool(self.number or self.date or self.total is not None)


def read_original(
    path: str | Path,
    minor: int,
    progress: Callable[[Step], None] = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> Original:
    """Read an original in a child process, where a hostile file can do no harm.

    Raises ``FileError`` for a file that is none of the three kinds, or too large, and ``Cancelled``.
    """
    from app.importing.child import run_in_child

    found: Original = run_in_child(plan_original, (str(path), minor), progress, cancelled)
    return found


def original_with_bytes(
    path: Path,
    minor: int,
    progress: Callable[[Step], None] = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Original, bytes]:
    """What an original says and the bytes that are to be kept of it, read one after the other.

    Raises as ``read_original`` does.
    """
    said = read_original(path, minor, progress, cancelled)
    try:
        with path.open("rb") as file:
            return said, file.read(LIMITS.kept + 1)
    except OSError as problem:
        raise _not_readable(path, problem) from None


def _not_readable(path: Path, problem: OSError) -> FileError:
    return FileError(
        _("{name} could not be read: {reason}.").format(name=path.name, reason=problem.strerror or _("unknown reason")),
        code="not_readable",
    )


def plan_original(path: str | Path, minor: int, _progress: Callable[[Step], None] = silent) -> Original:
    """The same in this very process; what the child runs, and tests."""
    path = Path(path)
    try:
        if path.stat().st_size > LIMITS.kept:
            raise FileError(
                _("{name} is larger than 50 MB, which no invoice is. Choose another file.").format(name=path.name),
                code="too_large",
            )
        content = path.read_bytes()
    except OSError as problem:
        raise _not_readable(path, problem) from None
    kind = file_kind(content)
    if not kind:
        raise FileError(
            _("{name} is no PDF, OFD or XML file. Choose the file that the tax bureau's platform made.").format(
                name=path.name
            ),
            code="no_original",
        )
    if kind == "pdf":
        return _original(kind, _from_text(_pdf_text(content)), minor)
    return _original(kind, _from_elements(_elements(kind, content)), minor)


def file_kind(content: bytes) -> str:
    """Whether it is a ``pdf``, ``ofd`` or ``xml`` file, by what it holds; empty if none of them."""
    if content[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                return "ofd" if "OFD.xml" in archive.namelist() else ""
        except zipfile.BadZipFile:
            return ""
    head = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "xml" if head.startswith(b"<") and not head[:15].lower().startswith((b"<!doctype", b"<html")) else ""


def _elements(kind: str, content: bytes) -> dict[str, str]:
    """The texts of all elements by name, by ``parent/name``, and by an attribute Name; the first of each."""
    found: dict[str, str] = {}
    for part in [content] if kind == "xml" else _unpacked(content):
        for name, text in _texts(part):
            found.setdefault(name, text)
    return found


def _unpacked(content: bytes) -> Iterator[bytes]:
    size = 0
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for entry in archive.infolist()[:_PARTS]:
                name = entry.filename.lower()
                size += entry.file_size if name.endswith(".xml") else 0
                if size > _UNPACKED:
                    return
                if name.endswith(".xml"):
                    yield archive.read(entry)
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return


def _texts(content: bytes) -> Iterator[tuple[str, str]]:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError):
        return
    for parent in root.iter():
        for child in parent:
            text = (child.text or "").strip()
            if not text:
                continue
            name = _local(child.tag)
            yield f"{_local(parent.tag)}/{name}", text
            yield name, text
            if "Name" in child.attrib:
                yield child.attrib["Name"].strip(), text


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _from_elements(elements: Mapping[str, str]) -> dict[str, str]:
    return {key: next((elements[name] for name in names if elements.get(name)), "") for key, names in _NAMES.items()}


def _pdf_text(content: bytes) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ""
    try:
        return "\n".join(document[n].get_textpage().get_text_range() for n in range(min(_PAGES, len(document))))
    finally:
        document.close()


def _from_text(text: str) -> dict[str, str]:
    text = unicodedata.normalize("NFKC", text).replace("\r\n", "\n")
    found = {
        key: next((m[1] for pattern in patterns if (m := re.search(pattern, text))), "")
        for key, patterns in _TEXTS.items()
    }
    sums = _SUMS.search(text)
    if sums is not None:
        found["net"], found["tax"] = sums[1], sums[2]
    # The buyer stands before the seller.
    for key, pattern in (("buyer", _AFTER), ("tax_number", _CODE)):
        match = pattern.search(text)
        found[key] = match[1].strip() if match is not None else ""
    return found


def _original(kind: str, found: Mapping[str, str], minor: int) -> Original:
    number = "".join(found.get("number", "").split())
    day = moment(found["date"], None) if found.get("date") else None
    return Original(
        file_kind=kind,
        number=number if number.isdigit() else "",
        code="" if len(number) == 20 else found.get("code", ""),
        date=day[0] if isinstance(day, tuple) else "",
        buyer=found.get("buyer", ""),
        tax_number=found.get("tax_number", "").upper(),
        net=_amount(found.get("net", ""), minor),
        tax=_amount(found.get("tax", ""), minor),
        total=_amount(found.get("total", ""), minor),
    )


def _amount(text: str, minor: int) -> int | None:
    try:
        value = scaled(Decimal(text.replace(",", "").lstrip("¥￥ ")), minor)
    except InvalidOperation:
        return None
    return value if isinstance(value, int) else None
