"""The people of the book: adding, roles, passwords, signing in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission, Role
from app.models.user import User, UserRole
from app.operations.operation import operation
from app.operations.work import Work

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
# Pauses after wrong passwords in a row, in seconds.
PAUSES = (0, 0, 0, 2, 5, 15, 30, 60, 120, 300)


@operation("add user", needs=Permission.ADMINISTER)
def add_user(work: Work, name: str, roles: Iterable[str], full_name: str = "", password: str = "") -> int:
    """Add a person with roles; returns the id."""
    name = name.strip()
    if not name:
        raise UserError(_("A user needs a name to sign in with."), field="name", code="no_name")
    if work.value("SELECT 1 FROM user WHERE name = ? COLLATE NOCASE", (name,)):
        raise UserError(_("There is a user {name} already.").format(name=name), field="name", code="name_taken")
    user = work.add(User(name=name, full_name=full_name.strip(), password=hashed(password) if password else ""))
    _put_roles(work, user, roles)
    work.about(user, name)
    return int(user.id)


@operation("change roles", needs=Permission.ADMINISTER)
def change_roles(work: Work, user_id: int, roles: Iterable[str]) -> None:
    """Give a person other roles; the last active owner keeps that role, and nobody changes their own."""
    user = work.get(User, user_id)
    if user_id == work.actor.user_id:
        raise UserError(_("You cannot change your own roles. Ask another owner."), field="roles", code="own_roles")
    _put_roles(work, user, roles)
    _keep_an_owner(work)
    work.about(user, user.name)


@operation("set user inactive", needs=Permission.ADMINISTER)
def deactivate_user(work: Work, user_id: int) -> None:
    """Let a person sign in no more; what they did stays theirs."""
    user = work.get(User, user_id)
    if user_id == work.actor.user_id:
        raise UserError(_("You cannot set yourself inactive."), code="own_roles")
    user.active = False
    work.save(user)
    _keep_an_owner(work)
    work.about(user, user.name)


@operation("set user active", needs=Permission.ADMINISTER)
def activate_user(work: Work, user_id: int) -> None:
    """Let a person sign in again who was set inactive; with the password and the roles that they had."""
    user = work.get(User, user_id)
    user.active = True
    user.failed_tries = 0
    user.paused_until = None
    work.save(user)
    work.about(user, user.name)


@operation("change password", needs=Permission.WORK)
def change_password(work: Work, password: str, user_id: int | None = None) -> None:
    """Set a password; one's own, or with the owner's right anybody's."""
    target = user_id or work.actor.user_id
    if target != work.actor.user_id and not work.actor.may(Permission.ADMINISTER):
        raise UserError(_("Only the owner can set the password of somebody else."), code="not_allowed")
    user = work.get(User, target)
    user.password = hashed(password)
    user.failed_tries = 0
    user.paused_until = None
    work.save(user)
    work.about(user, user.name)


@operation("sign in", needs=Permission.WORK)
def note_sign_in(work: Work, ok: bool) -> None:
    """Keep a sign-in or a failed try on the trail; failures in a row bring a pause."""
    user = work.get(User, work.actor.user_id)
    now = work.actor.now()
    if ok:
        user.failed_tries = 0
        user.paused_until = None
        user.last_sign_in = now
    else:
        user.failed_tries += 1
        pause = PAUSES[min(user.failed_tries, len(PAUSES) - 1)]
        user.paused_until = now + timedelta(seconds=pause) if pause else None
    work.save(user)
    work.about(user, user.name)
    work.tell(result="ok" if ok else "failed")


def hashed(password: str) -> str:
    """The argon2id hash of a password; refuses one that is too short or too long. Takes about 0.2 s."""
    from argon2 import PasswordHasher

    told = unicodedata.normalize("NFKC", password)
    if not SHORTEST_PASSWORD <= len(told) <= LONGEST_PASSWORD:
        raise UserError(
            _("A password has between {least} and {most} characters. Several words are easiest to remember.").format(
                least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD
            ),
            field="password",
            code="password_length",
        )
    return PasswordHasher().hash(told)


def matches(stored: str, password: str) -> bool:
    """Whether a password fits a stored hash; takes the same time for right, wrong and unknown. No database."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = PasswordHasher()
    told = unicodedata.normalize("NFKC", password)
    try:
        hasher.verify(stored or _DUMMY, told)
        return bool(stored)
    except (VerificationError, InvalidHashError):
        return False


_DUMMY = "$argon2id$v=19$m=65536,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$2h0eXyqJmLmVUuYdVJ1wJ5Jd0oZ5nA1iUj4yQe0o6tI"


def _put_roles(work: Work, user: User, roles: Iterable[str]) -> None:
    wanted = {str(r) for r in roles}
    unknown = wanted - {r.value for r in Role}
    if unknown or not wanted:
        raise UserError(_("Choose at least one role for this user."), field="roles", code="roles")
    for role in work.find(UserRole, "user_id = ?", (user.id,)):
        if role.role in wanted:
            wanted.remove(role.role)
        else:
            work.remove(role)
    for name in sorted(wanted):
        work.add(UserRole(user_id=user.id, role=name))


def _keep_an_owner(work: Work) -> None:
    if not work.value(
        "SELECT count(*) FROM user u JOIN user_role r ON r.user_id = u.id WHERE u.active = 1 AND r.role = 'owner'"
    ):
        raise UserError(
            _("The book needs at least one active owner. Make somebody else an owner first."),
            field="roles",
            code="last_owner",
        )
