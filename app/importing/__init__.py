"""How other people's files are read and understood: opened safely, laid out, mapped, checked and planned.

Nothing here touches the book. ``read_and_plan`` turns a file into a ``Plan`` inside a child process;
an operation stores the plan.
"""

from __future__ import annotations

from app.importing.options import Options
from app.importing.plan import Plan, Question, Reject, Step
from app.importing.run import inspect, read_and_plan

__all__ = ["Options", "Plan", "Question", "Reject", "Step", "inspect", "read_and_plan"]
