"""The tax bureau's workbooks and originals: what is in them comes out of them, and nothing else."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.errors import FileError
from app.importing.bureau import LIVE, RED, VOIDED, fields_of, kind_of, plan_bureau, read_bureau
from app.importing.names import compact, load_data
from app.importing.originals import Original, plan_original, read_original
from tests.importing.samples import shared_folder, workbook

NUMBER = "26312000000000000001"
HEAD = ("序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "购方识别号", "购买方名称", "开票日期", "金额",
        "税额", "价税合计", "发票票种", "发票状态", "是否正数发票", "备注")  # fmt: skip


def a_file(folder: Path, *rows: tuple[Any, ...], head: tuple[str, ...] = HEAD, more: bool = False) -> Path:
    sheets: dict[str, Sequence[Sequence[Any]]] = {"发票基础信息": [head, *rows]}
    if more:
        sheets = {"信息汇总表": [HEAD, *(row for row in rows for _line in range(2))], **sheets}
    return workbook(folder, sheets, "bureau.xlsx")


def a_row(number: Any = NUMBER, total: Any = 1130, **more: Any) -> tuple[Any, ...]:
    told = {
        "序号": 1, "数电发票号码": number, "购方识别号": "91330100MA2XXXXX8K", "购买方名称": "杭州栖霞岭",
        "开票日期": "2026-03-10 09:12:01", "金额": 1000, "税额": 130, "价税合计": total,
        "发票票种": "数电发票（增值税专用发票）", "发票状态": "正常", "是否正数发票": "是",
        "备注": "SO-2026-0001", **more,
    }  # fmt: skip
    return tuple(told.get(title, "") for title in HEAD)


def test_an_export_of_the_platform_gives_one_row_for_each_invoice(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        a_row(),
        a_row("26312000000000000002", -113, 金额=-100, 税额=-13, 是否正数发票="否"),
        a_row("26312000000000000003", 发票状态="已作废"),
        ("合计", *[""] * 7, 2000, 260, 2260, "", "", "", ""),
        more=True,
    )
    plan = read_bureau(path, 100)
    assert plan.sheet == "发票基础信息"
    assert [(row.number, row.state, row.total) for row in plan.rows] == [
        (NUMBER, LIVE, 113000),
        ("26312000000000000002", RED, -11300),
        ("26312000000000000003", VOIDED, 113000),
    ]
    first = plan.rows[0]
    assert (first.net, first.tax, first.date, first.kind) == (100000, 13000, "2026-03-10", "digital_special")
    assert (first.title, first.tax_number, first.remark) == ("杭州栖霞岭", "91330100MA2XXXXX8K", "SO-2026-0001")
    assert not plan.problems


def test_rows_of_lines_are_added_up_where_the_file_has_no_other(tmp_path: Path) -> None:
    plan = plan_bureau(a_file(tmp_path, a_row(), a_row(total=565, 金额=500, 税额=65)), 100)
    assert [(row.total, row.net, row.tax) for row in plan.rows] == [(169500, 150000, 19500)]


def test_a_number_that_a_spreadsheet_rounded_is_a_problem_and_no_invoice(tmp_path: Path) -> None:
    plan = plan_bureau(a_file(tmp_path, a_row(float(NUMBER)), a_row()), 100)
    assert [row.row for row in plan.rows] == [3]
    assert [(problem.row, problem.column) for problem in plan.problems] == [(2, "数电发票号码")]
    assert "rounded" in plan.problems[0].reason


def test_a_file_without_invoices_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        plan_bureau(a_file(tmp_path, ("a", "b"), head=("name", "price")), 100)
    assert refused.value.code == "no_invoices"


@pytest.mark.parametrize(
    ("said", "digital", "kind"),
    [
        ("数电票（增值税专用发票）", True, "digital_special"),
        ("数电发票（普通发票）", True, "digital_normal"),
        ("数电纸质发票（增值税专用发票）", True, "digital_paper_special"),
        ("增值税专用发票", False, "paper_special"),
        ("增值税电子普通发票", False, "electronic_normal"),
        ("增值税普通发票", False, "paper_normal"),
        ("", True, ""),
    ],
)
def test_kinds_are_known_by_their_names(said: str, digital: bool, kind: str) -> None:
    assert kind_of(said, digital=digital) == kind


def test_every_printed_field_is_read_or_known_to_be_of_no_use() -> None:
    shared = shared_folder()
    if shared is None:
        pytest.skip("the reference data is not here")
    told = json.loads((shared / "12-invoices" / "fapiao_fields.json").read_text("utf-8"))
    names = [*told["header"], *told["line"]]
    unused = {compact(name) for name in load_data("bureau_fields.toml")["unused"]["names"]}
    read = {name for name in names if fields_of([name])}
    assert [name for name in names if name not in read and compact(name) not in unused] == []
    assert {"发票代码", "发票号码", "开票日期", "购方名称", "购方纳税人识别号", "合计金额", "合计税额",
            "价税合计(小写)", "备注", "发票种类"} <= read  # fmt: skip


XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>{NUMBER}</EIid></Header><EInvoiceData>
<SellerInformation><SellerIdNum>91110000MA0000000X</SellerIdNum><SellerName>某公司</SellerName></SellerInformation>
<BuyerInformation><BuyerIdNum>91330100MA2XXXXX8K</BuyerIdNum><BuyerName>杭州栖霞岭</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>1000.00</TotalAmWithoutTax><TotalTaxAm>130.00</TotalTaxAm>
<TotalTax-includedAmount>1130.00</TotalTax-includedAmount></BasicInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{NUMBER}</InvoiceNumber><IssueTime>2026-03-10 09:12:01</IssueTime>
</TaxSupervisionInfo></EInvoice>"""
FACTS = ("杭州栖霞岭", "91330100MA2XXXXX8K", 100000, 13000, 113000)


def facts(found: Original) -> tuple[object, ...]:
    return found.buyer, found.tax_number, found.net, found.tax, found.total


def test_the_xml_of_a_digital_invoice_tells_number_date_buyer_and_sums(tmp_path: Path) -> None:
    path = tmp_path / "original.xml"
    path.write_text(XML, "utf-8")
    found = read_original(path, 100)
    assert (found.file_kind, found.number, found.code, found.date) == ("xml", NUMBER, "", "2026-03-10")
    assert facts(found) == FACTS


def test_an_ofd_is_read_by_the_xml_inside_it(tmp_path: Path) -> None:
    old = """<eInvoice xmlns="http://www.edrm.org.cn/schema/e-invoice/2019"><InvoiceCode>031002100411</InvoiceCode>
    <InvoiceNo>12345678</InvoiceNo><IssueDate>2026年03月10日</IssueDate><Buyer><BuyerName>杭州栖霞岭</BuyerName>
    <BuyerTaxID>91330100MA2XXXXX8K</BuyerTaxID></Buyer><TaxInclusiveTotalAmount>1130.00</TaxInclusiveTotalAmount>
    <TaxTotalAmount>130.00</TaxTotalAmount><TaxExclusiveTotalAmount>1000.00</TaxExclusiveTotalAmount></eInvoice>"""
    path = tmp_path / "original.ofd"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("OFD.xml", "<OFD/>")
        archive.writestr("Doc_0/Attachs/original_invoice.xml", old)
    found = plan_original(path, 100)
    assert (found.file_kind, found.number, found.code, found.date) == ("ofd", "12345678", "031002100411", "2026-03-10")
    assert facts(found) == FACTS
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("OFD.xml", f'<OFD><C Name="发票号码">{NUMBER}</C><C Name="开票日期">2026年03月10日</C></OFD>')
    assert (plan_original(path, 100).number, plan_original(path, 100).date) == (NUMBER, "2026-03-10")


def test_a_pdf_is_read_by_its_words(tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "original.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("STSong-Light", 10)
    for place, line in enumerate(
        (
            f"发票号码：{NUMBER}",
            "开票日期：2026年03月10日",
            "名称：杭州栖霞岭",
            "统一社会信用代码/纳税人识别号：91330100MA2XXXXX8K",
            "合计 ¥1,000.00 ¥130.00",
            "价税合计（大写） 壹仟壹佰叁拾圆整 （小写）¥1,130.00",
        )
    ):
        canvas.drawString(40, 780 - 20 * place, line)
    canvas.save()
    found = plan_original(path, 100)
    assert (found.file_kind, found.number, found.date, found.total) == ("pdf", NUMBER, "2026-03-10", 113000)
    assert (found.net, found.tax, found.tax_number) == (100000, 13000, "91330100MA2XXXXX8K")


def test_originals_that_cannot_be_read_say_nothing_and_others_are_refused(tmp_path: Path) -> None:
    for name, content in (("a.pdf", b"%PDF-1.4 nothing"), ("b.xml", b"<a>"), ("c.xml", b"<!DOCTYPE a><a/>")):
        path = tmp_path / name
        path.write_bytes(content)
        if name == "c.xml":
            with pytest.raises(FileError) as refused:
                plan_original(path, 100)
            assert refused.value.code == "no_original"
        else:
            assert not plan_original(path, 100).readable
    path = tmp_path / "d.pdf"
    path.write_bytes(b"MZ")
    with pytest.raises(FileError):
        plan_original(path, 100)
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a><InvoiceNumber>&b;</InvoiceNumber></a>'
    path = tmp_path / "e.xml"
    path.write_text(bomb)
    assert not plan_original(path, 100).readable
