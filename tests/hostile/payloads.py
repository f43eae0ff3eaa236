"""Texts that break programs: what a customer, a product or a note may well be called in somebody's old workbook."""

from __future__ import annotations

PLAIN = (
    'O\'Brien & Söhne "Café"',
    "Robert'); DROP TABLE customer;--",
    "' OR '1'='1",
    "100% _sure_ \\ backslash",
    "%s %d %n {0} {name} ${HOME} $(id) `id`",
    "<b>Bold</b> & <i>italic</i>",
    "<img src='file:///etc/hostname' width=900 height=900>",
    "<script>alert(1)</script>",
    '<a href="https://example.org">click</a>',
    "</span><table><tr><td>cell</td></tr></table>",
    "&lt;not&gt; &amp; &copy; &#x41;",
    "QLabel { color: red; } * { border: 9px solid }",
    "]]><!-- comment --><?xml version='1.0'?>",
    "../../etc/passwd",
    "C:\\CON\\aux.txt | NUL: * ?",
    "_x000D_ and _x0041_ and _X0041_",
    '"quoted" "twice"',
    "'",
    '"',
    "a,b;c|d",
    "1,234.50",
    "2026-02-30",
    "1e309",
    "NaN",
    "undefined",
    "TRUE",
    "0x1F",
)
"""Nothing special but to a parser, a template, a query or a label that takes markup."""

FORMULAS = (
    "=1+1",
    '=HYPERLINK("https://example.org","click")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠SUM(A1)",
    "'=1+1",
    ";=1+1",
    "\u00a0=1+1",
    "%0A-3+3",
)
"""What a spreadsheet would run if it were written as it stands."""

SCRIPTS = (
    "订单簿 – 杭州绿茵园艺有限公司",
    "繁體 龍鳳 𠮷野家 㐀䶵",
    "שלום עולם",
    "مرحبا بالعالم",
    "abc \u202eevil.exe\u202c def",
    "\u2067right\u2069 \u200fmark",
    "zero\u200bwidth\u200cjoin\u200der\ufeffbom",
    "e\u0301 n\u0303 combining",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
    "👩‍👩‍👧‍👦 🇨🇳 👍🏽 ✈️",
    "ﬁ ﬀ Ⅷ ① ㈱ ½",
    "ｆｕｌｌ　ｗｉｄｔｈ　１２３",
    "ßẞ İı ſ",
    "ทดสอบ ภาษาไทย",
    "\U0001f468\U0010fffd private \ue000",
    "noncharacter \ufdd0",
)
"""Writing that measures, sorts or joins otherwise than Latin letters do."""

CONTROLS = (
    "bell\x07 escape\x1b[31mred\x1b[0m",
    "form\x0cfeed vertical\x0btab",
    "tab\there",
    "line one\nline two",
    "del\x7f c1\x85next \u2028separator\u2029end",
    "swapped \ufffe and \uffff",
)
"""Characters that are no writing; XML cannot hold all of them."""

LONG = (
    "long " * 60 + "end",
    "ab" * 2_500,
    "永" * 3_000,
    "y" * 40_000,
)
"""Longer than a cell, a column of the screen or a page is wide."""

PAYLOADS = PLAIN + FORMULAS + SCRIPTS + CONTROLS + LONG
"""All of them; each is a text of its own also when letters are folded together."""

BROKEN = ("nul\x00inside", "half \ud800 character", "\udfff")
"""What no book can hold as it stands."""
