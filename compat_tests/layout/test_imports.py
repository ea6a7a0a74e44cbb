"""Imports go one way: a package knows what it is given, never who uses it."""

import ast
import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What each package may import besides itself: the plan is made by frame, rewritten by optimizer,
# lowered by physical and run by execute, which alone calls kernels.
COMMON = {"catching", "forking", "once", "settings", "shielding"}
ALLOWED = {
    "kernels": COMMON,
    "plan": set(),
    "optimizer": {"plan"},
    "physical": {"plan", "optimizer", "settings"},
    "execute": {"plan", "optimizer", "physical", "kernels"} | COMMON,
    "frame": {"plan", "optimizer", "physical", "execute", "kernels"} | COMMON,
}


def imported_packages(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return {name.split(".")[1] for name in names if name.startswith("accel.")}


@pytest.mark.parametrize("package", ALLOWED)
def test_imports_go_one_way(package):
    for path in (ROOT / "accel" / package).rglob("*.py"):
        if path != ROOT / "accel" / "plan" / "source.py":  # names vectors, for type checks only
            assert imported_packages(path) <= ALLOWED[package] | {package}, path


def test_extension_types_do_not_know_accel():
    for path in (ROOT / "pandas_ext").rglob("*.py"):
        assert "accel" not in path.read_text().split(), path


def test_machine_code_knows_no_kernels():
    for path in (ROOT / "machine_code").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            module = getattr(node, "module", None) or ""
            assert module.split(".")[0] not in ("accel", "pandas_ext"), path


def needs_numba(module: str) -> bool:
    """Tell whether a module below ``accel.kernels.source`` is more than constants."""
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    imports = re.findall(r"^(?:from|import) (\S+)", path.read_text(), re.MULTILINE)
    return any(name not in ("__future__", "typing") for name in imports)


def test_numba_is_imported_by_the_compiler_and_its_sources_alone():
    compilers = ("compiler.py", "types.py", "intrinsics.py")
    packages = [(ROOT / name).rglob("*.py") for name in ("accel", "machine_code", "pandas_ext")]
    for path in itertools.chain(*packages):
        if path.parent.parts[-2:] == ("kernels", "source") or path.name in compilers:
            continue
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert node.module.split(".")[0] != "numba", path
                if node.module.startswith("accel.kernels.source."):
                    assert not needs_numba(node.module), path
                elif node.module == "accel.kernels.source":
                    names = [f"{node.module}.{alias.name}" for alias in node.names]
                    assert not any(map(needs_numba, names)), path


def test_importing_the_shim_leaves_heavy_modules_alone():
    code = (
        "import sys, pandas; before = set(sys.modules); import accel.pandas;"
        "print(*sorted({m.split('.')[0] for m in set(sys.modules) - before}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    heavy = {"numba", "llvmlite", "ray", "polars", "duckdb", "matplotlib", "PIL"}
    assert not heavy & set(done.stdout.split())
