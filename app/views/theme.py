"""The look of Daybook: Fusion, one palette and one style sheet from the colour tokens, and the fonts.

``theme.start(app)`` once, before the first widget; ``theme.choose("system" | "light" | "dark")`` at any time.
Painted parts ask ``theme.tokens()`` when they paint and listen to ``theme.switch().switched`` if they keep pictures.
"""

from __future__ import annotations

import sys

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.folders import resource
from app.views.tokens import TOKENS, ChipStyle, Scheme, Tokens, chip_style, fill

CHOICES = ("system", "light", "dark")


class _Switch(QObject):
    switched = Signal()


_switch: _Switch | None = None
_choice = "system"
_scheme = Scheme.LIGHT
_families: list[str] = []


def switch() -> _Switch:
    """The object whose ``switched`` signal tells that the colours are others now."""
    global _switch
    if _switch is None or not shiboken6.isValid(_switch):
        _switch = _Switch()
    return _switch


def tokens() -> Tokens:
    """The colours in use."""
    return TOKENS[_scheme]


def scheme() -> Scheme:
    """The scheme in use, light or dark."""
    return _scheme


def choice() -> str:
    """What the person chose: ``system``, ``light`` or ``dark``."""
    return _choice


def chip(key: str) -> ChipStyle:
    """The look of a state in the scheme in use."""
    return chip_style(key, _scheme)


def colour(role: str) -> QColor:
    """A token of the scheme in use as a colour of Qt."""
    return QColor(getattr(tokens(), role))


def start(app: QApplication, choice: str = "system") -> None:
    """Give the program its style, fonts and colours, and follow the system's scheme from now on."""
    app.setStyle("Fusion")
    _load_fonts()
    app.setFont(font())
    app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: choose(_choice))
    choose(choice, app=app)


def choose(choice: str, *, app: QApplication | None = None) -> None:
    """Use light or dark, or what the system says, from now on."""
    global _choice, _scheme
    _choice = choice if choice in CHOICES else "system"
    hints = QGuiApplication.styleHints()
    if _choice == "system":
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
    else:
        dark = _choice == "dark"
    wanted = Scheme.DARK if dark else Scheme.LIGHT
    running = app or QApplication.instance()
    if not isinstance(running, QApplication):
        return
    if wanted is _scheme and running.styleSheet():
        return
    _scheme = wanted
    running.setPalette(_palette(tokens()))
    running.setStyleSheet(style_sheet(_scheme))
    for window in running.topLevelWidgets():
        window.update()
    switch().switched.emit()


def style_sheet(scheme: Scheme) -> str:
    """The style sheet of a scheme, made from the template ``resources/styles/daybook.qss``."""
    template = resource("styles", "daybook.qss").read_text(encoding="utf-8")
    pictures = resource("styles", scheme.value).as_posix()
    return fill(template.replace("@pictures", pictures), TOKENS[scheme])


def _palette(t: Tokens) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for which, value in (
        (role.Window, t.bg),
        (role.WindowText, t.text),
        (role.Base, t.surface),
        (role.AlternateBase, t.surface2),
        (role.Text, t.text),
        (role.Button, t.surface),
        (role.ButtonText, t.text),
        (role.BrightText, t.on_accent),
        (role.ToolTipBase, t.surface),
        (role.ToolTipText, t.text),
        (role.PlaceholderText, t.text3),
        (role.Highlight, t.sel),
        (role.HighlightedText, t.text),
        (role.Link, t.accent),
        (role.LinkVisited, t.accent),
        (role.Light, t.surface),
        (role.Midlight, t.surface2),
        (role.Mid, t.border),
        (role.Dark, t.border_strong),
        (role.Shadow, t.border),
        (role.Accent, t.accent),
    ):
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, which, QColor(t.text3))
    palette.setColor(group.Disabled, role.Base, QColor(t.surface2))
    palette.setColor(group.Disabled, role.Button, QColor(t.surface2))
    return palette


def _load_fonts() -> None:
    if _families:
        return
    ours = []
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        path = resource("fonts", name)
        number = QFontDatabase.addApplicationFont(str(path)) if path.exists() else -1
        if number >= 0:
            ours += QFontDatabase.applicationFontFamilies(number)
    known = list(dict.fromkeys(ours))
    if sys.platform == "win32":
        _families.extend(["Segoe UI Variable Text", "Segoe UI", "Microsoft YaHei UI", *known])
    elif sys.platform == "darwin":
        _families.extend([".AppleSystemUIFont", "PingFang SC", *known])
    else:
        _families.extend([*known, "Noto Sans CJK SC"])


def font(pixels: int = 13, *, bold: bool = False) -> QFont:
    """The font of the window in a size (never below 12), with figures of equal width."""
    result = QFont()
    if _families:
        result.setFamilies(_families)
    result.setPixelSize(max(12, pixels))
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def mark(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the style sheet looks at (``state="error"``), and repaint the widget accordingly."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
