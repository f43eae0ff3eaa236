"""The pasted text, with what was understood, what is doubtful and what was left alone marked in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from app.i18n import N_
from app.paste.draft import Draft, Piece, Value
from app.views import theme
from app.views.texts import say

_UNDER = QTextCharFormat.UnderlineStyle


class PastedText(QPlainTextEdit):
    """Where the text is pasted. What was understood is tinted, what is doubtful underlined with a wave, and what was
    left alone struck through."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pasted_text")
        self.setTabChangesFocus(True)
        say(self.setAccessibleName, N_("Pasted text"))
        say(self.setPlaceholderText, N_("Paste what the customer wrote."))
        self._draft = Draft()
        theme.switch().switched.connect(self._mark)

    def mark(self, draft: Draft) -> None:
        """Show what was understood of the text."""
        self._draft = draft
        self._mark()

    def _mark(self) -> None:
        draft = self._draft
        fields = (
            draft.consignee, draft.phone, draft.region, draft.address, draft.postal_code, draft.buyer,
            draft.buyer_phone, draft.note,
        )  # fmt: skip
        marks = [mark for value in fields for mark in self._of(value)]
        for line in draft.lines:
            marks.extend(self._marks(line.pieces, "doubt" if line.doubts else "used"))
        if draft.promised is not None:
            marks.extend(self._marks([draft.promised.piece], "doubt" if draft.promised.doubt else "used"))
        marks.extend(self._marks(draft.unused, "unused"))
        self.setExtraSelections(marks)

    def _of(self, value: Value) -> list[QTextEdit.ExtraSelection]:
        return self._marks(value.pieces, "doubt" if value.doubt else "used")

    def _marks(self, pieces: Sequence[Piece], how: str) -> list[QTextEdit.ExtraSelection]:
        made = []
        text = self.toPlainText()
        for piece in pieces:
            look = QTextCharFormat()
            if how == "unused":
                look.setFontStrikeOut(True)
                look.setForeground(theme.colour("text2"))
            else:
                look.setBackground(theme.colour("warn_soft" if how == "doubt" else "accent_soft"))
                look.setForeground(theme.colour("text"))
            if how == "doubt":
                look.setUnderlineStyle(_UNDER.WaveUnderline)
                look.setUnderlineColor(theme.colour("warn"))
                look.setFontWeight(QFont.Weight.DemiBold)
            cursor = QTextCursor(self.document())
            cursor.setPosition(_place(text, min(piece.start, len(text))))
            cursor.setPosition(_place(text, min(piece.end, len(text))), QTextCursor.MoveMode.KeepAnchor)
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, look
            made.append(mark)
        return made


def _place(text: str, at: int) -> int:
    """A place in Qt's counting, where characters beyond the first plane count twice."""
    return at + sum(1 for c in text[:at] if ord(c) > 0xFFFF)
