"""200 and 1,000 invoices of 5 lines in one PDF, against a bare canvas of reportlab with the same texts and fonts.

The bare canvas knows every position already: it measures, wraps and lays out nothing, draws no lines, and sets font and
colour only where they change.
Run it alone with ``python -m benchmarks.invoices_pdf``.
"""

from __future__ import annotations

import gc
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Party, TaxRow
from app.money import PRICE, QUANTITY, RATE, divide
from app.reports.documents import draw, print_documents
from app.reports.pdf import Text
from app.reports.typesetting import faces

COUNTS = (200, 1000)
_CITIES = ("杭州", "苏州", "宁波", "绍兴", "嘉兴", "Bristol", "Leeds", "York")
_GOODS = (
    "复印纸 A4 80g",
    "激光打印机硒鼓 黑色",
    "Lever-arch folder 50 mm",
    "方格笔记本 A5",
    "Delivery to the second floor",
)


def invoices(count: int) -> list[DocumentSnapshot]:
    """Made-up invoices, all different."""
    seller = Party(
        name="青禾文具 Qinghe Paper Ltd",
        tax_number="91320500MA1XXXXX0X",
        address="14 Tannery Row\nBristol",
        phone="+44 117 496 0102",
        email="orders@qinghe.example",
        bank="Severn Bank",
        account="GB00 0000 1234",
    )
    rate = 20 * RATE
    result: list[DocumentSnapshot] = []
    for number in range(count):
        lines: list[DocumentLine] = []
        for place, name in enumerate(_GOODS):
            price = (1_230 + (number * 37 + place * 911) % 90_000) * PRICE // 100
            quantity = 1 + (number + place * 3) % 40
            amount = divide(price * quantity * 100, PRICE)
            lines.append(
                DocumentLine(
                    description=f"{name} {number % 17}",
                    quantity=quantity * QUANTITY,
                    price=price,
                    amount=amount,
                    code=f"P-{number * 7 % 997:03d}-{place}",
                    unit="pc",
                    tax_rate=rate,
                )
            )
        net = sum(line.amount for line in lines)
        tax = divide(net * rate, 100 * RATE)
        city = _CITIES[number % len(_CITIES)]
        result.append(
            DocumentSnapshot(
                kind=DocumentKind.INVOICE,
                number=f"INV-2026-{number + 1:04d}",
                date=f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
                due_date=f"2026-{number % 12 + 1:02d}-28",
                seller=seller,
                buyer=Party(
                    name=f"{city} Trading {number}",
                    address=f"{number} Market Street\n{city} {number:05d}",
                    contact=f"Person {number}",
                ),
                lines=tuple(lines),
                taxes=(TaxRow("S", "VAT 20%", rate, net, tax),),
                net=net,
                tax=tax,
                gross=net + tax,
                currency="GBP",
                terms="Payment within 30 days.",
                salesperson=f"Seller {number % 9}",
            )
        )
    return result


def bare(pages: list[list[Text]], target: Path) -> None:
    """The least that reportlab needs for these texts."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    canvas = Canvas(io.BytesIO(), pagesize=(595.28, 841.89), pageCompression=1, initialFontName=faces().regular.name)
    for texts in pages:
        font: tuple[str, float] | None = None
        colour: tuple[float, float, float] | None = None
        for x, y, text, face, size, ink in texts:
            if font != (face.name, size):
                font = (face.name, size)
                canvas.setFont(*font)
            if colour != ink:
                colour = ink
                canvas.setFillColorRGB(*ink)
            canvas.drawString(x, 841.89 - y, text)
        canvas.showPage()
    target.write_bytes(canvas.getpdfdata())


def _seconds(work: Callable[[], object]) -> float:
    """Processor time: both sides work alone on one thread, so what else the computer does stays out of it."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def run(rounds: int = 4) -> list[tuple[str, float, str]]:
    """The ratios of Daybook's time to the bare canvas's, best of ``rounds`` each, with the figures behind them."""
    return [measured(count, rounds) for count in COUNTS]


def measured(count: int, rounds: int) -> tuple[str, float, str]:
    """The ratio for so many invoices."""
    snapshots = invoices(count)
    pages = [page.texts for snapshot in snapshots for page in draw(snapshot).pages]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "invoices.pdf"
        bare(pages, target)
        times = [
            (_seconds(lambda: bare(pages, target)), _seconds(lambda: print_documents(target, snapshots)))
            for _ in range(rounds)
        ]
        floor, ours = (min(each) for each in zip(*times, strict=True))
        size = target.stat().st_size
    texts = sum(map(len, pages))
    details = (
        f"{count} invoices, {len(pages)} pages, {texts} texts, {size / 1024:.0f} KB: {ours:.2f} s against {floor:.2f} s"
    )
    return f"{count:,} invoices to one PDF / bare canvas", ours / floor, details


if __name__ == "__main__":
    for name, ratio, details in run():
        print(f"{name}: {ratio:.2f} ({details})")
