"""What can be done with many customers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import N_, ngettext
from app.later import Later
from app.models.actor import Permission
from app.views.batch import Batch, will_change
from app.views.batch_fields import ask_grade, ask_person, ask_tag

if TYPE_CHECKING:
    from app.operations import batches_parties
else:
    batches_parties = Later("app.operations.batches_parties")


def _said(n: int) -> str:
    return ngettext("{n} customer was changed.", "{n} customers were changed.", n).format(n=f"{n:,}")


BATCHES = (
    Batch(
        "assign_customers",
        N_("Put in charge…"),
        "user",
        N_("Put somebody in charge of customers"),
        N_("Assign"),
        lambda: batches_parties.assign_customers,
        Permission.EDIT_CUSTOMERS,
        will_change,
        _said,
        ask=ask_person,
    ),
    Batch(
        "grade_customers",
        N_("Grade…"),
        "flag",
        N_("Grade customers"),
        N_("Set grade"),
        lambda: batches_parties.grade_customers,
        Permission.EDIT_CUSTOMERS,
        will_change,
        _said,
        ask=ask_grade,
    ),
    Batch(
        "tag_customers",
        N_("Add a tag…"),
        "tag",
        N_("Add a tag to customers"),
        N_("Add tag"),
        lambda: batches_parties.tag_customers,
        Permission.EDIT_CUSTOMERS,
        will_change,
        _said,
        ask=ask_tag,
    ),
    Batch(
        "activate_customer",
        N_("Set active"),
        "check",
        N_("Set customers active"),
        N_("Set active"),
        lambda: batches_parties.activate_customers,
        Permission.EDIT_CUSTOMERS,
        will_change,
        _said,
        in_bar=False,
        single=True,
    ),
    Batch(
        "deactivate_customer",
        N_("Set inactive"),
        "ban",
        N_("Set customers inactive"),
        N_("Set inactive"),
        lambda: batches_parties.deactivate_customers,
        Permission.EDIT_CUSTOMERS,
        will_change,
        _said,
        in_bar=False,
        single=True,
    ),
    Batch(
        "delete_customers",
        N_("Delete"),
        "trash-2",
        N_("Delete customers"),
        N_("Delete"),
        lambda: batches_parties.delete_customers,
        Permission.EDIT_CUSTOMERS,
        lambda n, whole: ngettext("{n} of {whole} will be deleted.", "{n} of {whole} will be deleted.", n).format(
            n=f"{n:,}", whole=f"{whole:,}"
        ),
        lambda n: ngettext("{n} customer was deleted.", "{n} customers were deleted.", n).format(n=f"{n:,}"),
        danger=True,
        in_bar=False,
    ),
)
