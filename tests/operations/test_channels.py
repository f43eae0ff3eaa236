"""Channels have names that people tell apart."""

from __future__ import annotations

import pytest

from app.errors import UserError
from app.operations.channels import add_channel, change_channel
from app.queries.book_settings import channel_uses
from tests.helpers.book import TestBook


def test_a_channel_may_change_the_case_of_its_name_and_not_take_anothers(book: TestBook) -> None:
    market = add_channel(book.owner, "night market").value
    change_channel(book.owner, market, "Night Market", True)
    assert next(c.name for c in channel_uses() if c.id == market) == "Night Market"
    fair = add_channel(book.owner, "Fair").value
    with pytest.raises(UserError) as caught:
        change_channel(book.owner, fair, "NIGHT market", True)
    assert (caught.value.field, caught.value.code) == ("name", "taken")
