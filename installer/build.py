"""Freeze Daybook for this system, start what came out, and pack it.

The result lies in ``dist``: a folder ``Daybook`` (``Daybook.app`` on macOS) and, beside it, an installer on Windows
(where Inno Setup is installed), a disk image on macOS and an archive on Linux. A system freezes only for itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from app import __version__

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "installer"
DIST = ROOT / "dist"


def freeze() -> None:
    """Run PyInstaller over the specification."""
    work = ["--distpath", str(DIST), "--workpath", str(ROOT / "build"), "--noconfirm", "--clean", "--log-level", "WARN"]
    subprocess.run([sys.executable, "-m", "PyInstaller", *work, str(HERE / "daybook.spec")], cwd=ROOT, check=True)


def frozen_program() -> Path:
    """The program that prints to a terminal, inside what was frozen."""
    if sys.platform == "win32":
        return DIST / "Daybook" / "daybook-cli.exe"
    if sys.platform == "darwin":
        return DIST / "Daybook.app" / "Contents" / "MacOS" / "Daybook"
    return DIST / "Daybook" / "Daybook"


def try_out() -> None:
    """Start the frozen program and let it use every part of itself once."""
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([str(frozen_program()), "--self-test"], env=offscreen, check=True)


def pack() -> Path | None:
    """Make the file that people download; None where the tool for it is missing."""
    if sys.platform == "win32":
        compiler = shutil.which("iscc")
        if compiler is None:
            print("Inno Setup is not installed: the program lies unpacked in dist/Daybook.")
            return None
        subprocess.run([compiler, f"/DVersion={__version__}", str(HERE / "windows.iss")], cwd=ROOT, check=True)
        return DIST / f"Daybook-{__version__}.exe"
    if sys.platform == "darwin":
        subprocess.run(["/bin/bash", str(HERE / "macos.sh"), __version__], cwd=ROOT, check=True)
        return DIST / f"Daybook-{__version__}.dmg"
    packed = DIST / f"Daybook-{__version__}-linux.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(DIST / "Daybook", arcname="Daybook")
    return packed


def main() -> int:
    """Freeze, try out, pack; the first step that fails ends it with its own message."""
    try:
        freeze()
        try_out()
        packed = pack()
    except subprocess.CalledProcessError as problem:
        print(f"This step failed with exit status {problem.returncode}: {problem.cmd[0]}", file=sys.stderr)
        return 1
    if packed is not None:
        print(f"{packed.relative_to(ROOT)}: {packed.stat().st_size / 1_000_000:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
