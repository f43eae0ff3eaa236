"""How papers look from now on, and the pictures that stand on them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.paper_style import KINDS, PAYMENT_CODE, SEAL, SHARED, PaperStyle
from app.models.picture import MOST_KEPT, picture_kind
from app.operations.operation import operation
from app.operations.steps import keep_setting
from app.operations.work import Work


@operation("change paper style", needs=Permission.ADMINISTER, undoable=True)
def change_paper_style(work: Work, kind: str, values: Mapping[str, Any]) -> None:
    """Keep how papers of a kind look from the next one on, or with ``SHARED`` how all do.

    ``values`` are those of ``PaperStyle`` that somebody chose for it; without any it looks as usual again. Issued
    documents keep the look that they were issued with.
    """
    if kind != SHARED and kind not in KINDS:
        raise UserError(_("Daybook has no such paper."), field="kind", code="no_paper")
    for name, value in values.items():
        made = PaperStyle.of({name: value})
        known = made.values().get(name, getattr(PaperStyle(), name, None))
        if known != value and not (name == "columns" and made.columns):
            raise UserError(_("This cannot be chosen for a paper."), field=name, code="no_style")
    keep_setting(work, f"paper.{kind}", dict(values) or None)
    work.label(_("change how papers look"))


@operation("change paper picture", needs=Permission.ADMINISTER, undoable=True)
def change_paper_picture(work: Work, name: str, content: bytes) -> None:
    """Keep another seal (``SEAL``) or code to pay by (``PAYMENT_CODE``), a PNG or JPEG; no bytes take it away."""
    if name not in (SEAL, PAYMENT_CODE):
        raise UserError(_("Daybook has no such picture."), field="name", code="no_picture")
    if content and (not picture_kind(content) or len(content) > MOST_KEPT):
        raise UserError(
            _("This is no PNG or JPEG picture of at most 400 KB. Choose another one."),
            field="picture",
            code="no_picture",
        )
    keep_setting(work, name, base64.b64encode(content).decode("ascii") if content else None)
    work.label(_("change the pictures on papers"))
