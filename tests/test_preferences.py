"""The settings of a desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.preferences import Preferences


def test_values_come_back(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    kept = Preferences(path)
    kept.set("lists.orders.sort", [["date", True]])
    kept.set("window.page", "订单")
    kept.save()
    again = Preferences(path)
    assert again.get("lists.orders.sort", []) == [["date", True]]
    assert again.get("window.page") == "订单"
    assert again.get("window.width", 5) == 5
    again.forget("window.page")
    assert again.get("window.page", "x") == "x"


def test_each_topic_has_the_folder_of_its_last_file(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "desk.json")
    kept.remember_folder("exports", tmp_path / "out" / "orders.xlsx")
    assert kept.folder("exports") == tmp_path / "out"
    assert kept.folder("imports") == Path.home()


def test_entries_of_other_versions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    path.write_text('{"future": {"thing": 1}}', encoding="utf-8")
    kept = Preferences(path)
    kept.set("window.page", "orders")
    kept.save()
    assert json.loads(path.read_text(encoding="utf-8"))["future"] == {"thing": 1}


@pytest.mark.parametrize("content", ["", "{", "[1]", "null", "\x00"])
def test_a_damaged_file_means_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "desk.json"
    path.write_text(content, encoding="utf-8")
    kept = Preferences(path)
    assert kept.get("window.page", "orders") == "orders"
    kept.set("window.page", "products")
    kept.save()
    assert Preferences(path).get("window.page", "") == "products"


def test_a_value_of_another_type_means_the_default(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "desk.json")
    kept.set("window.sidebar_narrow", "yes")
    assert kept.get("window.sidebar_narrow", False) is False


def test_a_folder_that_cannot_be_written_costs_only_the_settings(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    kept = Preferences(blocked / "desk.json")
    kept.set("a", 1)
    kept.save()
    assert kept.get("a") == 1


def test_safe_mode_starts_without_the_layout_and_keeps_it_for_later(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    kept = Preferences(path)
    kept.set("window.geometry", "far away")
    kept.set("window.language", "zh_CN")
    kept.set("lists.orders.sort", [["date", True]])
    kept.save()
    safe = Preferences(path)
    safe.set_layout_aside()
    assert (safe.get("window.geometry", ""), safe.get("lists.orders.sort", [])) == ("", [])
    assert safe.get("window.language", "") == "zh_CN"
    safe.set("window.geometry", "in the middle")
    safe.set("window.language", "en")
    safe.save()
    assert safe.get("window.geometry") == "in the middle"
    again = Preferences(path)
    assert (again.get("window.geometry"), again.get("window.language")) == ("far away", "en")
    assert again.get("lists.orders.sort", []) == [["date", True]]


def test_a_layout_that_is_reset_is_gone_for_good(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    kept = Preferences(path)
    kept.set("window.geometry", "far away")
    kept.set("window.language", "zh_CN")
    kept.save()
    kept.set_layout_aside()
    kept.forget_layout()
    kept.save()
    assert Preferences(path).get("window.geometry", "") == ""
    assert Preferences(path).get("window.language", "") == "zh_CN"
