"""The recovery sheet of a person: a code on paper with which they set a new password when the old one is forgotten.

The book keeps a hash of the code only. A new sheet makes the one before worthless.
"""

from __future__ import annotations

import json
import secrets

from app.errors import UserError
from app.i18n import _
from app.models.actor import Permission
from app.models.company import Setting
from app.models.user import User, recovery_setting
from app.operations.operation import operation
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
    name, content = recovery_setting(work.actor.user_id), json.dumps(hashed(tidied(code)))
    found = work.find(Setting, "name = ?", (name,))
    if found:
        found[0].value = content
        work.save(found[0])
    else:
        work.add(Setting(name=name, value=content))
    work.about(work.get(User, work.actor.user_id), work.actor.name)


@operation("reset password", needs=Permission.WORK)
def reset_password(work: Work, code: str, password: str) -> None:
    """Set one's own password with the code of the sheet. Refused for a wrong code; the caller notes the failed try."""
    found = work.find(Setting, "name = ?", (recovery_setting(work.actor.user_id),))
    if not found or not matches(str(found[0].content), tidied(code)):
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
