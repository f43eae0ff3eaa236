"""Work on other people's files in a child process: bounded memory, its end no danger to the window, cancelled at
once."""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import multiprocessing
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.errors import Cancelled, DaybookError, FileError
from app.i18n import _, language, set_language
from app.importing.limits import LIMITS
from app.importing.plan import TABLES, Plan, Step, columns_of

_log = logging.getLogger(__name__)
_PIECE = 20_000
_PATIENCE = 0.05

_ACCEPTED = {
    "app.importing.plan": {
        "Customers",
        "Inspection",
        "Lines",
        "Orders",
        "Plan",
        "Products",
        "Question",
        "Reject",
        "SheetView",
        "Step",
    },
    "app.importing.bureau": {"BureauPlan", "BureauProblem", "BureauRow"},
    "app.importing.bureau_red": {"TakenBack"},
    "app.importing.mapping": {"Mapping"},
    "app.importing.originals": {"Original"},
    "app.importing.products": {"ProductPlan", "ProductRow", "RowProblem"},
    "app.errors": {"Cancelled", "FileError", "UserError"},
    "datetime": {"date", "datetime", "time", "timedelta"},
}

Task = Callable[..., Any]


def run_in_child(
    task: Task, arguments: tuple[Any, ...], progress: Callable[[Step], None], cancelled: Callable[[], bool]
) -> Any:
    """Run ``task(*arguments, progress)`` in a fresh process and return its result.

    ``task`` must be a function of a module. A ``UserError`` of the child is raised here; a child that dies becomes a
    ``FileError``; ``cancelled()`` ends it and raises ``Cancelled``. A plan comes in small pieces, so that receiving it
    never holds up another thread.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    with tempfile.NamedTemporaryFile(prefix="daybook-", suffix=".log", delete=False) as file:
        said = Path(file.name)
    child = context.Process(target=_main, args=(theirs, task, arguments, language(), str(said)), daemon=True)
    child.start()
    theirs.close()
    try:
        return _receive(ours, child, progress, cancelled)
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        ours.close()
        _note(said, child.exitcode)
        child.close()


def _note(said: Path, exit_code: int | None) -> None:
    with contextlib.suppress(OSError):
        words = said.read_text("utf-8", "replace").strip()
        if words:
            _log.info("The reading process (exit status %s) said: %s", exit_code, words[-2000:])
        said.unlink()


class _Careful(pickle.Unpickler):
    """Takes from the child nothing but our own plain classes: a hostile file that took it over can't reach further."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of a received object; refused unless it is one that a plan or an error is made of."""
        if module in _ACCEPTED and name in _ACCEPTED[module]:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"The reading process sent {module}.{name}")


def _receive(pipe: Connection, child: Any, progress: Callable[[Step], None], cancelled: Callable[[], bool]) -> Any:
    result: Any = None
    while True:
        if cancelled():
            raise Cancelled
        if not pipe.poll(_PATIENCE):
            if not child.is_alive() and not pipe.poll(0):
                raise _died(child.exitcode)
            continue
        try:
            kind, content = _Careful(io.BytesIO(pipe.recv_bytes())).load()
        except EOFError:
            child.join(2)
            raise _died(child.exitcode) from None
        if kind == "step":
            progress(content)
        elif kind == "result":
            result = content
        elif kind == "column":
            table, name, values = content
            getattr(getattr(result, table), name).extend(values)
        elif kind == "rejects":
            result.rejects.extend(content)
        elif kind == "error":
            raise content
        elif kind == "crash":
            raise RuntimeError(content)
        else:
            return result


def _died(exit_code: int | None) -> FileError:
    _log.info("The reading process ended with status %s", exit_code)
    return FileError(
        _(
            "The file could not be read: its reader gave up. Open it in a spreadsheet program, save "
            "it again as .xlsx and import the copy."
        ),
        code="reader_died",
    )


def _main(pipe: Connection, task: Task, arguments: tuple[Any, ...], chosen: str, said: str) -> None:
    gc.disable()
    descriptor = os.open(said, os.O_WRONLY | os.O_APPEND)
    os.dup2(descriptor, 2)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace")
    _bound_memory()
    set_language(chosen)

    def send(kind: str, content: Any = None) -> None:
        pipe.send_bytes(pickle.dumps((kind, content), 5))

    try:
        result = task(*arguments, lambda step: send("step", step))
        _send_result(send, result)
        send("end")
    except MemoryError:
        gc.collect()
        send(
            "error",
            FileError(
                _("The file needs more memory than Daybook gives it. Split it into smaller files."), code="too_large"
            ),
        )
    except DaybookError as error:
        send("error", error)
    except BrokenPipeError:
        return
    except Exception:
        import traceback

        send("crash", traceback.format_exc())
    finally:
        pipe.close()


def _send_result(send: Callable[..., None], result: Any) -> None:
    if not isinstance(result, Plan):
        send("result", result)
        return
    tables = {name: columns_of(getattr(result, name)) for name in TABLES}
    rejects, result.rejects = result.rejects, []
    for name in TABLES:
        setattr(result, name, type(getattr(result, name))())
    send("result", result)
    total = sum(len(columns) for columns in tables.values())
    done = 0
    for name, columns in tables.items():
        for key, values in columns.items():
            for at in range(0, len(values), _PIECE):
                send("column", (name, key, values[at : at + _PIECE]))
            done += 1
        send("step", Step("sending", done, total))
    for at in range(0, len(rejects), 500):
        send("rejects", rejects[at : at + 500])


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = LIMITS.memory if hard == resource.RLIM_INFINITY else min(LIMITS.memory, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
