"""The people who use the book."""

from __future__ import annotations

from typing import ClassVar

from peewee import IntegerField

from app.models.actor import Actor, Permission
from app.models.base import FlagField, MomentField, Record, reference, text


class User(Record):
    """A person at the desk. ``password`` is an argon2 hash, empty while the person signs in without one."""

    kind: ClassVar[str] = "user"
    secret: ClassVar[frozenset[str]] = frozenset({"password"})

    name = text()
    full_name = text()
    password = text()
    active = FlagField(default=True)
    failed_tries = IntegerField(default=0)
    paused_until = MomentField(null=True)
    last_sign_in = MomentField(null=True)

    class Meta:
        indexes = ((("name",), True),)

    @property
    def shown_name(self) -> str:
        """What screens and papers call the person."""
        return called(self.name, self.full_name)


def called(name: str, full_name: str) -> str:
    """``User.shown_name`` for whoever has the two names without the record."""
    return full_name or name


def shown_name(user: str) -> str:
    """The SQL of ``User.shown_name``, by the alias of the table."""
    return f"iif({user}.full_name <> '', {user}.full_name, {user}.name)"


class UserRole(Record):
    """One role of a person; a person may have several."""

    kind: ClassVar[str] = "user_role"

    user_id = reference("user")
    role = text()

    class Meta:
        indexes = ((("user_id", "role"), True),)


class SavedView(Record):
    """A list as somebody likes to see it: search, filters, sort and columns; ``user_id`` null means shared by all."""

    kind: ClassVar[str] = "saved_view"

    user_id = reference("user", null=True)
    noun = text()
    name = text()
    definition = text("{}")
    position = IntegerField(default=0)

    class Meta:
        indexes = ((("noun", "user_id"), False),)


def may_change_view(actor: Actor, owner: int | None, shared_by: object) -> bool:
    """Whether a person may change a view: an own one, one that they shared, or as the owner any shared one.

    ``owner`` is its ``user_id``, ``shared_by`` whom its definition names as ``by``.
    """
    if owner is not None:
        return owner == actor.user_id
    return shared_by == actor.user_id or actor.may(Permission.ADMINISTER)


def recovery_setting(user_id: int) -> str:
    """The setting of the book that keeps the hash of a person's recovery code."""
    return f"recovery.{user_id}"


class EditorDraft(Record):
    """What somebody typed and has not saved yet: outside trail and undo, kept over a crash."""

    kind: ClassVar[str] = "editor_draft"

    user_id = reference("user")
    noun = text()
    record_id = IntegerField(null=True)
    content = text("{}")
    updated_at = MomentField()

    class Meta:
        indexes = ((("user_id", "noun", "record_id"), False),)


class Notification(Record):
    """Something a person should look at, with the record it is about; may be put off."""

    kind: ClassVar[str] = "notification"

    user_id = reference("user", null=True)
    topic = text()
    message = text()
    about_kind = text()
    about_id = IntegerField(null=True)
    made_at = MomentField()
    due_at = MomentField(null=True)
    done_at = MomentField(null=True)

    class Meta:
        indexes = ((("user_id", "done_at"), False),)


class Rule(Record):
    """ "When … and … then …": what Daybook does by itself, as data."""

    kind: ClassVar[str] = "rule"

    name = text()
    event = text()
    conditions = text("[]")
    actions = text("[]")
    active = FlagField(default=True)
    position = IntegerField(default=0)

    class Meta:
        indexes = ((("event",), False),)
