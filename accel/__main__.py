"""``python -m accel script.py args``: run a program whose ``import pandas`` gives the engine."""

from __future__ import annotations

import runpy
import sys

_USAGE = """usage: python -m accel (script.py | -m module | -c code | - | warmup) [args ...]

Runs the program unchanged; its "import pandas" gives accel.pandas.
"warmup" fills the cache of compiled code instead.
"""


def main(arguments: list[str]) -> int:
    """Run what the command line names."""
    if not arguments or arguments[0] in ("-h", "--help"):
        sys.stdout.write(_USAGE)
        return 0 if arguments else 2
    first, rest = arguments[0], arguments[1:]
    if first == "warmup":
        from accel.warming import warmup

        warmup(sys.stdout)
        return 0
    if first in ("-m", "-c") and not rest:
        sys.stderr.write(_USAGE)
        return 2

    from accel.installation import install

    install()
    if first == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif first in ("-c", "-"):
        code = rest[0] if first == "-c" else sys.stdin.read()
        sys.argv = [first, *(rest[1:] if first == "-c" else rest)]
        sys.path.insert(0, "")
        name = "<string>" if first == "-c" else "<stdin>"
        module = sys.modules["__main__"]
        module.__dict__.pop("__file__", None)
        exec(compile(code, name, "exec"), module.__dict__)
    else:
        import os

        sys.argv = arguments
        sys.path.insert(0, os.path.dirname(os.path.abspath(first)))
        runpy.run_path(first, run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
