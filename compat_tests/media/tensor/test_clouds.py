"""Point clouds."""

import numpy as np
import pandas as pd
import pytest

from compat_tests.media.tensor.columns import assert_cells

random = np.random.default_rng(6)
CLOUDS = [random.standard_normal((n, 4)) for n in (5, 0, 1)]
RAGGED = pd.Series([*CLOUDS, None], dtype="tensor[float64, (*, 4), fields=(x, y, z, intensity)]")
FIXED = pd.Series(np.stack([CLOUDS[0], CLOUDS[0] + 1]), dtype="tensor")


@pytest.mark.parametrize("series", [RAGGED, FIXED])
def test_bounding_box_and_what_lies_within(series):
    boxes = series.tensor.bounding_box()
    for cloud, box in zip(series, boxes, strict=True):
        if cloud is pd.NA or not len(cloud):
            assert box is pd.NA
        else:
            np.testing.assert_array_equal(box, [cloud[:, :3].min(0), cloud[:, :3].max(0)])
    inside = series.tensor.within(boxes)
    assert inside.dropna().tensor.all().all()
    box = np.array([[-0.5, -1, -2], [1, 1, 1]])
    expected = lambda c: ((c[:, :3] >= box[0]) & (c[:, :3] <= box[1])).all(axis=1)
    assert_cells(series.tensor.within(box), series, expected)


@pytest.mark.parametrize("series", [RAGGED, FIXED])
def test_distances_ranges_and_selection(series):
    far = lambda cloud: np.linalg.norm(cloud[:, :3], axis=1)
    assert_cells(series.tensor.distances(), series, far)
    chosen = series.tensor.range(1.0, 2.0)
    assert_cells(chosen, series, lambda cloud: (far(cloud) >= 1) & (far(cloud) <= 2))
    kept = series.tensor.select(chosen)
    assert_cells(kept, series, lambda cloud: cloud[(far(cloud) >= 1) & (far(cloud) <= 2)])
    assert kept.tensor.fields == series.tensor.fields
    with pytest.raises(ValueError, match="a box has the shape"):
        series.tensor.within([0, 1])
    with pytest.raises(ValueError, match="do not tell which"):
        series.tensor.select(pd.Series(True, series.index))
    with pytest.raises(ValueError, match="another number of points"):
        series.tensor.select(chosen.tensor[1:])


def test_coordinates_go_by_name():
    named = pd.Series(CLOUDS[:1], dtype="tensor").tensor.with_fields("time", "z", "y", "x")
    box = named.tensor.bounding_box()[0]
    np.testing.assert_array_equal(box[0], CLOUDS[0][:, [3, 2, 1]].min(axis=0))
    with pytest.raises(ValueError, match="has the axes"):
        pd.Series(np.zeros((2, 3)), dtype="tensor").tensor.bounding_box()
