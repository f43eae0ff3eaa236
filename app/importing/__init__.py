"""How other people's files are read and understood: opened safely, laid out, mapped, checked and planned.

Nothing here touches the book. ``read_and_plan`` turns a file into a ``Plan`` inside a child process;
an operation stores the plan.
"""

from __future__ import annotations
