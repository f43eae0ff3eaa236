"""``python -m app``, the installed command ``daybook`` and the frozen program."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Carry out the command line of this process and return its exit status."""
    # The child that reads workbooks starts here too and must import nothing more than it needs.
    multiprocessing.freeze_support()
    from app.cli import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
