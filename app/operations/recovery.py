"""The recovery sheet of a person: a code on paper with which they set a new password when the old one is forgotten.

The book keeps a hash of the code only. A new sheet makes the one before worthless.
"""

from __future__ import annotations

import secrets

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.user import User, recovery_setting
from app.operations.operation import operation
from app.operations.steps import book_setting, keep_setting
from app.operations.users import hashed, matches
from app.operations.work import Work

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without signs that are taken for one another on paper."""
_GROUPS, _GROUP = 5, 4


def new_code() -> str:
    """A code for a sheet: a hundred bits of chance in groups that are easily typed."""
    return "-".join("".join(secrets.choice(_LETTERS) for _n in range(_GROUP)) for _m in range(_GROUPS))


def tidied(code: str) -> str:
    """A code as it is kept, whatever spaces, dashes and case it was typed with."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


@operation("make recovery sheet", needs=Permission.WORK)
def keep_recovery(work: Work, code: str) -> None:
    """Let this code of ``new_code`` set one's own password from now on, instead of the one before."""
    keep_setting(work, recovery_setting(work.actor.user_id), hashed(tidied(code)))
    work.about(work.get(User, work.actor.user_id), work.actor.name)


@operation("reset password", needs=Permission.WORK)
def reset_password(work: Work, code: str, password: str) -> None:
    """Set one's own password with the code of the sheet. Refused for a wrong code; the caller notes the failed try."""
    kept = book_setting(work, recovery_setting(work.actor.user_id))
    if kept is None or not matches(str(kept), tidied(code)):
        raise UserError(
            _("This is not the code of your newest recovery sheet. Check each sign and try again."),
            field="code",
            code="wrong_code",
        )
    user = work.get(User, work.actor.user_id)
    user.password = hashed(password)
    user.failed_tries = 0
    user.paused_until = None
    work.save(user)
    work.about(user, user.name)
