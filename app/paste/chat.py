"""What a chat or mail program adds to a message: who wrote when, quoted heads, marks of pictures."""

from __future__ import annotations

import re
from collections import Counter as Count

_DATE = (
    r"(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{1,2}[-/]\d{1,2}|昨天|今天|前天|(?:星期|"
    r"周)[一二三四五六日天]|yesterday|today)"
)
_CLOCK = r"(?:(?:上午|下午|晚上|凌晨|中午|早上|am|pm)\s*)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?"
_WHEN = rf"(?:{_DATE},?\s*(?:{_CLOCK})?|{_CLOCK})"
_HEADS = (
    re.compile(rf"^[ \t]*(?:[^\n:,。0-9]{{1,20}}[ \t]+)?\(?{_DATE},?[ \t]*{_CLOCK}\)?[ \t]*:?[ \t]*(?=\n|$)", re.M),
    re.compile(rf"^[ \t]*(?:[^\n:,。0-9]{{1,20}}[ \t]+)?{_CLOCK}[ \t]*(?=\n|$)", re.M),
    re.compile(rf"^[ \t]*\[{_WHEN}\][ \t]*[^\n:]{{1,20}}:[ \t]*", re.M),
    re.compile(rf"^[ \t]*{_DATE}[ \t]+{_CLOCK}[ \t]+[^\n:]{{1,20}}(?::[ \t]*|(?=\n|$))", re.M),
    re.compile(rf"^[ \t]*[^\n:,。\d]{{1,20}}[ \t]+\[?{_WHEN}\]?[ \t]*:[ \t]*", re.M),
    re.compile(
        r"^[ \t]*(?:from|to|cc|bcc|sent|date|subject|发件人|收件人|抄送|发送时间|主题)[ \t]*:[^\n]*(?:@|"
        r"\d:\d\d|(?:re|fw|fwd|回复|转发):)[^\n]*",
        re.M,
    ),
    re.compile(r"^[ \t]*(?:subject|主题|re|fw|fwd)[ \t]*:[^\n]*", re.M),
    re.compile(r"^[ \t]*(?:-{3,}[^\n]*|>+|={3,}|_{3,}|[—*]{3,})[ \t]*", re.M),
    re.compile(r"^[ \t]*on [^\n]{6,80} wrote:[ \t]*", re.M),
    re.compile(r"\[(?:图片|语音|视频|文件|链接|表情|动画表情|位置|image|photo|sticker)\]"),
    re.compile(r"^[ \t]*(?:-{2,}[ \t]*)?(?:forwarded message|original message|转发的聊天记录|聊天记录)[^\n]*", re.M),
)
_SPEAKER = re.compile(r"^[ \t]*(?P<who>[^\s:,。\d]{1,10}):[ \t]*(?=\S)", re.M)


def heads(text: str, is_label: frozenset[str]) -> list[tuple[int, int]]:
    """Where a plain text tells who wrote when, instead of what; ``is_label`` are words before colons."""
    found = [(m.start(), m.end()) for pattern in _HEADS for m in pattern.finditer(text) if m.end() > m.start()]
    speakers = Count(m["who"] for m in _SPEAKER.finditer(text) if m["who"] not in is_label)
    for m in _SPEAKER.finditer(text):
        if speakers[m["who"]] > 1:
            found.append((m.start(), m.end()))
    return found
