"""Documents of made-up firms for the tests of papers."""

from __future__ import annotations

import struct
import zlib

from app.models.document import DocumentKind, DocumentLine, DocumentSnapshot, Party, TaxRow
from app.money import PRICE, QUANTITY, RATE, divide

SHOP = Party(
    name="Larchmont Paper & Office Ltd",
    tax_number="GB 214 5567 89",
    address="14 Tannery Row\nBristol BS1 6QT\nUnited Kingdom",
    phone="+44 117 496 0102",
    email="orders@larchmont.example",
    bank="Severn Bank, Bristol",
    account="IBAN GB00 SEVN 0000 0012 3456 78",
    country="GB",
)

FIRM = Party(
    name="苏州青禾文具有限公司",
    tax_number="91320500MA1XXXXX0X",
    address="江苏省苏州市姑苏区平江路 188 号 3 幢 502 室",
    phone="0512-6800 1234",
    email="dingdan@qinghe.example",
    bank="示例银行苏州平江支行",
    account="6222 0000 1111 2222 333",
    country="CN",
)

BUYER = Party(
    name="Harbour & Hale Architects",
    address="Unit 7, The Old Ropeworks\n22 Quayside\nGloucester GL1 2TR",
    contact="Ruth Okafor",
    phone="+44 1452 555 018",
    email="accounts@harbourhale.example",
    tax_number="GB 907 1123 44",
)

CUSTOMER = Party(
    name="杭州栖霞岭设计事务所（有限合伙）",
    address="浙江省杭州市西湖区北山街道栖霞岭 28 号 2 号楼 1101 室",
    contact="欧阳镕喆",
    phone="138 0000 1234",
    tax_number="91330100MA2XXXXX8K",
)

GOODS = (
    ("PAP-A4-080", "Copy paper A4, 80 g/m², 5 reams", "box", "white", 24_900_000, 40),
    ("INK-7431-BK", "Ink cartridge, black, for the LaserWriter 7431 and 7435 series", "pc", "", 61_500_000, 6),
    ("FLD-LA-50", "Lever-arch folder, 50 mm", "pc", "", 3_450_000, 120),
    ("NTB-SQ-A5", "Notebook, squared, A5", "pc", "96 sheets", 4_200_000, 75),
    ("SRV-DEL", "Delivery to the second floor", "", "", 35_000_000, 1),
)

WAREN = (
    ("ZB-A4-080", "A4 复印纸，80 克，5 包装", "箱", "白色", 186_000_000, 40),
    ("MH-7431-BK", "激光打印机 7431、7435 系列通用硒鼓（黑色），可打印约 6,000 页", "支", "原装", 458_500_000, 6),
    ("WJ-LA-50", "快劳文件夹，背宽 50 毫米", "个", "蓝色", 12_800_000, 120),
    ("BJ-A5-FG", "方格笔记本 A5", "本", "96 页", 15_600_000, 75),
    ("FW-PS", "送货上门（二楼，无电梯）", "次", "", 120_000_000, 1),
)


def lines(goods: tuple[tuple[str, str, str, str, int, int], ...], count: int, rate: int) -> tuple[DocumentLine, ...]:
    """``count`` lines that go through the goods again and again."""
    result = []
    for number in range(count):
        code, name, unit, specification, price, quantity = goods[number % len(goods)]
        discount = 5 * RATE if number % 5 == 2 else 0
        amount = divide(price * quantity * (100 * RATE - discount), PRICE * RATE)
        tax = divide(amount * rate, 100 * RATE)
        result.append(
            DocumentLine(
                description=name,
                quantity=quantity * QUANTITY,
                price=price,
                amount=amount,
                code=code,
                specification=specification,
                unit=unit,
                discount=discount,
                tax_code="S",
                tax_rate=rate,
                net=amount,
                tax=tax,
                gross=amount + tax,
            )
        )
    return tuple(result)


def logo() -> bytes:
    """A small PNG made here: a teal square with a lighter corner."""
    size = 64
    rows = b"".join(
        b"\0" + b"".join(b"\x8f\xc9\xc4" if x + y < size // 2 else b"\x0b\x6b\x6f" for x in range(size))
        for y in range(size)
    )
    return png(size, rows)


def png(side: int, rows: bytes) -> bytes:
    """A square PNG of these rows, each a zero byte before three bytes for every pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def english(count: int = 5, **changes: object) -> DocumentSnapshot:
    """An invoice of the British shop."""
    rate = 20 * RATE
    goods = lines(GOODS, count, rate)
    net = sum(line.amount for line in goods)
    tax = divide(net * rate, 100 * RATE)
    values: dict[str, object] = {
        "kind": DocumentKind.INVOICE,
        "number": "INV-2026-0042",
        "date": "2026-03-05",
        "due_date": "2026-04-04",
        "seller": SHOP,
        "buyer": BUYER,
        "ship_to": Party(
            name="Harbour & Hale Architects, site office",
            address="Dock Road 3\nSharpness GL13 9UD",
            contact="Tom Brandt",
        ),
        "lines": goods,
        "taxes": (TaxRow("S", "VAT 20%", rate, net, tax),),
        "net": net,
        "tax": tax,
        "gross": net + tax,
        "subtotal": net,
        "currency": "GBP",
        "language": "en",
        "terms": "Payment within 30 days by bank transfer. Goods remain our property until paid in full.",
        "notes": "Please quote the invoice number with your payment.",
        "salesperson": "Maya Lindqvist",
        "order_numbers": "SO-2026-0117",
        "logo": logo(),
    }
    values.update(changes)
    return DocumentSnapshot(**values)  # type: ignore[arg-type]


def chinese(count: int = 5, **changes: object) -> DocumentSnapshot:
    """An order sheet of the Chinese firm, prices including tax, with rounding-off and a part payment."""
    rate = 13 * RATE
    goods = lines(WAREN, count, rate)
    subtotal = sum(line.amount for line in goods)
    rounding = subtotal % 1000
    gross = subtotal - rounding
    net = divide(gross * 100 * RATE, 100 * RATE + rate)
    values: dict[str, object] = {
        "kind": DocumentKind.ORDER_SHEET,
        "number": "SO-2026-0117",
        "date": "2026-03-05",
        "delivery_date": "2026-03-09",
        "due_date": "2026-04-04",
        "seller": FIRM,
        "buyer": CUSTOMER,
        "ship_to": Party(
            name="栖霞岭设计事务所 滨江工地",
            address="浙江省杭州市滨江区江南大道 588 号",
            contact="王小堃",
            phone="139 0000 5678",
        ),
        "lines": goods,
        "taxes": (TaxRow("S13", "增值税 13%", rate, net, gross - net),),
        "net": net,
        "tax": gross - net,
        "gross": gross,
        "subtotal": subtotal,
        "rounding_off": rounding,
        "prices_include_tax": True,
        "currency": "CNY",
        "language": "zh_CN",
        "shows_payments": True,
        "paid": 500_000,
        "outstanding": gross - 500_000,
        "terms": "月结 30 天，银行转账。货物在付清全部货款之前，所有权仍归卖方所有。",
        "notes": "请在上班时间（周一至周五 9:00—17:30）送货，送货前一小时电话联系收货人。",
        "salesperson": "林小满",
        "logo": logo(),
    }
    values.update(changes)
    return DocumentSnapshot(**values)  # type: ignore[arg-type]
