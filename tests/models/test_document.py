"""The frozen snapshot of a document: one canonical text, read back as it was."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BookError
from app.models.document import DocumentSnapshot, Mark, Party
from tests.reports import samples


@pytest.mark.parametrize("snapshot", [samples.english(), samples.chinese(), samples.chinese(0, ship_to=None, logo=b"")])
def test_it_comes_back_as_it_was(snapshot: DocumentSnapshot) -> None:
    text = snapshot.to_json()
    assert DocumentSnapshot.from_json(text) == snapshot
    assert DocumentSnapshot.from_json(text).to_json() == text


def test_the_text_is_canonical() -> None:
    text = samples.chinese(mark=Mark.VOID).to_json()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "苏州青禾文具有限公司" in text
    assert '"mark":"void"' in text

    def only_plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(only_plain(part) for part in value.values())
        if isinstance(value, list):
            return all(only_plain(part) for part in value)
        return value is None or isinstance(value, (str, int))

    assert only_plain(json.loads(text))


@given(st.text(), st.integers(-(2**63), 2**63 - 1))
def test_any_text_and_amount(text: str, amount: int) -> None:
    snapshot = replace(samples.english(1), buyer=Party(name=text), notes=text, gross=amount)
    assert DocumentSnapshot.from_json(snapshot.to_json()) == snapshot


def test_no_float_is_ever_frozen() -> None:
    with pytest.raises(TypeError):
        replace(samples.english(1), gross=12.5).to_json()  # type: ignore[arg-type]


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"version":1}', "null", '{"version":1,"kind":"letter"}'])
def test_damage_is_said(damage: str) -> None:
    with pytest.raises(BookError) as caught:
        DocumentSnapshot.from_json(damage)
    assert caught.value.code in ("document_damaged", "document_newer")


def test_a_newer_snapshot_is_refused() -> None:
    text = samples.english(1).to_json().replace('"version":1', '"version":2')
    with pytest.raises(BookError) as caught:
        DocumentSnapshot.from_json(text)
    assert caught.value.code == "document_newer"
