"""Who carries goods: the list that the office keeps, and what each carrier's numbers usually look like.

The forms of numbers are common knowledge and change; they only ever hint, and refuse nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.i18n import N_, _
from app.models.base import connection
from app.queries.book_settings import setting

SETTING = "shipping.carriers"

_USUAL = {
    "CN": (
        "顺丰速运", "中通快递", "圆通速递", "申通快递", "韵达速递", "极兔速递", "京东物流", "中国邮政", "德邦快递",
        "自送", "自提",
    ),
    "": ("UPS", "FedEx", "DHL", "GLS", "DPD", "Post", N_("Own van"), N_("Picked up")),
}  # fmt: skip

_NAMED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"SF\d{12,13}", ("顺丰", "sf express", "sf-express")),
    (r"JD[A-Z]{0,2}\d{10,15}", ("京东", "jd logistics")),
    (r"YT\d{13}|YT\d{15}", ("圆通", "yto")),
    (r"JT\d{13}", ("极兔", "j&t")),
    (r"DPK\d{12}", ("德邦", "deppon")),
    (r"1Z[0-9A-Z]{16}", ("ups",)),
)
_OTHERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\d{12}|\d{14}", ("中通", "zto")),
    (r"\d{12,15}", ("申通", "sto express")),
    (r"\d{13}|\d{15}", ("韵达", "yunda")),
    (r"[A-Z]{2}\d{9}[A-Z]{2}|\d{13}", ("邮政", "ems", "china post")),
    (r"\d{12}|\d{15}|\d{20}", ("fedex",)),
    (r"\d{10}|JJD\d{16,18}|JVGL\d+", ("dhl",)),
)
FORMS: Mapping[str, tuple[str, ...]] = dict((*_NAMED, *_OTHERS))
"""What the numbers of a carrier look like, and parts of the names under which people know it."""


def carriers() -> tuple[str, ...]:
    """The carriers that the office kept, or the usual ones of its country. Quick: two rows."""
    kept = setting(SETTING)
    if isinstance(kept, list):
        return tuple(str(name) for name in kept)
    return usual_carriers()


def usual_carriers() -> tuple[str, ...]:
    """The carriers that a book of this country begins with."""
    country = connection().execute("SELECT country FROM company WHERE id = 1").get
    return tuple(_(name) for name in _USUAL.get(str(country), _USUAL[""]))


def last_carrier() -> str:
    """The carrier of the shipment that was recorded last; nothing in a book without one."""
    row = connection().execute("SELECT carrier FROM shipment WHERE carrier <> '' ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row is not None else ""


def tidy(number: str) -> str:
    """A tracking number as it is kept: in capitals, half width, without blanks."""
    wide = {ord("\uff10") + i: ord("0") + i for i in range(10)} | {ord("\uff21") + i: ord("A") + i for i in range(26)}
    wide |= {ord("\uff41") + i: ord("A") + i for i in range(26)}
    return "".join(number.translate(wide).split()).upper()


def carrier_by_number(number: str, offered: tuple[str, ...]) -> str:
    """The one of the offered carriers whose letters a number begins with; nothing where it could be anybody's."""
    wanted = tidy(number)
    for form, names in _NAMED:
        if re.fullmatch(form, wanted):
            return next((each for each in offered if any(name in each.casefold() for name in names)), "")
    return ""


def looks_odd(carrier: str, number: str) -> bool:
    """Whether a number does not look like those that this carrier usually gives; False for carriers nobody knows."""
    wanted, named = tidy(number), carrier.casefold()
    forms = [form for form, names in (*_NAMED, *_OTHERS) if any(name in named for name in names)]
    return bool(wanted and forms) and not any(re.fullmatch(form, wanted) for form in forms)
