"""What the suites of clips and recordings share: columns of files that nobody opens."""

import pandas as pd
import pytest
from pandas.tests.extension.base import ExtensionTests


class FilesSuite(ExtensionTests):
    """pandas' own tests of extension arrays, on a column of files; subclasses name the dtype.

    pandas skips what it says of arrays that are no numbers (reductions, differences) and of arrays
    of one dimension (its tests of two), and expects a failure of its own where integers with
    missing values look up labels. The only exception of ours is plotting.
    """

    name: str

    def column(self, *stems):
        """Cells of files of these names, whose order is that of the names."""
        paths = [None if stem is None else f"/nowhere/{stem}" for stem in stems]
        return pd.array(paths, dtype=self.name)

    @pytest.fixture
    def dtype(self):
        return pd.api.types.pandas_dtype(self.name)

    @pytest.fixture
    def data(self):
        return self.column(*range(10))

    @pytest.fixture
    def data_missing(self):
        return self.column(None, "a")

    @pytest.fixture
    def data_for_sorting(self):
        return self.column("b", "c", "a")

    @pytest.fixture
    def data_missing_for_sorting(self):
        return self.column("b", None, "a")

    @pytest.fixture
    def data_for_grouping(self):
        return self.column("b", "b", None, None, "a", "a", "b", "c")

    @pytest.fixture
    def na_cmp(self):
        return lambda one, other: one is pd.NA and other is pd.NA

    @pytest.mark.xfail(reason="files are no numbers to draw on an axis", raises=TypeError)
    def test_plot_on_y_axis(self, plot_data):
        super().test_plot_on_y_axis(plot_data)
