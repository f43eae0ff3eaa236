"""Passwords of people are kept so that nobody can guess them from the file."""

from __future__ import annotations

import subprocess
import sys

from app.operations.users import _DUMMY

_MAKE = "from app.operations.users import hashed; print(hashed('correct horse battery'))"


def test_guessing_a_password_takes_as_much_work_as_the_library_advises() -> None:
    """Asked in a process of its own: the other tests hash with little work."""
    from argon2 import Parameters, Type, extract_parameters
    from argon2.profiles import RFC_9106_LOW_MEMORY

    made = subprocess.run([sys.executable, "-c", _MAKE], capture_output=True, text=True, check=True).stdout.strip()
    found = extract_parameters(made)
    assert isinstance(found, Parameters)
    assert found.type is Type.ID
    assert found == RFC_9106_LOW_MEMORY
    # Somebody unknown is compared with this one: answering must take as long as for a real person.
    assert extract_parameters(_DUMMY) == found
