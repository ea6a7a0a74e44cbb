"""The names of accessors stay free for labels: programs have columns of these names."""

import numpy as np
import pandas as pd
import pytest

import pandas_ext  # noqa: F401 - registers

NAMES = ("audio", "img", "tensor", "vid")


@pytest.mark.parametrize("name", NAMES)
class TestLabelsGoFirst:
    def test_columns(self, name):
        frame = pd.DataFrame({name: [1, 2], "b": [3, 4]})
        assert getattr(frame, name).tolist() == [1, 2]
        setattr(frame, name, [5, 6])
        assert frame[name].tolist() == [5, 6]

    def test_rows(self, name):
        frame = pd.DataFrame({name: [1, 2]})
        assert frame.apply(lambda row: getattr(row, name), axis=1).tolist() == [1, 2]
        assert frame.groupby(name).sum().index.tolist() == [1, 2]

    def test_frames_in_accel(self, name):
        import accel.pandas

        frame = accel.pandas.DataFrame({name: [1, 2]})
        assert getattr(frame, name).tolist() == [1, 2]

    def test_other_values_are_kept_on_the_frame(self, name):
        frame = pd.DataFrame({"b": [1]})
        setattr(frame, name, "a note")
        assert getattr(frame, name) == "a note"
        delattr(frame, name)
        assert not hasattr(frame, name)

    def test_a_list_is_no_new_column(self, name):
        frame = pd.DataFrame({"b": [1]})
        with pytest.warns(UserWarning, match="columns to be created via a new attribute name"):
            setattr(frame, name, [1])
        assert frame.columns.tolist() == ["b"]

    def test_names_are_listed_where_there_is_something_behind_them(self, name):
        assert name not in dir(pd.Series([1]))
        assert name not in dir(pd.DataFrame({"b": [1]}))
        assert name in dir(pd.DataFrame({name: [1]}))

    def test_without_such_a_label_the_error_tells_what_the_accessor_is_of(self, name):
        with pytest.raises(AttributeError, match=name):
            getattr(pd.Series([1, 2]), name)
        assert not hasattr(pd.DataFrame({"a": [1]}), name)


def test_an_accessor_is_there_for_its_dtype():
    column = pd.Series([np.zeros((2, 3), "uint8")], dtype="image")
    assert column.img.width.tolist() == [3]
    assert column.to_frame("a").img.width.tolist() == [3]
    assert "resize" in dir(pd.Series.img)
    assert "img" in dir(column)
