"""Phone numbers as people write them: mobile, landline with extension, virtual numbers, numbers of other countries."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EXTENSION = (
    r"(?:\s*(?:转|分机号?|ext\.?|extension|-|#|,?\s*转)\s*:?\s*(?P<ext>\d{2,6})(?!\d|"
    r"[.\d]*\s*[箱盒袋瓶支个件斤台套包]))?"
)
_LABEL = r"(?:电话|手机|联系方式|tel|phone|mobile|cell|call|ph|t|m)"
_PATTERNS = (
    re.compile(rf"(?<![\d.])(?:\+?\(?(?:00)?86\)?[-\s]?)?(?P<n>1[3-9]\d(?:[-\s]?\d){{8}})(?!\d){_EXTENSION}"),
    re.compile(
        rf"(?<![\d.])(?:\+?86[-\s]?)?\(?(?P<area>0(?:10|2\d|"
        rf"[3-9]\d\d))\)?[-\s]{{0,2}}(?P<n>[2-9]\d{{6,7}})(?!\d){_EXTENSION}"
    ),
    re.compile(r"(?<!\d)(?P<n>[48]00-?\d{3}-?\d{4})(?!\d)"),
    re.compile(r"(?<![\d\w])(?P<n>\+\d{1,3}[\s(.-]*\d(?:[\s().-]{0,2}\d){6,12})(?!\d)"),
    re.compile(r"(?<![\d\w])(?P<n>0\d{2,4}[\s-]\d{3,4}[\s-]?\d{3,4})(?!\d)"),
    re.compile(r"(?<![\d\w])(?P<n>\(?\d{3}\)?[\s.-]\d{3}[.-]\d{4})(?!\d)"),
    re.compile(rf"(?<![a-z]){_LABEL}(?: no\.?| number)?\s*[:.]?\s*(?P<n>\+?\d(?:[\s().-]{{0,2}}\d){{6,13}})(?!\d)"),
)
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True)
class Phone:
    """A number in the form that is stored, and where it stands."""

    number: str
    start: int
    end: int

    @property
    def digits(self) -> str:
        """What two numbers are compared by: digits without extension and without China's country code."""
        return phone_digits(self.number)


def phone_digits(number: str) -> str:
    """The digits of a number, without China's country code and without an extension after a mobile number."""
    digits = _NO_DIGIT.sub("", number)
    if len(digits) > 11 and digits.startswith("86"):
        digits = digits[2:]
    return digits[:11] if len(digits) > 11 and digits[0] == "1" and not number.startswith("+") else digits


def phones(text: str) -> list[Phone]:
    """The numbers of a plain text, in its order."""
    found: list[Phone] = []
    for place, pattern in enumerate(_PATTERNS):
        for m in pattern.finditer(text):
            start = m.start("n") if place == len(_PATTERNS) - 1 else m.start()
            if any(start < p.end and m.end() > p.start for p in found):
                continue
            groups = m.groupdict()
            written = m["n"]
            digits = _NO_DIGIT.sub("", written)
            if place == 1:
                digits = f"{groups['area']}-{digits}"
            elif place == 2:
                digits = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
            elif written.startswith("+"):
                digits = f"+{digits}"
            if groups.get("ext"):
                digits = f"{digits}-{groups['ext']}"
            found.append(Phone(digits, start, m.end()))
    return sorted(found, key=lambda p: p.start)
