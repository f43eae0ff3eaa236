"""A part of the guide as a page to read: calm type, pictures as wide as there is room, readable in both schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QPainter,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from app.i18n import N_
from app.views import theme
from app.views.moments import soon
from app.views.texts import say
from app.views.tokens import Scheme

TEXT = 14
SIZES = {1: 22, 2: 20, 3: 15}
OBJECT = "\ufffc"
"""Stands in the text where a picture is."""
WIDEST = 760
"""Pixels beyond which a line of text is tiring to read."""
_IMAGE = int(QTextDocument.ResourceType.ImageResource.value)


class GuideView(QTextBrowser):
    """Shows a text in Markdown; pictures come from the folder of the guide."""

    asked = Signal(str)
    """A link within the guide was followed: to this place, or to this other document."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide_text")
        say(self.setAccessibleName, N_("Guide"))
        self._folder = folder
        self._text = ""
        self._words = ""
        self._pictures: dict[str, QImage] = {}
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._followed)
        self._side = 0
        self._fit = soon(self, 80, self._fit_again)
        theme.switch().switched.connect(self._draw_again)

    # Showing

    def show_text(self, text: str) -> None:
        """Show a text from its beginning."""
        self._text = text
        self._draw()
        self.verticalScrollBar().setValue(0)

    def go_to_heading(self, title: str) -> None:
        """Bring a heading to the top."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip() == title:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(int(top) - 8)
                return
            block = block.next()

    def mark_words(self, words: str) -> int:
        """Mark every place of these words and bring the first one into sight; returns how many there are."""
        self._words = words
        found = []
        cursor = self.document().find(words) if words else QTextCursor()
        while not cursor.isNull():
            each = QTextEdit.ExtraSelection()
            look: Any = each
            look.cursor = QTextCursor(cursor)
            look.format = QTextCharFormat()
            look.format.setBackground(theme.colour("warn_soft"))
            look.format.setForeground(theme.colour("warn"))
            found.append(each)
            cursor = self.document().find(words, cursor)
        self.setExtraSelections(found)
        if found:
            first: Any = found[0]
            self.setTextCursor(QTextCursor(first.cursor))
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
        return len(found)

    def _margin(self) -> int:
        return max(32, (self.viewport().width() - WIDEST) // 2)

    def _fit_again(self) -> None:
        # Drawing takes the scroll bar away for a moment, which makes the text wider and narrower again.
        if self._margin() != self._side:
            self._draw_again()

    def _draw_again(self) -> None:
        if not self._text:
            return
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self._draw()
        bar.setValue(round(share * bar.maximum()))
        self.mark_words(self._words) if self._words else None

    def _draw(self) -> None:
        self._pictures.clear()
        document = self.document()
        document.setDefaultFont(theme.font(TEXT))
        self._side = side = self._margin()
        self.setMarkdown(self._text)
        document.setDocumentMargin(0)
        frame = document.rootFrame().frameFormat()
        frame.setLeftMargin(side)
        frame.setRightMargin(side)
        frame.setTopMargin(24)
        frame.setBottomMargin(48)
        document.rootFrame().setFrameFormat(frame)
        self._dress(document)

    def _dress(self, document: QTextDocument) -> None:
        # As one edit, or every change of a format would lay the whole text out anew.
        whole = QTextCursor(document)
        whole.beginEditBlock()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)
        block = document.begin()
        while block.isValid():
            self._dress_block(block)
            block = block.next()
        whole.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _dress_block(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        level = block.blockFormat().headingLevel()
        shape = QTextBlockFormat()
        in_table = cursor.currentTable() is not None
        height = 100 if OBJECT in block.text() else 130 if level or in_table else 150
        shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(0 if in_table else 28 if level == 3 else 4)
        shape.setBottomMargin(0 if in_table else 12 if level else 4 if block.textList() is not None else 8)
        cursor.mergeBlockFormat(shape)
        pieces = []
        each = block.begin()
        while not each.atEnd():
            piece: Any = each.fragment()
            pieces.append((piece.position(), piece.length(), piece.charFormat()))
            each += 1
        for start, length, look in pieces:
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(self._look(look, level))

    @staticmethod
    def _look(look: QTextCharFormat, level: int) -> QTextCharFormat:
        wanted = QTextCharFormat()
        wanted.setForeground(theme.colour("text"))
        bold = bool(level) or look.fontWeight() > QFont.Weight.Normal
        font = theme.font(SIZES.get(level, TEXT), bold=bold)
        wanted.setFont(font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
        if look.isAnchor():
            wanted.setForeground(theme.colour("accent"))
            wanted.setFontUnderline(False)
        elif look.fontFixedPitch():
            wanted.setBackground(theme.colour("surface2"))
        return wanted

    @staticmethod
    def _dress_table(table: QTextTable) -> None:
        shape = table.format()
        shape.setBorder(0)
        shape.setBorderCollapse(True)
        shape.setCellPadding(6)
        shape.setCellSpacing(0)
        shape.setTopMargin(6)
        shape.setBottomMargin(18)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(shape)
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                look = cell.format().toTableCellFormat()
                look.setBottomBorder(1)
                look.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                look.setBottomBorderBrush(QBrush(theme.colour("border_strong" if row == 0 else "border")))
                cell.setFormat(look)

    # Pictures

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        if kind != _IMAGE:
            return super().loadResource(kind, name)
        wanted = name.toString() if isinstance(name, QUrl) else name
        if wanted not in self._pictures:
            self._pictures[wanted] = self._picture(wanted)
        return self._pictures[wanted]

    def _picture(self, name: str) -> QImage:
        found = QImage(str((self._folder / name).resolve()))
        if found.isNull():
            return found
        ratio = self.devicePixelRatioF()
        room = min(self.viewport().width() - 64, WIDEST)
        size = found.size().scaled(QSize(max(200, room), found.height()), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(found.size())
        scaled = found.scaled(
            size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        ).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(scaled)
        if theme.scheme() is Scheme.DARK:
            shade = QColor(theme.tokens().bg)
            shade.setAlpha(56)
            painter.fillRect(scaled.rect(), shade)
        painter.setPen(theme.colour("border"))
        painter.drawRect(scaled.rect().adjusted(0, 0, -1, -1))
        painter.end()
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit.start()

    # Links

    def _followed(self, link: QUrl) -> None:
        self.asked.emit(link.fragment() or link.toString())
