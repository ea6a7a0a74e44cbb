"""A file changes between the moment it was read and the moment somebody looks."""

import os
import shutil
from pathlib import Path

import numpy as np
import pandas
import pyarrow.parquet as pq
import pytest

import accel.pandas
from accel.execute.parquet import files
from compat_tests.contract.comparing import attempt, compare, setting

# A small file is held in memory from the start, a large one is kept open; here 50 rows are large.
ROWS = {"small": 50, "in pieces": 50, "as it comes": 5000}


def example(rows, first=0):
    k = np.arange(first, first + rows)
    return pandas.DataFrame(
        {
            "n": k,
            "x": np.random.default_rng(5).normal(0, 1, rows),
            "s": pandas.Series([f"text {v % 7}" for v in k], dtype="str"),
            "m": pandas.Series([None if v % 5 == 3 else "long " * (v % 4) for v in k], dtype="str"),
        }
    )


@pytest.fixture(params=["in pieces", "as it comes"])
def read_and(request, tmp_path, monkeypatch):
    """Return a function that compares programs that start with a file in an empty folder."""
    rows = ROWS[request.param]

    def check(program):
        def start(pd):
            folder = tmp_path / ("ours" if pd is accel.pandas else "theirs")
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            monkeypatch.chdir(folder)
            example(rows).to_parquet("a.parquet", row_group_size=rows // 3)
            yield from program(pd, rows)

        compare(start)

    if request.param != "small":
        monkeypatch.setattr(files, "_SMALL", 0)
    if request.param == "as it comes":
        yield check
        return
    with setting(request.param):
        yield check


def looks(df):
    """Yield all that can be seen of a frame, whole and in part."""
    yield df[df["n"] % 3 == 1]
    yield df.groupby("s")["n"].sum()
    yield df["m"].str.len()
    yield df["n"].sum(), len(df)
    yield df


def overwrite(pd, rows):
    pd.DataFrame(example(rows // 2, first=1000)).to_parquet("a.parquet")


def replace(pd, rows):
    example(rows, first=1000).to_parquet("b.parquet")
    os.replace("b.parquet", "a.parquet")


def delete(pd, rows):
    os.unlink("a.parquet")


def rename(pd, rows):
    os.rename("a.parquet", "c.parquet")


def truncate(pd, rows):
    os.truncate("a.parquet", 10)


def append(pd, rows):
    with open("a.parquet", "ab") as file:
        file.write(b"more" * 100)


def scribble(pd, rows):
    with open("a.parquet", "r+b") as file:
        file.seek(20)
        file.write(b"\0" * 1000)


def write_text(pd, rows):
    pd.DataFrame(example(rows, first=7)).to_csv("a.parquet")


def write_by_path(pd, rows):
    Path("a.parquet").write_bytes(b"")


def copy_over(pd, rows):
    example(rows, first=9).to_parquet("b.parquet")
    shutil.copyfile("b.parquet", "a.parquet")


def write_pickle(pd, rows):
    pd.DataFrame(example(rows)).to_pickle("a.parquet")


def write_feather(pd, rows):
    pd.DataFrame(example(rows)).to_feather("a.parquet")


CHANGES = [overwrite, replace, delete, rename, truncate, append, scribble, write_text,
           write_by_path, copy_over, write_pickle, write_feather]  # fmt: skip


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


@pytest.mark.parametrize("how", ["folder", "list", "glob", "trailing slash"])
@pytest.mark.parametrize("change", [delete, truncate, scribble])
def test_many_files(read_and, how, change):
    def program(pd, rows):
        os.mkdir("many")
        for k in range(3):
            example(rows, first=rows * k).to_parquet(f"many/{k}.parquet")
        where = {"folder": "many", "trailing slash": "many/",
                 "list": ["many/2.parquet", "many/0.parquet"]}.get(how)  # fmt: skip
        if how == "glob":
            if pd is pandas:
                where = sorted(f"many/{k}.parquet" for k in range(3))
            else:
                where = "many/*.parquet"
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


def selfwrites():
    yield "whole", lambda pd, df: df
    yield "filtered", lambda pd, df: df[df["n"] % 2 == 0]
    yield "changed", lambda pd, df: df.assign(n=df["n"] + 1, y=df["x"] * 2)
    yield "joined with itself", lambda pd, df: df.merge(df[["n", "s"]], on="n")
    yield "joined with the file", lambda pd, df: df.merge(pd.read_parquet("a.parquet"), on="n")
    yield "sorted", lambda pd, df: df.sort_values("x", kind="stable")
    yield "grouped", lambda pd, df: df.groupby("s", as_index=False)["n"].sum()
    yield "doubled", lambda pd, df: pd.concat([df, df], ignore_index=True)
    yield "nothing", lambda pd, df: df[df["n"] < 0]


@pytest.mark.parametrize("change", [pytest.param(f, id=name) for name, f in selfwrites()])
def test_a_frame_is_written_over_its_file(read_and, change):
    def program(pd, rows):
        df = pd.read_parquet("a.parquet")
        changed = change(pd, df)
        changed.to_parquet("a.parquet")
        yield changed
        yield pd.read_parquet("a.parquet")
        yield pd.DataFrame(pandas.read_parquet("a.parquet"))
        yield from looks(df)
        change(pd, df).to_parquet("a.parquet")
        yield pd.DataFrame(pandas.read_parquet("a.parquet"))
        yield sorted(os.listdir("."))

    read_and(program)


def test_a_loop_that_reads_and_writes_one_file(read_and):
    def program(pd, rows):
        kept = []
        for k in range(3):
            df = pd.read_parquet("a.parquet")
            df["n"] = df["n"] + k
            df = df[df["n"] > 2]
            df.to_parquet("a.parquet", index=False)
            kept.append(df)
        yield from kept
        yield pd.DataFrame(pandas.read_parquet("a.parquet"))

    read_and(program)


def test_other_writers_over_the_file_that_is_read(read_and):
    def program(pd, rows):
        df = pd.read_parquet("a.parquet")
        part = df[df["n"] > 4]
        part.to_csv("a.parquet", index=False)
        yield part
        yield pd.read_csv("a.parquet")
        yield from looks(df)
        part.to_json("a.parquet", orient="records")
        yield pd.read_json("a.parquet")
        yield from looks(df)

    read_and(program)


def test_a_folder_is_written_while_it_is_read(read_and):
    def program(pd, rows):
        os.mkdir("many")
        for k in range(2):
            example(rows, first=rows * k).to_parquet(f"many/{k}.parquet")
        df = pd.read_parquet("many")
        part = df[df["n"] % 2 == 0]
        part.to_parquet("many/0.parquet")
        df.to_parquet("many/2.parquet")
        yield part
        yield from looks(df)
        yield pd.read_parquet("many")
        yield sorted(os.listdir("many"))

    read_and(program)


def test_parts_of_a_folder_by_key(read_and):
    def program(pd, rows):
        df = pd.read_parquet("a.parquet")
        df.to_parquet("many", partition_cols=["s"])
        parts = pd.read_parquet("many")
        shutil.rmtree("many")
        yield parts
        yield from looks(df)

    read_and(program)


def test_a_write_that_fails_leaves_the_old_file(read_and):
    class Odd:
        pass

    def program(pd, rows):
        before = Path("a.parquet").read_bytes()
        df = pd.read_parquet("a.parquet")
        odd = df.astype({"n": object})
        odd.loc[3, "n"] = Odd()
        got = attempt(odd.to_parquet, "a.parquet")
        yield got.kind, got.line
        bad = attempt(df.to_parquet, "a.parquet", compression="none such")
        yield bad
        yield from looks(df)
        if pd is not pandas:  # plain pandas leaves half a file
            assert Path("a.parquet").read_bytes() == before
        yield sorted(os.listdir("."))

    read_and(program)


def test_writing_where_nothing_can_be_written(read_and):
    def program(pd, rows):
        df = pd.read_parquet("a.parquet")
        yield attempt(df.to_parquet, "none/a.parquet")
        os.mkdir("folder")
        yield attempt(df.to_parquet, "folder").kind
        yield attempt(df.to_csv, "none/a.csv")
        yield attempt(pd.read_parquet, "none.parquet").kind
        yield from looks(df)

    read_and(program)


def test_a_written_file_has_the_mode_that_pandas_gives(read_and):
    def program(pd, rows):
        df = pd.read_parquet("a.parquet")
        df.to_parquet("new.parquet")
        os.chmod("a.parquet", 0o640)
        df.to_parquet("a.parquet")
        yield [oct(os.stat(name).st_mode) for name in ("a.parquet", "new.parquet")]

    read_and(program)


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
