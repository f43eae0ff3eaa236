"""What a product looks like, on its page: chosen or dropped, made small beside the window, taken away again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel

from app.errors import UserError
from app.i18n import N_, _
from app.models.picture import small_picture
from app.operations.product_pictures import change_picture
from app.views import problems
from app.views.acting import tell
from app.views.desk import Desk
from app.views.files import ask_which
from app.views.texts import say
from app.views.widgets.buttons import button, say_button
from app.views.widgets.labels import Card, label

MOST = QSize(232, 180)
_KINDS = frozenset({".png", ".jpg", ".jpeg"})


class PictureCard(Card):
    """``show_picture`` fills it; ``failed`` tells what kept a picture from being taken, in words."""

    failed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__("product_picture_card", title=N_("Picture"))
        self.desk = desk
        self._product = 0
        self._name = ""
        self._content = b""
        self.picture = QLabel()
        self.picture.setObjectName("product_picture")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.picture)
        self.none = label(N_("No picture yet."), "muted", "product_no_picture")
        self.body.addWidget(self.none)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.choose = button(N_("Choose a picture…"), "choose_product_picture", run=self._choose)
        self.remove = button(N_("Remove"), "remove_product_picture", kind="quiet", run=self._remove)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.body.addLayout(row)
        say(self.picture.setAccessibleName, lambda: _("Picture of {name}").format(name=self._name))

    def show_picture(self, product_id: int, name: str, content: bytes, why_not: str) -> None:
        """Show the picture of a product; ``why_not`` says why it can't be changed, empty if it can."""
        self._product, self._name, self._content = product_id, name, content
        shown = QPixmap()
        shown.loadFromData(QByteArray(content))
        there = not shown.isNull()
        if there:
            ratio = self.devicePixelRatioF()
            small = shown.scaled(
                MOST * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            small.setDevicePixelRatio(ratio)
            self.picture.setPixmap(small)
        self.picture.setAccessibleName(_("Picture of {name}").format(name=name))
        self.picture.setVisible(there)
        self.none.setVisible(not there)
        self.remove.setVisible(there)
        say_button(self.choose, N_("Choose another…") if there else N_("Choose a picture…"))
        for each in (self.choose, self.remove):
            each.setEnabled(not why_not)
            each.setToolTip(why_not)
        self.setAcceptDrops(not why_not)
        self.setVisible(there or not why_not)

    def _choose(self) -> None:
        folder = self.desk.preferences.folder("pictures")
        chosen = ask_which(self, _("Choose a picture…"), folder, _("Pictures (*.png *.jpg *.jpeg)"))
        if chosen is not None:
            self.desk.preferences.remember_folder("pictures", chosen)
            self.take(chosen)

    def take(self, path: Path) -> None:
        """Make a file small beside the window and keep it as the picture."""
        self.choose.setEnabled(False)
        self.desk.work(
            lambda _actor: small_picture(path),
            on_done=self._keep,
            on_problem=self._refused,
            owner=self,
            title=_("Picture"),
        )

    def _keep(self, content: Any) -> None:
        product = self._product
        self.desk.perform(
            lambda actor: change_picture(actor, product, bytes(content)),
            on_done=lambda _done: tell(self.desk, N_("The picture is changed."), undo=True),
            on_problem=self._refused,
            owner=self,
            title=_("Picture"),
        )

    def _remove(self) -> None:
        product = self._product
        self.desk.perform(
            lambda actor: change_picture(actor, product, b""),
            on_done=lambda _done: tell(self.desk, N_("The picture is removed."), undo=True),
            on_problem=self._refused,
            owner=self,
            title=_("Picture"),
        )

    def _refused(self, error: Exception) -> None:
        self.choose.setEnabled(True)
        if isinstance(error, UserError):
            self.failed.emit(error.message)
        else:
            problems.show(error, parent=self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.take(path)


def _dropped(event: QDropEvent) -> Path | None:
    data = event.mimeData()
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in _KINDS else None
