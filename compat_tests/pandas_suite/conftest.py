"""A small suite of tests that stands for pandas' own."""

import pytest

from compat_tests.pandas_suite import runner


@pytest.fixture
def suite(tmp_path, monkeypatch):
    """Return a function that adds a module to a suite of tests that stands for pandas'."""
    (tmp_path / "tests").mkdir()
    tmp_path.joinpath("pyproject.toml").touch()
    tmp_path.joinpath("conftest.py").write_text("from pandas.conftest import pytest_addoption\n")
    monkeypatch.setattr(runner, "ROOT", tmp_path)

    def add(name, text):
        path = tmp_path / "tests" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return name

    return add
