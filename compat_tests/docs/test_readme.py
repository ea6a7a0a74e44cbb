"""What README and docs tell the reader to type works."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pandas
import pytest

import accel.pandas
from bench import data, demo
from compat_tests.compatibility.page import COMMAND

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def tables() -> Path:
    return data.ensure(0.01)


def commands() -> set[str]:
    """Return the shell commands of all pages: indented or fenced lines, comments apart."""
    found = set()
    for page in PAGES:
        for line in re.findall(r"^ {4}((?:make|python -m|%load_ext)\b.*)$", page.read_text(), re.M):
            found.add(line.partition("#")[0].strip())
        found |= set(re.findall(r"`((?:make|python -m) [^`]+)`", page.read_text()))
    return found


def run(arguments: list[str], cwd: Path, stdin: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def is_target(name: str) -> bool:
    return re.search(rf"^{name}:", (ROOT / "Makefile").read_text(), re.M) is not None


def replaced(folder: Path) -> None:
    """Run a program in each of the ways in; pandas is accel there."""
    code = "import sys, pandas; print(hasattr(pandas.DataFrame, '_plain'), sys.argv[1:])"
    (folder / "script.py").write_text(code)
    (folder / "mod.py").write_text(code)
    outputs = {
        run(["-m", "accel", "script.py", "args"], folder),
        run(["-m", "accel", "-m", "mod", "args"], folder),
        run(["-m", "accel", "-c", code, "args"], folder),
        run(["-m", "accel", "-", "args"], folder, stdin=code),
    }
    assert len(outputs) == 1
    assert "True ['args']" in outputs.pop()


def tells_its_options(command: str) -> Callable[[Path], str]:
    """Return a check of a command that takes long: it knows the options that a page gives it."""
    module, *options = command.removeprefix("python -m ").split()

    def check(folder: Path) -> str:
        said = run(["-m", module, "--help"], ROOT)
        assert all(option in said for option in options if option.startswith("--"))
        return said

    return check


LONG = (
    "python -m compat_tests.contract.threads",
    "python -m compat_tests.differential --examples 500000 --jobs 2",
    "python -m compat_tests.media.fuzz --files 100000",
    "python -m bench.fallbacks --mixed",
    "python -m compat_tests.pandas_suite --resume",
    "python -m compat_tests.pandas_suite --sample 1",
    "python -m compat_tests.pandas_suite --write-docs",
    "python -m compat_tests.pandas_suite frame/test_unary.py",
)
CHECKS = {
    "make test": lambda folder: is_target("test"),
    "make lint": lambda folder: is_target("lint"),
    "make bench": lambda folder: is_target("bench"),
    "make demo": lambda folder: is_target("demo") and demo.main(["--sf", "0.01"]) == 0,
    "python -m accel script.py args": replaced,
    "python -m accel warmup": lambda folder: run(["-m", "accel", "warmup"], folder),
    "%load_ext accel": lambda folder: hasattr(accel, "load_ipython_extension"),
    COMMAND: lambda folder: run(["-m", "compat_tests.compatibility", "--help"], folder),
    "python -m bench": lambda folder: run(["-m", "bench", "--help"], folder),
    "python -m bench.coldstart": lambda folder: run(["-m", "bench.coldstart", "--help"], folder),
    "python -m bench.overhead": lambda folder: run(["-m", "bench.overhead", "--help"], folder),
    "python -m bench.fallbacks": lambda folder: run(["-m", "bench.fallbacks", "--help"], folder),
    "python -m bench.memory --sf 10": lambda folder: run(["-m", "bench.memory", "--help"], folder),
    "python -m bench.media.video": lambda folder: run(["-m", "bench.media.video", "-h"], folder),
    "python -m bench.media": lambda folder: run(["-m", "bench.media", "--help"], folder),
    "python -m pandas_ext.kernels.build": lambda folder: run(
        ["-m", "pandas_ext.kernels.build", str(folder)], folder
    ),
    "make suite": lambda folder: is_target("suite"),
    **{command: tells_its_options(command) for command in LONG},
}


def test_every_command_has_a_check():
    assert commands() <= set(CHECKS), commands() - set(CHECKS)


@pytest.mark.parametrize("command", CHECKS)
def test_a_command_works(command, tmp_path):
    assert CHECKS[command](tmp_path) is not False


def blocks() -> list[str]:
    """Return the examples that plain pandas runs, too; those of media are in test_media.py."""
    found = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    return [block for block in found if "read_images" not in block]


def test_the_readme_has_an_example():
    assert blocks()


@pytest.mark.parametrize("block", blocks())
def test_an_example_prints_what_plain_pandas_prints(block, tables, monkeypatch):
    monkeypatch.chdir(tables)
    monkeypatch.setattr(accel.options, "min_rows", 0)
    outputs = []
    for text in (block, block.replace("accel.pandas", "pandas")):
        with redirect_stdout(io.StringIO()) as out:
            exec(compile(text, "README.md", "exec"), {})
        outputs.append(out.getvalue())
    assert outputs[0] == outputs[1] != ""


def test_the_settings_table_names_every_option():
    text = (ROOT / "README.md").read_text()
    names = [name.removeprefix("_") for name in type(accel.options).__slots__]
    for name in names:
        assert f"| `{name}` | `ACCEL_{name.upper()}" in text


def test_what_the_readme_names_is_there():
    frame = pandas.DataFrame({"a": [1, 2, 3]})
    assert accel.pandas.isna(frame.accel.lazy().accel.to_pandas()).sum().sum() == 0
    assert "Plan as recorded" in str(frame.accel.lazy().accel.explain())
    with accel.profile() as profile:
        frame.accel.lazy()["a"].sum()
    assert "test_readme.py" in str(profile)
    assert len(accel.explain_fallbacks(clear=True)) >= 0
