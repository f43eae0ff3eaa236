"""The checkout itself: a lock that names no server, pins that hold, and a Qt that keeps count."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

import dev
from app import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCKED = dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8")))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]

# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = ("/" + "work/", "/" + "tmp/", "/" + "root/", "artifact" + "registry", "pypi" + ".org", "python" + "hosted")
BINARY = {".png", ".ttf", ".ico", ".icns", ".mo", ".xls", ".xlsx", ".daybook", ".gz"}


def tracked_files() -> list[Path]:
    """The project's text files: those git knows, or all outside ignored folders where there is no git."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
        files = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        ignored = {".git", ".venv", ".hypothesis", "build", "dist", "shots", "__pycache__"}
        files = [
            p
            for p in ROOT.rglob("*")
            if not any(part in ignored or part.endswith("_cache") for part in p.relative_to(ROOT).parts)
        ]
    return [p for p in files if p.is_file() and p.suffix not in BINARY]


def test_lock_names_no_server_and_pins_everything_with_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^-", text)
    requirements = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert all("==" in r and "--hash=sha256:" in r for r in requirements)


@pytest.mark.parametrize("requirement", DIRECT)
def test_direct_dependencies_are_pinned_and_locked(requirement: str) -> None:
    name, version = requirement.split("==")
    assert LOCKED[name.lower()] == version


def test_version_is_written_once() -> None:
    assert "version" in PROJECT["dynamic"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_nothing_names_the_place_where_it_was_made() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked_files()
        for word in FORBIDDEN
        if word in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert not found


def test_qt_gives_back_every_reference_it_takes() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        thing.setObjectName("x")
    assert sys.getrefcount(None) - before > -100


@pytest.mark.parametrize("arguments", ["", "demo", "demo --orders 50", "books/shop.daybook"])
def test_a_screen_is_asked_for_before_a_window_is_shown(arguments: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dev.opens_window(arguments.split())
    monkeypatch.setattr(sys, "platform", "linux")
    for name in dev.SCREENS:
        monkeypatch.delenv(name, raising=False)
    assert dev.run(arguments.split()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        "demo --screenshot picture.png",
        "--screenshot=picture.png demo",
        "demo --no-window",
        "list orders",
        "check",
        "--help",
    ],
)
def test_no_screen_is_asked_for_where_none_is_needed(arguments: str) -> None:
    assert not dev.opens_window(arguments.split())


def test_libraries_that_cannot_be_loaded_are_named_by_their_package() -> None:
    assert dev.missing_packages({"libnowhere.so.9": "libnowhere9"}) == ["libnowhere9"]
