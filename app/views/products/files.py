"""Products by workbook: what brings them in, and what writes them out to be brought in again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import NotAllowed
from app.i18n import _
from app.models.actor import Permission
from app.operations.outputs import note_export
from app.queries.product_export import product_table
from app.views import problems
from app.views.commands import refusal
from app.views.desk import Desk
from app.views.exporting import exported
from app.views.files import ask_where


def import_products(desk: Desk, parent: QWidget, path: Path | None = None) -> None:
    """Open the steps of an import of products, for whoever may."""
    from app.views.products.import_dialog import ProductImportDialog

    reason = refusal(desk.actor, Permission.IMPORT)
    if reason:
        problems.show(NotAllowed(reason), parent=parent)
        return
    dialog = ProductImportDialog(desk, parent)
    dialog.open()
    if path is not None:
        dialog.take_file(path)


def export_products(desk: Desk, parent: Any, ids: list[int]) -> None:
    """Ask for a place and write the selected products, or all of them, as an import reads them again."""
    folder = desk.preferences.folder("exports")
    path = ask_where(parent, _("Export products"), folder / f"{_('Products')}.xlsx", _("Excel workbooks (*.xlsx)"))
    if path is not None:
        write_products(desk, parent, path.with_suffix(".xlsx"), ids)


def write_products(desk: Desk, parent: Any, path: Path, ids: list[int]) -> None:
    """Write products beside the window; at the end offer to open the file."""
    desk.preferences.remember_folder("exports", path)

    def write(actor: Any) -> Any:
        from app.reports.excel import write_workbook

        table = product_table(actor, ids)
        return write_workbook(
            path,
            table.columns,
            table.rows,
            title=_("Products"),
            money=desk.currency,
            titles=table.titles,
            count=len(table.rows),
            progress=actor.progress,
        )

    def done(written: Any) -> None:
        desk.perform(
            lambda actor: note_export(actor, "products", path.name, int(written.rows)), title=_("Export products")
        )
        exported(desk, parent, written)

    desk.work(write, on_done=done, owner=parent, title=_("Export products"))
