"""Colours, icons and the style sheet."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication, QPushButton

from app.folders import resource
from app.views import theme
from app.views.icons import icon
from app.views.tokens import TOKENS, Scheme, chip_keys, chip_style, contrast, fill


@pytest.mark.parametrize("scheme", list(Scheme))
def test_texts_can_be_read_on_their_grounds(scheme: Scheme) -> None:
    t = TOKENS[scheme]
    for text in (t.text, t.text2, t.text3):
        for ground in (t.surface, t.bg, t.surface2):
            assert contrast(text, ground) >= 4.5, (text, ground)
    pairs = [
        (t.text, t.sel),
        (t.text2, t.sel),
        (t.text, t.hover),
        (t.text2, t.hover),
        (t.accent, t.surface),
        (t.accent, t.accent_soft),
        (t.on_accent, t.accent),
        (t.on_accent, t.accent_hover),
        (t.danger, t.surface),
        (t.danger, t.danger_soft),
        (t.danger, t.sel),
        (t.warn, t.warn_soft),
        (t.ok, t.ok_soft),
        (t.surface, t.text),
    ]
    for one, other in pairs:
        assert contrast(one, other) >= 4.5, (one, other)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_outlines_of_fields_can_be_seen(scheme: Scheme) -> None:
    t = TOKENS[scheme]
    for ground in (t.surface, t.bg, t.surface2):
        assert contrast(t.border_strong, ground) >= 3.0
        assert contrast(t.accent, ground) >= 3.0


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_chip_can_be_read_and_has_a_glyph(scheme: Scheme) -> None:
    for key in (*chip_keys(), "never heard of"):
        style = chip_style(key, scheme)
        assert contrast(style.background, style.foreground) >= 4.5, key
        assert resource("icons", f"{style.glyph}.svg").exists(), key


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_style_sheet_has_no_open_token_and_no_missing_picture(scheme: Scheme) -> None:
    sheet = theme.style_sheet(scheme)
    assert "@" not in sheet
    for path in re.findall(r"url\(([^)]+)\)", sheet):
        assert resource("styles", scheme.value, path.rsplit("/", 1)[1]).exists(), path


@pytest.mark.parametrize("scheme", list(Scheme))
def test_pictures_of_the_style_sheet_have_the_colours_of_its_tokens(scheme: Scheme) -> None:
    known = {getattr(TOKENS[scheme], f.name) for f in fields(TOKENS[scheme])}
    for path in resource("styles", scheme.value).glob("*.svg"):
        colours = set(re.findall(r"#[0-9A-Fa-f]{6}", path.read_text(encoding="utf-8")))
        assert colours, path
        assert colours <= known, path


def test_longer_token_names_are_filled_first() -> None:
    t = TOKENS[Scheme.LIGHT]
    assert fill("@text2 @text @accent_hover", t) == f"{t.text2} {t.text} {t.accent_hover}"


def test_every_icon_is_a_picture(styled: QApplication) -> None:
    for path in resource("icons").glob("*.svg"):
        picture = icon(path.stem).pixmap(QSize(20, 20)).toImage()
        drawn = any(picture.pixelColor(x, y).alpha() > 0 for x in range(20) for y in range(20))
        assert drawn, path.stem


def test_an_icon_follows_the_scheme_and_fades_when_off(styled: QApplication) -> None:
    def strongest(mode: QIcon.Mode = QIcon.Mode.Normal) -> tuple[int, str]:
        picture = icon("dot", "text").pixmap(QSize(16, 16), mode).toImage()
        middle = picture.pixelColor(8, 8)
        return middle.alpha(), middle.name().upper()

    assert strongest() == (255, TOKENS[Scheme.LIGHT].text)
    assert strongest(QIcon.Mode.Disabled)[0] < 150
    theme.choose("dark")
    assert strongest() == (255, TOKENS[Scheme.DARK].text)


def test_the_scheme_switches_everything_and_says_so(styled: QApplication, qtbot) -> None:
    with qtbot.waitSignal(theme.switch().switched):
        theme.choose("dark")
    assert theme.scheme() is Scheme.DARK
    assert styled.palette().window().color().name().upper() == TOKENS[Scheme.DARK].bg
    assert TOKENS[Scheme.DARK].accent in styled.styleSheet()
    with qtbot.assertNotEmitted(theme.switch().switched):
        theme.choose("dark")


def test_the_bundled_font_is_used(styled: QApplication) -> None:
    assert "Noto Sans SC" in QFontDatabase.families()
    assert theme.font(8).pixelSize() == 12
    button = QPushButton("A")
    assert "Noto Sans SC" in button.font().families()
    button.deleteLater()


def test_no_painter_is_asked_for_its_device() -> None:
    # The wrapper that comes back may be that of an object that is gone: a crash of the whole program.
    views = Path(theme.__file__).parent
    assert [p.name for p in views.rglob("*.py") if "painter.device()." in p.read_text("utf-8")] == []
