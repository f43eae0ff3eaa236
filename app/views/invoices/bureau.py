"""What a Chinese book offers beside the list of requests: the tax bureau's workbooks, out and in."""

from __future__ import annotations

from app.i18n import N_
from app.models.actor import Permission
from app.models.company import the_company
from app.views.list_page import Other


def bureau_others() -> tuple[Other, ...]:
    """The commands of the list of requests; none in a book of another country."""
    from app.views.invoices.bureau_export import export_for_bureau
    from app.views.invoices.bureau_import import register_bureau

    if the_company().country != "CN":
        return ()
    return (
        Other(
            "register_bureau",
            N_("Register bureau invoices…"),
            "file-input",
            lambda desk, tab, _ids: register_bureau(desk, tab),
            place="secondary",
            needs=Permission.ISSUE_INVOICES,
        ),
        Other(
            "export_for_bureau",
            N_("Export for the tax bureau…"),
            "file-output",
            lambda desk, tab, ids: export_for_bureau(desk, tab, list(ids)),
            place="menu",
            needs=Permission.EXPORT,
            several=True,
        ),
    )
