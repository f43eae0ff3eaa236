"""Runs all benchmarks, or those that are named: ``python -m benchmarks [NAME …]``. Prints a table of ratios."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main(names: list[str]) -> int:
    """Run every module of this package that has ``run()``; returns 2 for a name that does not exist."""
    there = [m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_")]
    for name in names:
        if name not in there:
            print(f"There is no benchmark called {name}. There are: {', '.join(there)}.", file=sys.stderr)
            return 2
    for name in names or there:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "run"):
            print(f"\n{name}", flush=True)
            for title, ratio, details in module.run():
                print(f"{ratio:8.2f}  {title:<66}  {details}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
