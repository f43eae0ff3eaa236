"""What an import made: the batch, so that it can be told and undone."""

from __future__ import annotations

from typing import ClassVar

from peewee import IntegerField

from app.models.base import MomentField, Record, money, reference, text


class ImportBatch(Record):
    """Everything that one import made, with the file's name and hash; can be undone while nothing built on it."""

    kind: ClassVar[str] = "import_batch"

    file_name = text()
    file_sha256 = text()
    sheet = text()
    profile = text()
    channel = text()
    state = text("imported")
    rows = IntegerField(default=0)
    imported = IntegerField(default=0)
    refused = IntegerField(default=0)
    unchanged = IntegerField(default=0)
    orders = IntegerField(default=0)
    lines = IntegerField(default=0)
    customers = IntegerField(default=0)
    products = IntegerField(default=0)
    payments = IntegerField(default=0)
    refunds = IntegerField(default=0)
    total = money()
    content_hash = text()
    made_at = MomentField()
    made_by = reference("user", null=True)
    undone_at = MomentField(null=True)


class ImportProfile(Record):
    """A remembered mapping of columns and values for one layout of file."""

    kind: ClassVar[str] = "import_profile"

    name = text()
    fingerprint = text()
    definition = text("{}")
    updated_at = MomentField()

    class Meta:
        indexes = ((("fingerprint",), False),)
