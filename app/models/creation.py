"""Making a new book: its file, its company, its owner, and what its country starts with."""

from __future__ import annotations

import json
import os
import uuid as uuids
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import apsw

from app import __version__
from app.errors import BookError
from app.i18n import _, translator
from app.models import audit, countries, files, schema
from app.models.actor import Role, utc_now
from app.models.base import Record, check_driver, connect, shape
from app.models.company import Company, PaymentMethod, Setting, TaxCode, TaxRate
from app.models.einvoice_checks import SETTING as ELECTRONIC
from app.models.faults import explain
from app.models.location import Location, Place, locate
from app.models.numbering import DEFAULT_SERIES, Series
from app.models.order import Channel
from app.models.taxpayer import COUNTRY, usual_code
from app.models.taxpayer import SETTING as TAXPAYER
from app.models.user import User, UserRole
from app.models.version import SCHEMA_VERSION


def create_book(
    path: Path | str,
    *,
    name: str,
    owner: str,
    country: str = "CN",
    currency: str = "",
    language: str = "",
    time_zone: str = "",
    today: date | None = None,
    now: datetime | None = None,
    practice: bool = False,
    electronic: bool = False,
    taxpayer: str = "",
    key: str | None = None,
    location: Location | None = None,
) -> None:
    """Make a new book that nobody has open yet; it appears under ``path`` complete or not at all.

    What is left empty comes from the country; ``electronic`` says whether electronic invoices are made, ``taxpayer``
    of which kind a Chinese company is (see ``Taxpayer``). Raises BookError ``exists``, ``no_folder``, ``network``, or
    what the disk says.
    """
    check_driver()
    target = Path(path).expanduser().resolve()
    _check_target(target, location if location is not None else locate(target))
    moment = now if now is not None else utc_now()
    scratch = target.with_name(f".{target.name}.{uuids.uuid4().hex}.making")
    try:
        link = apsw.Connection(str(scratch))
        with closing(link):
            if key is not None:
                link.execute("PRAGMA key = '" + key.replace("'", "''") + "'")
            link.execute("PRAGMA synchronous = FULL")
            link.execute("BEGIN IMMEDIATE")
            schema.create_in(link)
            changes = _fill(
                link,
                name=name,
                owner=owner,
                country=country,
                currency=currency,
                language=language,
                time_zone=time_zone,
                day=today if today is not None else moment.astimezone().date(),
                practice=practice,
                electronic=electronic,
                taxpayer=taxpayer,
            )
            detail = {"program": __version__, "version": SCHEMA_VERSION}
            audit.append_entry(
                link,
                key=key,
                at=moment,
                operation="create book",
                detail=detail,
                changes=changes,
                user_id=1,
                user_name=owner,
            )
            link.execute("COMMIT")
        with closing(connect(str(scratch), key=key)):
            pass
        if os.name == "posix":
            scratch.chmod(0o600)
        files.sync_file(scratch)
        files.place(scratch, target)
        files.sync_folder(target.parent)
    except FileExistsError as error:
        raise _exists(target) from error
    except (apsw.Error, OSError) as error:
        told = explain(error)
        if told is None:
            raise
        raise BookError(
            _("The book could not be made in {folder}. {reason}").format(folder=target.parent, reason=told.message),
            code=told.code,
        ) from error
    finally:
        files.remove(scratch)


def sqlite_version() -> str:
    """The version of SQLite that this installation has."""
    return str(apsw.sqlite_lib_version())


def _check_target(target: Path, location: Location) -> None:
    if target.exists():
        raise _exists(target)
    if not target.parent.is_dir():
        raise BookError(
            _("The folder {folder} does not exist. Make it first, or choose another.").format(folder=target.parent),
            code="no_folder",
        )
    if location.place is Place.NETWORK:
        raise BookError(
            _(
                "A book cannot be made on a network drive ({name}), where order data can be damaged. Choose a folder "
                "of this computer; backups may go to the network."
            ).format(name=location.name),
            code="network",
        )


def _exists(target: Path) -> BookError:
    return BookError(
        _("There is already a file at {path}. Open it, or choose another name for the new book.").format(path=target),
        code="exists",
    )


def _fill(
    link: apsw.Connection,
    *,
    name: str,
    owner: str,
    country: str,
    currency: str,
    language: str,
    time_zone: str,
    day: date,
    practice: bool,
    electronic: bool,
    taxpayer: str,
) -> list[audit.Change]:
    changes: list[audit.Change] = []
    defaults = countries.country(country)

    def add(record: Record) -> int:
        form = shape(type(record))
        values = form.values(record)
        link.execute(form.insert, values)
        made = link.last_insert_rowid()
        image = {**dict(zip(form.columns, values, strict=True)), "id": made}
        changes.append(audit.Change(type(record), made, None, image))
        return made

    kind = taxpayer if country == COUNTRY else ""
    user = add(User(name=owner, full_name=owner))
    add(UserRole(user_id=user, role=Role.OWNER))
    codes = {}
    for tax in defaults.taxes:
        code = add(TaxCode(code=tax.code, name=tax.name, category=tax.category, exemption_reason=tax.exemption_reason))
        codes[tax.code] = code
        for valid_from, rate in tax.scaled_rates():
            add(TaxRate(tax_code_id=code, valid_from=valid_from, rate=rate))
    add(
        Company(
            uuid=uuids.uuid4().hex,
            name=name,
            country=country,
            currency=currency or defaults.currency,
            time_zone=time_zone or defaults.time_zone,
            start_date=day,
            document_language=language or defaults.language,
            prices_include_tax=defaults.prices_include_tax,
            tax_rounding=defaults.tax_rounding,
            default_tax_code_id=codes.get(usual_code(kind, day), next(iter(codes.values()))),
            practice=practice,
        )
    )
    for position, method in enumerate(countries.METHODS):
        add(
            PaymentMethod(
                code=method.code,
                name=method.name,
                needs_reference=method.needs_reference,
                active=method.active,
                position=position,
            )
        )
    # Channels are the office's own words from the first day on, so they are stored in its language.
    words = translator(language or defaults.language)
    for channel in countries.CHANNELS:
        add(Channel(name=words(channel)))
    if electronic:
        add(Setting(name=ELECTRONIC, value="true"))
    if kind:
        add(Setting(name=TAXPAYER, value=json.dumps(kind)))
    for series, (pattern, restart, strict) in DEFAULT_SERIES.items():
        add(Series(name=series, pattern=pattern, restart=restart, strict=strict))
    return changes
