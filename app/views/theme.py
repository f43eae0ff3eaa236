"""The look of Daybook: Fusion, one palette and one style sheet from the colour tokens, and the fonts.

``theme.start(app)`` once, before the first widget; ``theme.choose("system" | "light" | "dark")`` at any time.
Painted parts ask ``theme.tokens()`` when they paint and listen to ``theme.switch().switched`` if they keep pictures.

A style sheet of the whole program would be gone through again for all that a page holds with every widget that is put
into another, and take a second to change once all pages stand. So ``theme.dress_window(window)`` gives it to the parts
of a window each: bars, pages and dialogs. A switch changes those first that are to be seen, the others when they are
shown or when there is nothing else to do. Nothing holds a second sheet below its own: two take twice as long.
"""

from __future__ import annotations

import sys
from functools import cache
from time import monotonic
from weakref import WeakKeyDictionary, WeakSet

import shiboken6
from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.folders import resource
from app.views.still import Still
from app.views.tokens import TOKENS, ChipStyle, Scheme, Tokens, chip_style, fill

CHOICES = ("system", "light", "dark")
MOMENT = 0.012
"""Seconds after which a switch of the scheme lets the window go on before it changes more."""


class _Switch(QObject):
    switched = Signal()


class _Wardrobe(QObject):
    """Knows windows and their parts, and the scheme that each part wears."""

    def __init__(self) -> None:
        super().__init__()
        self._windows: WeakSet[QWidget] = WeakSet()
        self._worn: WeakKeyDictionary[QWidget, Scheme | None] = WeakKeyDictionary()
        self._still = Still()
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._dress_some)

    def take_window(self, window: QWidget) -> None:
        """Give a window, or its parts if it holds pages, the style sheet of now; they follow the scheme."""
        self._windows.add(window)
        if isinstance(window, QMainWindow):
            self._watch(window)
        else:
            self._take(window)

    def _watch(self, holder: QWidget) -> None:
        holder.installEventFilter(self)
        for child in holder.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self._take(child)

    def _take(self, part: QWidget) -> None:
        # A holder of many pages is dressed by what it holds.
        stacks = part.findChildren(QStackedWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if (isinstance(part, QStackedWidget) or stacks) and not part.isWindow():
            self._watch(part)
            return
        if part not in self._worn:
            self._worn[part] = None
            part.installEventFilter(self)
        if self._differs(part):
            self._dress(part)

    def _parts(self) -> list[QWidget]:
        return [part for part in list(self._worn) if shiboken6.isValid(part)]

    def forget(self) -> None:
        """Let go of all windows."""
        for known in (*self._windows, *self._parts()):
            if shiboken6.isValid(known):
                known.removeEventFilter(self)
        self._windows.clear()
        self._worn.clear()

    def used(self) -> bool:
        """Whether there is a window whose parts are known."""
        return any(shiboken6.isValid(window) for window in self._windows)

    def dress_all(self) -> None:
        """Change what is seen now, painted once it is all changed, and the rest one by one."""
        self._still.hold(self._windows)
        self._turns.start(0)

    def _dress_some(self) -> None:
        """Dress parts for a moment, those first that are seen."""
        until = monotonic() + MOMENT
        waiting = [part for part in self._parts() if self._differs(part)]
        seen = [part for part in waiting if part.isVisible()]
        if not seen and not self._turns.interval():
            self._still.let_go()
            # What nobody sees leaves room for what people do.
            self._turns.setInterval(30)
            return
        # Small parts share a turn; a page, which takes several times as long as they, has one of its own.
        waiting = seen or waiting
        waiting.sort(key=_is_page)
        for part in waiting:
            if monotonic() > until or (_is_page(part) and part is not waiting[0]):
                return
            self._dress(part)
        if not seen:
            self._turns.stop()

    def _differs(self, part: QWidget) -> bool:
        return self._worn.get(part) is not _scheme

    def _dress(self, part: QWidget) -> None:
        self._worn[part] = _scheme
        part.setStyleSheet(style_sheet(_scheme))

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        kind = event.type()
        complete = QEvent.Type.ChildAdded if isinstance(part, QStackedWidget) else QEvent.Type.ChildPolished
        if kind == complete and isinstance(event, QChildEvent):
            child = event.child()
            if part not in self._worn and isinstance(child, QWidget) and child not in self._windows:
                self._take(child)
        elif kind == QEvent.Type.Show and isinstance(part, QWidget) and part in self._worn and self._differs(part):
            self._dress(part)
        return False


def _is_page(part: QWidget) -> bool:
    return isinstance(part.parentWidget(), QStackedWidget)


_switch: _Switch | None = None
_wardrobe: _Wardrobe | None = None
_choice = "system"
_scheme = Scheme.LIGHT
_whole: Scheme | None = None
"""The scheme of the program's style sheet, as long as there is no window with parts."""
_families: list[str] = []


def switch() -> _Switch:
    """The object whose ``switched`` signal tells that the colours are others now."""
    global _switch
    if _switch is None or not shiboken6.isValid(_switch):
        _switch = _Switch()
    return _switch


def _parts() -> _Wardrobe:
    global _wardrobe
    if _wardrobe is None or not shiboken6.isValid(_wardrobe):
        _wardrobe = _Wardrobe()
    return _wardrobe


def dress_window(window: QWidget) -> None:
    """Give a window of pages its look, which its bars, pages and dialogs then follow each by itself."""
    undress()
    _parts().take_window(window)


def undress() -> None:
    """Take away the look of the whole program, before a window is built that ``dress_window`` gives its own.

    With it every part would be given its look anew whenever it is put into another.
    """
    global _whole
    running = QApplication.instance()
    if isinstance(running, QApplication) and _whole is not None:
        _whole = None
        running.setStyleSheet("")


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
    global _whole
    _whole = None
    _parts().forget()
    app.setStyle("Fusion")
    _load_fonts()
    app.setFont(font())
    app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: choose(_choice))
    choose(choice, app=app)


def choose(choice: str, *, app: QApplication | None = None) -> None:
    """Use light or dark, or what the system says, from now on."""
    global _choice, _scheme, _whole
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
    in_parts = _whole is None and _parts().used()
    if wanted is _scheme and (in_parts or _whole is wanted):
        return
    _scheme = wanted
    running.setPalette(_palette(tokens()))
    if in_parts:
        _parts().dress_all()
    else:
        _whole = wanted
        running.setStyleSheet(style_sheet(wanted))
    for window in running.topLevelWidgets():
        window.update()
    switch().switched.emit()


@cache
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
    _font.cache_clear()


def font(pixels: int = 13, *, bold: bool = False) -> QFont:
    """The font of the window in a size (never below 12), with figures of equal width."""
    # A copy, which costs next to nothing: whoever asked may change it.
    return QFont(_font(max(12, pixels), bold))


@cache
def _font(pixels: int, bold: bool) -> QFont:
    result = QFont()
    if _families:
        result.setFamilies(_families)
    result.setPixelSize(pixels)
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
