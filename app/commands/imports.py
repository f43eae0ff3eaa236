"""``import`` and ``undo-import``: other people's files into the book and out again."""

from __future__ import annotations

import argparse
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.commands.desk import book_currency, book_path, open_desk, progress, say, system_user, tell, write_json
from app.errors import UserError
from app.i18n import _, language
from app.importing.options import Options
from app.importing.plan import Plan, Step
from app.models.actor import Actor
from app.money import Currency, currency, plain, show
from app.operations.imports import ImportResult


def import_command(options: argparse.Namespace) -> int:
    """``daybook import FILE``: exit status 1 when any row was refused."""
    path = book_path(options)
    if path.exists():
        with open_desk(options, path) as actor:
            plan = _plan(options, book_currency().code)
            return _finish(options, plan, _carry_out(options, actor, plan, backed_up=True))
    return _into_new_book(options, path)


def _into_new_book(options: argparse.Namespace, path: Path) -> int:
    """Make the book only once the file was read, so that an unreadable one leaves nothing behind."""
    from app.models.creation import create_book

    plan = _plan(options, options.currency or "")
    chosen = options.currency or plan.currency or ("CNY" if language() == "zh_CN" else "USD")
    if currency(chosen).decimals != currency(options.currency or "CNY").decimals:
        plan = _plan(options, chosen)
    with tempfile.TemporaryDirectory(prefix="daybook-") as folder:
        target = Path(folder) / path.name if options.dry_run else path
        create_book(
            target,
            name=path.stem,
            owner=system_user(),
            country=country_of(chosen),
            currency=chosen,
            language=language(),
        )
        try:
            with open_desk(options, target) as actor:
                return _finish(options, plan, _carry_out(options, actor, plan, backed_up=False))
        except BaseException:
            if not options.dry_run:
                for end in ("", "-wal", "-shm"):
                    with suppress(OSError):
                        Path(f"{target}{end}").unlink()
            raise


def country_of(code: str) -> str:
    """The country whose currency this is; empty where several countries share it."""
    from app.models.countries import COUNTRIES

    found = [name for name, country in COUNTRIES.items() if country.currency == code]
    return found[0] if len(found) == 1 else ""


def _plan(options: argparse.Namespace, book_code: str) -> Plan:
    from app.importing.run import read_and_plan

    heard = progress()

    def step(told: Step) -> None:
        words = {"reading": _("Reading"), "understanding": _("Understanding"), "sending": _("Collecting")}
        heard(told.done, told.total, words.get(told.stage, _("Reading")))

    return read_and_plan(options.file, _options(options, book_code), step)


def _options(options: argparse.Namespace, book_code: str) -> Options:
    rates = {}
    for text in options.rate:
        code, sign, price = text.partition("=")
        if not sign:
            raise UserError(
                _("A rate is written CODE=PRICE, such as EUR=7.85; “{text}” is not.").format(text=text),
                field="rate",
                code="rate_form",
            )
        rates[code.strip().upper()] = price.strip()
    return Options(
        sheet=options.sheet or "",
        header_row=options.header_row,
        profile=options.profile or "",
        channel=options.channel or "",
        currency=book_code,
        rates=rates,
        day_first=None if not options.date_order else options.date_order == "day",
    )


def _carry_out(
    options: argparse.Namespace, actor: Actor, plan: Plan, *, backed_up: bool
) -> tuple[ImportResult, Currency]:
    from app.operations.imports import import_plan, preview_import
    from app.operations.maintenance import back_up_automatically

    if options.dry_run:
        return preview_import(actor, plan).value, book_currency()
    if backed_up:
        back_up_automatically(actor, purpose="before-import")
    return import_plan(actor, plan).value, book_currency()


def _finish(options: argparse.Namespace, plan: Plan, done: tuple[ImportResult, Currency]) -> int:
    result, unit = done
    if options.rejects and result.problems:
        from app.reports.rejects import write_rejects

        rejects = write_rejects(Path(options.rejects).expanduser(), result.problems, headings=plan.mapping.headers)
        tell(_("The refused rows were written to {path}.").format(path=rejects.path))
    for warning in result.warnings:
        tell(warning)
    for question in plan.questions:
        tell(question.text)
    if options.json:
        write_json(result_as_json(result, unit))
    else:
        _say(options, result, unit)
    return 1 if result.refused else 0


def result_as_json(result: ImportResult, unit: Currency) -> dict[str, Any]:
    """An import's outcome as plain data."""
    counts = ("batch", "rows", "imported", "refused", "unchanged", "orders", "lines", "customers", "products")
    return {
        **{name: getattr(result, name) for name in counts},
        "payments": result.payments,
        "refunds": result.refunds,
        "total": plain(result.total, unit),
        "problems": [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "value": p.value, "reason": p.reason}
            for p in result.problems
        ],
    }


def _say(options: argparse.Namespace, result: ImportResult, unit: Currency) -> None:
    say(
        _("{rows} rows: {imported} imported, {unchanged} known already, {refused} refused.").format(
            rows=result.rows, imported=result.imported, unchanged=result.unchanged, refused=result.refused
        )
    )
    say(
        _(
            "{orders} orders with {lines} lines, worth {total}; {customers} new customers, {products} new products, "
            "{payments} payments, {refunds} refunds."
        ).format(
            orders=result.orders,
            lines=result.lines,
            total=show(result.total, unit, symbol=True),
            customers=result.customers,
            products=result.products,
            payments=result.payments,
            refunds=result.refunds,
        )
    )
    if options.dry_run:
        say(_("Nothing was stored; this was a dry run."))
    elif result.batch is not None:
        say(_("This is import {batch}; undo it with: daybook undo-import {batch}").format(batch=result.batch))
    for problem in result.problems[:20]:
        tell(
            _("Row {row}: {reason}").format(row=problem.row, reason=problem.reason)
            if not problem.column
            else _("Row {row}, {column} “{value}”: {reason}").format(
                row=problem.row, column=problem.column, value=problem.value, reason=problem.reason
            )
        )
    if len(result.problems) > 20:
        tell(_("… and {n} more; write them all to a workbook with --rejects.").format(n=len(result.problems) - 20))


def undo_import_command(options: argparse.Namespace) -> int:
    """``daybook undo-import BATCH``."""
    from app.operations.import_undo import undo_import
    from app.operations.maintenance import back_up_automatically

    with open_desk(options) as actor:
        back_up_automatically(actor, purpose="before-undo-import")
        orders = undo_import(actor, options.batch).value
        if options.json:
            write_json({"batch": options.batch, "orders": orders})
        else:
            say(_("Import {batch} was undone; {orders} orders went.").format(batch=options.batch, orders=orders))
    return 0
