"""``python -m accel warmup`` compiles what it can, once, and says what it did."""

import io

import accel


def test_a_second_warmup_finds_everything_compiled():
    accel.warmup()
    progress = io.StringIO()
    assert accel.warmup(progress) == 0
    *groups, total = progress.getvalue().splitlines()
    assert "Joins: 0 kernels compiled" in groups
    assert total.startswith("0 kernels compiled in ")


def test_settings_are_as_before():
    before = accel.options.min_rows
    accel.warmup()
    assert accel.options.min_rows == before
