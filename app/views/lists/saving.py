"""Saving a list as it is shown under a name, and what can be done with a view that was saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from app.i18n import N_, _
from app.later import Later
from app.queries.saved_views import ListView
from app.views.acting import tell
from app.views.desk import Desk
from app.views.icons import icon
from app.views.texts import button_text
from app.views.widgets.choices import check_box
from app.views.widgets.form import FormDialog
from app.views.widgets.popup import pop_up

if TYPE_CHECKING:
    from app.operations import list_views
else:
    list_views = Later("app.operations.list_views")

Definition = Callable[[], dict[str, Any]]


class ViewDialog(FormDialog):
    """Asks for the name of a view, and whether everyone sees it; ``view`` is one that gets another name."""

    def __init__(self, desk: Desk, noun: str, definition: Definition, view: ListView | None, parent: QWidget) -> None:
        super().__init__(
            desk,
            "view_dialog",
            N_("Rename view") if view else N_("Save view"),
            N_("Rename") if view else N_("Save view"),
            parent=parent,
        )
        self._noun, self._definition, self._view = noun, definition, view
        self.name = QLineEdit(view.name if view else "")
        self.name.setObjectName("view_name")
        self.name.setMaxLength(list_views.LONGEST_NAME)
        self.form.add(
            "name",
            N_("Name"),
            self.name,
            required=True,
            hint="" if view else N_("Search, filters, order and columns are kept as they are shown now."),
        )
        self.shared = check_box(
            N_("Everyone who works in this book sees it"), "view_shared", checked=bool(view and view.shared)
        )
        if view is None:
            self.form.add_widget(self.shared)

    def accept_form(self) -> None:
        name, shared, definition, view = self.name.text(), self.shared.isChecked(), self._definition(), self._view
        if view is not None:
            self.submit(lambda actor: list_views.change_view(actor, view.id, name=name))
        else:
            self.submit(lambda actor: list_views.save_view(actor, self._noun, name, definition, shared=shared))


class ViewSaving(QObject):
    """What the page of one list does with views; ``views`` are those shown, ``definition`` what is shown now."""

    def __init__(
        self,
        desk: Desk,
        noun: str,
        views: Callable[[], tuple[ListView, ...]],
        definition: Definition,
        on_saved: Callable[[int], Any],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._desk, self._noun, self._views, self._definition = desk, noun, views, definition
        self._on_saved, self._page = on_saved, page

    def save_new(self) -> None:
        """Ask for a name and save the list as it is shown."""
        dialog = ViewDialog(self._desk, self._noun, self._definition, None, self._page)
        dialog.accepted.connect(lambda: self._on_saved(int(dialog.done_value)))
        self._open(dialog)

    def rename(self, view: ListView) -> None:
        """Ask for another name."""
        self._open(ViewDialog(self._desk, self._noun, self._definition, view, self._page))

    def _open(self, dialog: ViewDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def replace(self, view: ListView) -> None:
        """Let the view show from now on what the list shows now."""
        definition = self._definition()
        self._do(
            lambda actor: list_views.change_view(actor, view.id, definition=definition),
            N_("The view was changed."),
            lambda _done: self._on_saved(view.id),
        )

    def share(self, view: ListView, shared: bool) -> None:
        """Show the view to everyone, or to oneself only."""
        words = N_("Everyone sees the view now.") if shared else N_("Only you see the view now.")
        self._do(lambda actor: list_views.change_view(actor, view.id, shared=shared), words)

    def delete(self, view: ListView) -> None:
        """Delete the view; undo brings it back."""
        self._do(lambda actor: list_views.delete_view(actor, view.id), N_("The view was deleted."))

    def move(self, view: ListView, by: int) -> None:
        """Move the view among the saved ones."""
        ids = [v.id for v in self._views()]
        place = ids.index(view.id)
        if 0 <= place + by < len(ids):
            ids.insert(place + by, ids.pop(place))
            self._do(lambda actor: list_views.order_views(actor, ids), "")

    def _do(self, call: Callable[[Any], Any], words: str, on_done: Callable[[Any], Any] = lambda _done: None) -> None:
        def done(result: Any) -> None:
            on_done(result)
            if words:
                tell(self._desk, words, undo=True)

        self._desk.perform(call, on_done=done, owner=self._page)

    def menu(self, view: ListView, altered: bool, parent: QWidget) -> QMenu:
        """What can be done with a saved view."""
        menu = QMenu(parent)
        menu.setObjectName("view_menu")
        ids = [v.id for v in self._views()]
        place = ids.index(view.id)
        mine = view.may_change
        name = button_text(view.name)
        entries: tuple[tuple[str, str, str, bool, Callable[[], Any]] | None, ...] = (
            ("replace_view", "save", _("Replace “{name}” with what is shown").format(name=name), mine and altered,
             lambda: self.replace(view)),
            ("save_new_view", "plus", _("Save as a new view…"), True, self.save_new),
            None,
            ("rename_view", "pencil", _("Rename…"), mine, lambda: self.rename(view)),
            ("share_view", "users", _("Show it to me only") if view.shared else _("Share with everyone"), mine,
             lambda: self.share(view, not view.shared)),
            ("move_view_left", "arrow-left", _("Move left"), mine and place > 0, lambda: self.move(view, -1)),
            ("move_view_right", "arrow-right", _("Move right"), mine and place < len(ids) - 1,
             lambda: self.move(view, 1)),
            None,
            ("delete_view", "trash-2", _("Delete view"), mine, lambda: self.delete(view)),
        )  # fmt: skip
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            key, picture, text, on, run = entry
            action = menu.addAction(icon(picture), text)
            action.setObjectName(key)
            action.setEnabled(on)
            action.triggered.connect(lambda _checked=False, run=run: run())
        return menu

    def open_menu(self, view: ListView, altered: bool, where: QPoint) -> None:
        """Open that menu at a point of the screen."""
        pop_up(self.menu(view, altered, self._page), where)
