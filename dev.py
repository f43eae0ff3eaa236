"""Everything a person does with a checkout of Daybook, with nothing but Python installed.

python3 dev.py run [ARGUMENTS]    start Daybook; --demo: a book with a year of trade; --screenshot FILE: draw, then end
python3 dev.py test [--thorough]  the whole gate: format, lint, types, import contracts, tests in random order
python3 dev.py check              the gate without the tests
python3 dev.py bench              the benchmarks
python3 dev.py shots [FOLDER]     a picture of every page
python3 dev.py build              the frozen program for this system
python3 dev.py catalogue          collect new texts into the translation catalogues
python3 dev.py lock               resolve the dependencies of pyproject.toml into requirements.lock again

Each command first makes sure of its surroundings: a virtual environment in .venv with the packages of requirements.lock
and, on Debian and Ubuntu, the system libraries that Qt needs.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Daybook needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "daybook-stamp"
LOCK = ROOT / "requirements.lock"
LOCALES = ROOT / "resources" / "locale"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

BABEL = "babel.messages.frontend --quiet"

# What says that there is a screen, what draws without one, and what needs none.
SCREENS = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
WINDOWLESS = {"--screenshot", "--no-window", "--self-test", "--version", "--help", "-h"}

# The libraries Qt opens, and the Debian packages that hold them: to start at all, and to show a window.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def say(text: str) -> None:
    """Tell the person at the terminal what is happening, in order with what the tools print."""
    print(text, file=sys.stderr, flush=True)


def call(command: Sequence[str | Path], *, more: Mapping[str, str] | None = None) -> int:
    """Run a program in the project's folder and return its exit status."""
    try:
        return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **(more or {})}).returncode
    except KeyboardInterrupt:
        return 130


def must(command: Sequence[str | Path], problem: str) -> None:
    """Run a program that everything after it depends on."""
    status = call(command)
    if status:
        sys.exit(f"{problem} (exit status {status}).")


def tool(words: str) -> list[str | Path]:
    """The command that runs a tool of the virtual environment: its module and arguments, parted by blanks."""
    return [PYTHON, "-m", *words.split()]


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """The Debian packages of those libraries that cannot be loaded here."""
    missing = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def install_packages(packages: Sequence[str]) -> None:
    """Install system packages when we may; otherwise say the one command to type, and end."""
    apt = shutil.which("apt-get")
    if apt is None:
        sys.exit(f"Please install these system packages first (named as in Debian): {' '.join(packages)}")
    if os.geteuid() != 0:
        typed = f"sudo apt-get update && sudo apt-get install --no-install-recommends {' '.join(packages)}"
        sys.exit(f"Some system packages are missing. Please type this, then start again:\n  {typed}")
    say(f"Installing system packages: {' '.join(packages)}")
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    quiet = [apt, "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    call([*quiet, "update"])
    must(
        [*quiet, "install", "-y", "--no-install-recommends", *packages],
        f"These system packages could not be installed: {' '.join(packages)}",
    )


def prepare_system(*, window: bool) -> None:
    """Make sure of what Python and Qt need from a Linux system."""
    if sys.platform != "linux":
        return
    missing = []
    if importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    missing += missing_packages({**QT_LIBRARIES, **WINDOW_LIBRARIES} if window else QT_LIBRARIES)
    if missing:
        install_packages(missing)


def prepare_venv() -> None:
    """Make .venv and install exactly the locked packages, unless that is done for this lock and Python."""
    python = f"{sys.implementation.cache_tag} {platform.machine()}"
    wanted = f"{python} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
    if not (STAMP.is_file() and STAMP.read_text() == wanted and PYTHON.exists()):
        say("Preparing .venv (once; about 200 MB are fetched)")
        if not PYTHON.exists() or STAMP.is_file():
            must([sys.executable, "-m", "venv", "--clear", VENV], "The virtual environment could not be made")
        install = tool("pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: -r")
        must([*install, LOCK], "The packages could not be installed")
        STAMP.write_text(wanted)


def compile_catalogues() -> None:
    """Turn changed translation catalogues into the form that programs read."""
    for source in LOCALES.glob("*/LC_MESSAGES/daybook.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            # Put in place at once, so that a program that starts meanwhile never reads half of it.
            fresh = compiled.with_suffix(".fresh.mo")
            must([*tool(f"{BABEL} compile"), "-i", source, "-o", fresh], f"{source.relative_to(ROOT)} is broken")
            fresh.replace(compiled)


def prepare(*, window: bool = False) -> None:
    """Make everything ready that a command needs."""
    prepare_system(window=window)
    prepare_venv()
    compile_catalogues()


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments of the program end in a window on the screen."""
    if WINDOWLESS & {argument.split("=")[0] for argument in arguments}:
        return False
    return not arguments or arguments[0] == "demo" or arguments[0].endswith(".daybook")


def run(arguments: list[str]) -> int:
    """Start Daybook from this checkout."""
    if "--demo" in arguments:
        arguments = ["demo", *(argument for argument in arguments if argument != "--demo")]
    window = opens_window(arguments)
    if window and sys.platform == "linux" and not SCREENS & os.environ.keys():
        say("There is no screen to show a window on; run --demo --screenshot FILE draws it into a picture instead.")
        return 1
    prepare(window=window)
    drawn = any(argument.split("=")[0] == "--screenshot" for argument in arguments)
    return call([*tool("app"), *arguments], more=OFFSCREEN if drawn else None)


def passes(name: str, command: Sequence[str | Path]) -> bool:
    """Run one check and say how it ended."""
    status = call(command, more=OFFSCREEN)
    say(f"{name}: {'passed' if status == 0 else 'failed'}")
    return status == 0


def gate(last: Mapping[str, Sequence[str | Path]]) -> int:
    """Run every check, also after one that fails, and say at the end which ones failed."""
    checks: dict[str, Sequence[str | Path]] = {
        "format": tool("ruff format --check ."),
        "lint": tool("ruff check ."),
        "types": tool("mypy"),
        "import contracts": [PYTHON.with_name("lint-imports"), "--no-logo"],
        **last,
    }
    failed = [name for name, command in checks.items() if not passes(name, command)]
    say(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def check(arguments: list[str]) -> int:
    """The gate without the tests."""
    prepare()
    return gate({"catalogues": [*tool("pytest --quiet tests/test_catalogue.py"), *arguments]})


def test(arguments: list[str]) -> int:
    """The whole gate; what is not ours to read goes to pytest."""
    if "--thorough" in arguments:
        arguments.remove("--thorough")
        os.environ["DAYBOOK_THOROUGH"] = "1"
        # Ten thousand actions at random take a quarter of an hour and more.
        arguments += ["-o", "faulthandler_timeout=10800"]
    prepare()
    # What measures time runs alone, after the others.
    alone = tool("pytest --quiet -m serial tests")
    # Every second moment of a test of the window is one of waiting: another process works meanwhile.
    processes = min(8, 1 + (os.cpu_count() or 1))
    together = tool(f"pytest --numprocesses={processes} --max-worker-restart=3 --dist=loadscope --durations=25")
    return gate({"tests": [*together, *arguments], "window never stands still": alone})


def bench(arguments: list[str]) -> int:
    """Speed and memory, as ratios."""
    prepare()
    return call([*tool("benchmarks"), *arguments], more=OFFSCREEN)


def shots(arguments: list[str]) -> int:
    """A picture of every page in both schemes and both languages."""
    prepare()
    return call([*tool("tests.shots"), *arguments], more=OFFSCREEN)


def build(arguments: list[str]) -> int:
    """The frozen program for this system, and its installer where the tools for it are there."""
    prepare(window=True)
    return call([*tool("installer.build"), *arguments])


def catalogue(arguments: list[str]) -> int:
    """Collect the texts of the program and merge them into every catalogue, leaving new ones empty."""
    prepare()
    template = LOCALES / "daybook.pot"
    extract = tool(f"{BABEL} extract -F babel.cfg -k N_ --no-wrap --sort-output --add-location file app -o")
    must([*extract, template], "The texts could not be collected")
    try:
        for source in LOCALES.glob("*/LC_MESSAGES/daybook.po"):
            language = source.parent.parent.name
            update = tool(f"{BABEL} update --no-fuzzy-matching --no-wrap --ignore-obsolete -l {language}")
            update += ["--ignore-pot-creation-date", "-i", template, "-o", source]
            must([*update, *arguments], f"{source.relative_to(ROOT)} could not be updated")
    finally:
        template.unlink()
    return 0


def lock(arguments: list[str]) -> int:
    """Resolve the dependencies again, for all systems, with hashes and without the name of any server."""
    prepare()
    resolve = tool("uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes")
    silent = ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"]
    return call([*resolve, *silent, "-o", LOCK, "pyproject.toml", *arguments])


COMMANDS = {command.__name__: command for command in (run, test, check, bench, shots, build, catalogue, lock)}


def main() -> int:
    """Carry out the command named first."""
    if len(sys.argv) > 1 and sys.argv[1] in COMMANDS:
        return COMMANDS[sys.argv[1]](sys.argv[2:])
    print(__doc__)
    return 0 if sys.argv[1:] in (["--help"], ["-h"]) else 2


if __name__ == "__main__":
    sys.exit(main())
