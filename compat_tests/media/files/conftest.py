"""What tests of files share."""

import pathlib
from collections.abc import Iterator

import pytest

import pandas_ext
from compat_tests.media.files.samples import samples
from pandas_ext.source import retry


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder with a JPEG, a PNG and a GIF."""
    for name, suffix in (("jpeg", "jpg"), ("png_8_6", "png"), ("gif", "gif")):
        (tmp_path / f"{name}.{suffix}").write_bytes(samples()[name])
    return tmp_path


@pytest.fixture
def http(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Allows http, and pauses between tries that are too short to notice."""
    monkeypatch.setattr(retry, "FIRST_PAUSE", 0.001)
    monkeypatch.setenv("no_proxy", "*")
    with pandas_ext.option_context(schemes=("file", "http"), timeout=20.0):
        yield
