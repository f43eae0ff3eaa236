"""``python -m app``, the installed command ``daybook`` and the frozen program."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Carry out the command line of this process and return its exit status."""
    if getattr(sys, "frozen", False):
        # The child that reads workbooks starts here too and must import nothing more than it needs.
        import multiprocessing

        multiprocessing.freeze_support()
    # Nearly all that a start makes stays; looking for garbage among it after every 700 objects takes a fifth of it.
    gc.set_threshold(50_000, 20, 20)
    from app.cli import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
