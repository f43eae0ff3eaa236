"""The paper that an issuing operation would freeze now, without issuing it: what a preview shows is what is kept."""

from __future__ import annotations

from typing import ParamSpec

from app.models.actor import Actor
from app.models.document import DocumentSnapshot
from app.models.invoice import Invoice
from app.operations.operation import Operation
from app.operations.work import Work

P = ParamSpec("P")


def rehearsed_paper(actor: Actor, issue: Operation[P, int], *args: P.args, **inputs: P.kwargs) -> DocumentSnapshot:
    """What ``issue`` would freeze with these inputs, its number included; the book stays as it is.

    Raises what issuing would raise.
    """
    function = issue.function

    def freeze(work: Work, /, *args: P.args, **inputs: P.kwargs) -> DocumentSnapshot:
        made = work.get(Invoice, function(work, *args, **inputs))
        return DocumentSnapshot.from_json(made.snapshot)

    rehearsal: Operation[P, DocumentSnapshot] = Operation(issue.name, freeze, issue.needs, undoable=False)
    return rehearsal.rehearse(actor, *args, **inputs)
