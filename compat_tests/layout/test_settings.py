"""Settings and the environment variables they start from."""

import pytest

from accel.settings import Options, parse_bytes


def test_an_empty_variable_counts_as_unset(monkeypatch):
    for name in ("ENGINE", "MIN_ROWS", "MEMORY_LIMIT", "NUM_THREADS", "OPTIMIZE", "VERIFY",
                 "CACHE_DIR"):  # fmt: skip
        monkeypatch.setenv(f"ACCEL_{name}", "")
    options = Options()
    assert (options.engine, options.min_rows) == ("auto", 100_000)
    assert (options.optimize, options.verify) == (True, False)
    assert options.num_threads >= 1


def test_variables_set_options(monkeypatch):
    for name, value in (("ENGINE", "pandas"), ("MIN_ROWS", "7"), ("MEMORY_LIMIT", "2GB"),
                        ("NUM_THREADS", "3"), ("OPTIMIZE", "0"), ("VERIFY", "1"),
                        ("CACHE_DIR", "/x")):  # fmt: skip
        monkeypatch.setenv(f"ACCEL_{name}", value)
    options = Options()
    assert (options.engine, options.min_rows, options.memory_limit) == ("pandas", 7, 2 * 10**9)
    assert (options.num_threads, options.optimize, options.verify) == (3, False, True)
    assert options.cache_dir == "/x"


def test_a_wrong_variable_is_named(monkeypatch):
    monkeypatch.setenv("ACCEL_MIN_ROWS", "many")
    with pytest.raises(ValueError, match="ACCEL_MIN_ROWS must be a whole number, not 'many'"):
        Options()


@pytest.mark.parametrize(
    ("name", "value"),
    [("engine", "spark"), ("min_rows", -1), ("num_threads", 0), ("min_rows", 1.5)],
)
def test_a_wrong_value_is_refused(name, value):
    with pytest.raises(ValueError, match=name):
        setattr(Options(), name, value)


@pytest.mark.parametrize("text", ["", "GB", "5 apples"])
def test_a_wrong_size_is_refused(text):
    with pytest.raises(ValueError, match=r"size|convert"):
        parse_bytes(text)
