"""Amounts in words, as papers carry them: English, and 人民币大写 for Chinese documents."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.paper_style import USUAL, PaperStyle
from app.money import Currency, currency

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion")


@dataclass(frozen=True, slots=True)
class Names:
    """What a currency is called in words: one and many main units, one and many minor units, and in Chinese."""

    one: str
    many: str
    part: str = ""
    parts: str = ""
    chinese: str = ""


NAMES = {
    "CNY": Names("yuan", "yuan", "fen", "fen", "人民币"),
    "USD": Names("US dollar", "US dollars", "cent", "cents", "美元"),
    "EUR": Names("euro", "euros", "cent", "cents", "欧元"),
    "GBP": Names("pound sterling", "pounds sterling", "penny", "pence", "英镑"),
    "HKD": Names("Hong Kong dollar", "Hong Kong dollars", "cent", "cents", "港元"),
    "TWD": Names("New Taiwan dollar", "New Taiwan dollars", "cent", "cents", "新台币"),
    "SGD": Names("Singapore dollar", "Singapore dollars", "cent", "cents", "新加坡元"),
    "AUD": Names("Australian dollar", "Australian dollars", "cent", "cents", "澳大利亚元"),
    "CAD": Names("Canadian dollar", "Canadian dollars", "cent", "cents", "加拿大元"),
    "NZD": Names("New Zealand dollar", "New Zealand dollars", "cent", "cents", "新西兰元"),
    "CHF": Names("Swiss franc", "Swiss francs", "centime", "centimes", "瑞士法郎"),
    "INR": Names("Indian rupee", "Indian rupees", "paisa", "paise", "印度卢比"),
    "JPY": Names("yen", "yen", chinese="日元"),
    "KRW": Names("won", "won", chinese="韩元"),
    "KWD": Names("Kuwaiti dinar", "Kuwaiti dinars", "fils", "fils", "科威特第纳尔"),
    "SEK": Names("Swedish krona", "Swedish kronor", "öre", "öre", "瑞典克朗"),
    "NOK": Names("Norwegian krone", "Norwegian kroner", "øre", "øre", "挪威克朗"),
    "DKK": Names("Danish krone", "Danish kroner", "øre", "øre", "丹麦克朗"),
    "PLN": Names("zloty", "zlotys", "grosz", "groszy", "波兰兹罗提"),
    "CZK": Names("Czech koruna", "Czech korunas", "haler", "halers", "捷克克朗"),
    "MYR": Names("ringgit", "ringgit", "sen", "sen", "马来西亚林吉特"),
    "THB": Names("baht", "baht", "satang", "satang", "泰铢"),
    "VND": Names("dong", "dong", chinese="越南盾"),
    "IDR": Names("rupiah", "rupiah", "sen", "sen", "印尼盾"),
    "BRL": Names("Brazilian real", "Brazilian reais", "centavo", "centavos", "巴西雷亚尔"),
    "MXN": Names("Mexican peso", "Mexican pesos", "centavo", "centavos", "墨西哥比索"),
    "ZAR": Names("rand", "rand", "cent", "cents", "南非兰特"),
}


def amount_in_words(amount: int, code: str, language: str, *, yuan: str = "元", style: PaperStyle = USUAL) -> str:
    """``amount`` (minor units of the currency ``code``) in the words of a document's language.

    Chinese papers write 大写; ``yuan`` chooses 元 or 圆 there, unless the ``style`` of the paper says how 大写 is
    written. All other languages get English.
    """
    unit = currency(code)
    names = NAMES.get(code)
    if not language.startswith("zh"):
        return english(amount, unit)
    main, whole = (style.capitals[0], style.capitals[1]) if style.capitals else (yuan, "整")
    told = chinese(
        amount,
        decimals=unit.decimals,
        yuan=main,
        whole=whole,
        after_jiao=style.whole_after_jiao,
        minus="（负数）" if style.minus_in_brackets else "负",
    )
    return told if code == "CNY" else f"{names.chinese if names else code}{told}"


def english(amount: int, unit: Currency) -> str:
    """``One thousand two hundred thirty-four US dollars and 56 cents``; the minor unit stays in figures."""
    names = NAMES.get(unit.code, Names(unit.code, unit.code))
    whole, rest = divmod(abs(amount), unit.minor)
    words = f"{cardinal(whole)} {names.one if whole == 1 else names.many}"
    if rest:
        part = (names.part if rest == 1 else names.parts) or f"{unit.minor:,}ths"
        words += f" and {rest:0{unit.decimals}d} {part}"
    if amount < 0:
        words = f"minus {words}"
    return words[0].upper() + words[1:]


def cardinal(number: int) -> str:
    """A number, none negative, in English words: ``two hundred thirty-four``."""
    if number == 0:
        return _ONES[0]
    groups: list[str] = []
    scale = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            name = _SCALES[scale]
            groups.append(f"{_hundreds(group)} {name}" if name else _hundreds(group))
        scale += 1
    return " ".join(reversed(groups))


def _hundreds(number: int) -> str:
    words: list[str] = []
    hundreds, rest = divmod(number, 100)
    if hundreds:
        words.append(f"{_ONES[hundreds]} hundred")
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        words.append(f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens])
    elif rest:
        words.append(_ONES[rest])
    return " ".join(words)


_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def chinese(
    amount: int, *, decimals: int = 2, yuan: str = "元", whole: str = "整", after_jiao: bool = False, minus: str = "负"
) -> str:
    """人民币大写 of an amount in minor units: ``壹万陆仟肆佰零玖元零贰分``.

    ``yuan`` is 元 or 圆, ``whole`` 整 or 正; ``after_jiao`` puts it behind 角 too; ``minus`` is 负 or （负数）.
    Currencies with three decimals name the third 厘.
    """
    main, rest = divmod(abs(amount), 10**decimals)
    parts = [int(digit) for digit in f"{rest:0{decimals}d}"] if decimals else []
    sign = minus if amount < 0 else ""
    text = _whole(main) + yuan if main or not rest else ""
    if not rest:
        return f"{sign}{text}{whole}"
    last = max(place for place, digit in enumerate(parts) if digit)
    # A zero at the end of the main unit is spoken before 角, as the rules for cheques have it: 柒仟元零伍角.
    gap = bool(main) and main % 10 == 0
    for place, digit in enumerate(parts[: last + 1]):
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + "角分厘"[place]
        gap = (digit == 0 and bool(text)) or (gap and digit == 0)
    return f"{sign}{text}{whole if last == 0 and after_jiao else ''}"


def _whole(number: int) -> str:
    """A whole number in 大写, 零 for 0; hundred millions are counted in 亿 however many they are."""
    if number == 0:
        return "零"
    if number >= 10**8:
        high, low = divmod(number, 10**8)
        return _whole(high) + "亿" + _joined(low, 10**7)
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        return _whole(high) + "万" + _joined(low, 10**3)
    text, gap = "", False
    for power, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        elif text:
            gap = True
    return text


def _joined(low: int, least: int) -> str:
    if low == 0:
        return ""
    return ("零" if low < least else "") + _whole(low)
