"""A file changes between the moment it was read and the moment somebody looks."""

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import accel.pandas
from accel.execute.parquet import files
from compat_tests.contract.comparing import attempt
from compat_tests.contract.file_changes import (
    CHANGES,
    ROWS,
    delete,
    example,
    looks,
    overwrite,
    replace,
    scribble,
    truncate,
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("read_and", ROWS, indirect=True)
def test_a_file_that_changes_after_it_was_read(read_and, change):
    def program(pd, rows):
        df = pd.read_parquet("a.parquet")
        some = pd.read_parquet("a.parquet", columns=["s", "n"])
        half = df[df["n"] < rows // 2]
        change(pd, rows)
        yield from looks(df)
        yield from looks(some)
        yield half

    read_and(program)


@pytest.mark.parametrize("change", [overwrite, delete, truncate, scribble])
def test_a_file_read_through_a_link(read_and, change):
    def program(pd, rows):
        os.symlink("a.parquet", "link.parquet")
        df = pd.read_parquet("link.parquet")
        change(pd, rows)
        os.unlink("link.parquet")
        yield from looks(df)

    read_and(program)


def test_a_file_written_through_a_link(read_and):
    def program(pd, rows):
        os.symlink("a.parquet", "link.parquet")
        df = pd.read_parquet("a.parquet")
        df[df["n"] > 5].to_parquet("link.parquet")
        yield from looks(df)
        yield from looks(pd.read_parquet("a.parquet"))
        yield os.path.islink("link.parquet")

    read_and(program)


@pytest.mark.parametrize("how", ["folder", "list", "trailing slash"])
@pytest.mark.parametrize("change", [delete, truncate, scribble])
def test_many_files(read_and, how, change):
    def program(pd, rows):
        os.mkdir("many")
        for k in range(3):
            example(rows, first=rows * k).to_parquet(f"many/{k}.parquet")
        where = {"folder": "many", "trailing slash": "many/",
                 "list": ["many/2.parquet", "many/0.parquet"]}.get(how)  # fmt: skip
        df = pd.read_parquet(where)
        folder = os.getcwd()
        os.rename("many/0.parquet", "a.parquet")
        os.link("a.parquet", "many/0.parquet")
        change(pd, rows)
        example(rows).to_parquet("many/3.parquet")
        os.chdir("many")
        yield from looks(df)
        os.chdir(folder)

    read_and(program)


@pytest.mark.parametrize("where", ["a.parquet", "./a.parquet", Path("a.parquet")])
def test_the_working_folder_changes(read_and, where):
    def program(pd, rows):
        df = pd.read_parquet(where)
        os.mkdir("other")
        os.chdir("other")
        example(5).to_parquet("a.parquet")
        yield from looks(df)
        yield from looks(pd.read_parquet(where))
        yield df.merge(pd.read_parquet(where), on="n", suffixes=("", "_2")).reset_index(drop=True)

    read_and(program)


def test_one_path_read_at_different_times(read_and):
    def program(pd, rows):
        first = pd.read_parquet("a.parquet")
        overwrite(pd, rows)
        second = pd.read_parquet("a.parquet")
        second.to_parquet("b.parquet")
        replace(pd, rows)
        third = pd.read_parquet("a.parquet")
        yield first.merge(second, on="n", how="outer", suffixes=("_1", "_2"))
        yield pd.concat([third, second, first], ignore_index=True)
        yield first["n"].sum(), second["n"].sum(), third["n"].sum()
        yield first["n"] + third["n"]

    read_and(program)


def test_what_others_write_is_seen_never(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_SMALL", 0)
    path = tmp_path / "a.parquet"
    example(5000).to_parquet(path)
    df = accel.pandas.read_parquet(path)
    pq.write_table(pq.read_table(path).slice(5), path)  # opened by compiled code: nobody is told
    with pytest.raises(OSError, match=r"a\.parquet: the file has") as error:
        df["n"].sum()
    assert f"{__file__}:" in "".join(getattr(error.value, "__notes__", [__file__ + ":"]))
    assert accel.pandas.read_parquet(path)["n"].sum() == sum(range(5, 5000))


def open_files():
    """Return the Parquet files that this process has open."""
    found = []
    for entry in os.listdir("/proc/self/fd"):
        target = attempt(os.readlink, f"/proc/self/fd/{entry}")
        if isinstance(target, str) and "parquet" in target:
            found.append(target)
    return sorted(found)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files are listed by Linux")
def test_files_are_closed_when_nobody_reads_them(read_and):
    def program(pd, rows):
        import gc

        df = pd.read_parquet("a.parquet")
        some = df[df["n"] > 3]["n"]
        total = some.sum()
        groups = df.groupby("s")
        del df, some, groups
        gc.collect()
        yield total
        yield open_files()
        df = pd.read_parquet("a.parquet")
        result = df.sort_values("x", kind="stable")
        repr(result)
        del df
        gc.collect()
        yield open_files()
        yield result

    read_and(program)
