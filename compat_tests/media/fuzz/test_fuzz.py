"""No damaged file does more than raise a MediaError: a quick form of the search."""

import pathlib

import pytest

from compat_tests.media.files.samples import samples
from compat_tests.media.fuzz import run
from compat_tests.media.fuzz.mutate import mutated
from compat_tests.media.fuzz.run import search


def test_damaged_files_of_every_format() -> None:
    assert list(search(0, 20 * len(samples()))) == []


def test_damage_is_the_same_for_the_same_number() -> None:
    files = list(samples().values())
    assert [mutated(files, seed) for seed in range(50)] == [
        mutated(files, seed) for seed in range(50)
    ]
    assert sum(mutated(files, seed) != files[seed % len(files)] for seed in range(50)) > 45


def test_a_crash_is_found_and_the_search_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    code = (
        "import json, os, sys\n"
        "for seed in range(int(sys.argv[1]), int(sys.argv[2])):\n"
        "    print(json.dumps({'seed': seed}), flush=True)\n"
        "    if seed == 1: print('who', file=sys.stderr, flush=True); os.abort()\n"
        "    if seed == 2: print(json.dumps({'seed': 2, 'found': [['a', 'b']]}), flush=True)\n"
    )
    script = tmp_path / "child.py"
    script.write_text(code)
    monkeypatch.setattr(run, "CHILD", [str(script)])
    assert [(one.seed, one.kind, one.detail) for one in search(0, 4)] == [
        (1, "crash -6", "who\n"),
        (2, "a", "b"),
    ]
