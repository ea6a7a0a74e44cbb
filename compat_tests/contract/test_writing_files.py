"""Frames are written over the files they are read from."""

import os
import shutil
from pathlib import Path

import pandas
import pytest

from compat_tests.contract.comparing import attempt
from compat_tests.contract.file_changes import example, looks


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
