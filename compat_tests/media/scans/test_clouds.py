"""Files of points become ragged tensors with named fields."""

import io

import laspy
import numpy as np
import pandas as pd
import pytest
from numpy.lib.recfunctions import repack_fields

import pandas_ext
from compat_tests.media.scans.points import las, lzf, npy, pcd, ply, records
from pandas_ext import LimitError, MediaError, TensorDtype, option_context
from pandas_ext.cloud.lzf import decompress

XYZI = ("x", "y", "z", "intensity")
POINTS = records(50)


@pytest.fixture
def write(tmp_path):
    def write(**files):
        for name, data in files.items():
            stem, _, extension = name.rpartition("_")
            (tmp_path / f"{stem}.{extension}").write_bytes(data)
        return tmp_path

    return write


def stacked(points, names=XYZI):
    return np.stack([points[name] for name in names], axis=1)


def read_one(write, data, extension, *args, **kwargs):
    folder = write(**{f"a_{extension}": data})
    return pandas_ext.read_pointclouds(folder, *args, **kwargs)["points"]


FORMATS = {
    "ascii": lambda p: (pcd(p, "ascii"), "pcd"),
    "binary": lambda p: (pcd(p), "pcd"),
    "compressed": lambda p: (pcd(p, "binary_compressed"), "pcd"),
    "ply_ascii": lambda p: (ply(p, "ascii"), "ply"),
    "ply_little": lambda p: (ply(p), "ply"),
    "ply_big": lambda p: (ply(p, "binary_big_endian"), "ply"),
    "records": lambda p: (npy(p), "npy"),
}


@pytest.mark.parametrize("form", FORMATS)
def test_fields(write, form):
    file = FORMATS[form](POINTS)
    column = read_one(write, *file)
    assert column.dtype == TensorDtype("float32", (None, 4), fields=XYZI)
    np.testing.assert_array_equal(column[0], stacked(POINTS))
    chosen = read_one(write, *file, ["label", "time", "ring"])
    assert chosen.dtype == TensorDtype("float64", (None, 3), fields=("label", "time", "ring"))
    np.testing.assert_array_equal(chosen[0], stacked(POINTS, ("label", "time", "ring")))
    every = read_one(write, *file, "all", dtype="float32")
    assert every.dtype == TensorDtype("float32", (None, 7), fields=POINTS.dtype.names)
    np.testing.assert_array_equal(every[0], stacked(POINTS, POINTS.dtype.names).astype("f4"))


@pytest.mark.parametrize("form", FORMATS)
def test_no_points(write, form):
    column = read_one(write, *FORMATS[form](POINTS[:0]))
    assert column.dtype == TensorDtype("float32", (None, 4), fields=XYZI)
    assert column[0].shape == (0, 4)


@pytest.mark.parametrize("form", FORMATS)
def test_truncated(write, form):
    data, extension = FORMATS[form](POINTS)
    start = len(data) - len(data) // 3
    with pytest.raises(MediaError, match=r"row 0: .*/a\.\w+: (truncated|damaged)"):
        read_one(write, data[:start], extension)


@pytest.mark.parametrize(
    ("version", "kind", "compressed"),
    [("1.2", 3, False), ("1.2", 3, True), ("1.4", 7, False), ("1.4", 7, True)],
)
def test_las(write, version, kind, compressed):
    data = las(700, compressed=compressed, version=version, kind=kind)
    wanted = laspy.read(io.BytesIO(data))
    column = read_one(write, data, "laz" if compressed else "las")
    assert column.dtype == TensorDtype("float64", (None, 4), fields=XYZI)
    np.testing.assert_array_equal(column[0], stacked(wanted))
    names = ["z", "classification", "red", "height", "return_number"]
    column = read_one(write, data, "las", names)
    np.testing.assert_array_equal(column[0], stacked(wanted, names))
    every = read_one(write, data, "las", "all").dtype.fields
    assert every[:4] == XYZI
    assert {"gps_time", "height"} < set(every)
    assert "X" not in every


def test_fields_of_las_that_are_several_numbers(tmp_path):
    header = laspy.LasHeader(point_format=3, version="1.2")
    header.add_extra_dim(laspy.ExtraBytesParams("normal", "3f4"))
    cloud = laspy.LasData(header)
    cloud.x = cloud.y = cloud.z = np.arange(4.0)
    cloud["normal"] = np.arange(12, dtype="f4").reshape(4, 3)
    cloud.write(str(tmp_path / "a.las"))
    points = pandas_ext.read_pointclouds(tmp_path, ["normal_0", "normal_2"]).points[0]
    np.testing.assert_array_equal(points, np.asarray(cloud["normal"])[:, [0, 2]])


@pytest.mark.parametrize("compressed", [False, True])
def test_las_without_points(write, compressed):
    column = read_one(write, las(0, compressed=compressed), "las")
    assert column[0].shape == (0, 4)


@pytest.mark.parametrize("compressed", [False, True])
def test_damaged_las(write, compressed):
    data = las(5000, compressed=compressed)
    places = {"points": 107, "records": 100, "start": 96}
    for start in places.values():
        broken = data[:start] + b"\xff\xff\xff\x7f" + data[start + 4 :]
        with pytest.raises(MediaError, match="row 0"):
            read_one(write, broken, "las")
    with pytest.raises(MediaError, match=r"truncated|damaged"):
        read_one(write, data[: len(data) // 2], "las")


def test_a_table_of_absurdly_many_chunks_is_not_read(write):
    data = las(100, compressed=True)
    start = int.from_bytes(data[96:100], "little")
    place = int.from_bytes(data[start : start + 8], "little")
    broken = data[: place + 4] + b"\xff\xff\xff\xff" + data[place + 8 :]
    with pytest.raises(MediaError, match="4,294,967,295 chunks"):
        read_one(write, broken, "laz")


def test_kitti(write):
    points = stacked(POINTS)
    column = read_one(write, points.astype("<f4").tobytes(), "bin")
    assert column.dtype == TensorDtype("float32", (None, 4), fields=XYZI)
    np.testing.assert_array_equal(column[0], points)
    names = ["x", "y", "z", "intensity", "ring"]
    five = stacked(POINTS, names).astype("<f4")
    column = read_one(write, five.tobytes(), "bin", "all", columns=names)
    np.testing.assert_array_equal(column[0], five)
    with pytest.raises(MediaError, match="801 bytes are not points of 4 float32"):
        read_one(write, points.astype("<f4").tobytes() + b"x", "bin")
    assert read_one(write, b"", "bin")[0].shape == (0, 4)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize(("kind", "width"), [("f4", 3), ("f8", 4), (">f4", 6), ("i2", 4)])
def test_npy(write, order, kind, width):
    points = np.asarray(np.arange(10 * width).reshape(10, width), kind, order=order)
    column = read_one(write, npy(points), "npy", "all")
    assert column.dtype.fields == (*XYZI, "4", "5")[:width]
    assert column.dtype.element == ("float64" if kind == "f8" else "float32")
    np.testing.assert_array_equal(column[0], points)


class Tripwire:
    """Unpickled, it says so."""

    def __reduce__(self):
        return (pytest.fail, ("it was unpickled",))


@pytest.mark.parametrize(
    "array",
    [
        np.array([[Tripwire(), 1, 2]], object),
        np.array([(1.0, Tripwire())], [("x", "f4"), ("y", object)]),
        np.zeros(4),
        np.zeros((2, 3, 4)),
        np.zeros((2, 3), "c8"),
        np.array([["a", "b", "c"]]),
        np.array([("a",)], [("x", "U1")]),
        np.array(3.0),
    ],
)
def test_npy_of_other_things(write, array):
    with pytest.raises(MediaError, match="no points"):
        read_one(write, npy(array, objects=True), "npy")


def test_packed_colours(write):
    packed = np.array([0x102030, 0xFFFEFD], "u4")
    for kind in ("f4", "u4"):
        points = np.zeros(2, [("x", "f4"), ("y", "f4"), ("z", "f4"), ("rgb", kind)])
        points["rgb"] = packed.view(kind)
        names = ["red", "green", "blue"]
        column = read_one(write, pcd(points), "pcd", names)
        assert column[0].tolist() == [[0x10, 0x20, 0x30], [0xFF, 0xFE, 0xFD]]


def test_fields_of_several_numbers_and_padding(write):
    points = np.zeros(3, [("x", "f4"), ("y", "f4"), ("z", "f4"), ("normal", "f4", (3,))])
    points["normal"] = np.arange(9).reshape(3, 3)
    for kind in ("ascii", "binary", "binary_compressed"):
        every = read_one(write, pcd(points, kind), "pcd", "all")
        assert every.dtype.fields == ("x", "y", "z", "normal_0", "normal_1", "normal_2")
        np.testing.assert_array_equal(every[0][:, 3:], points["normal"])
        padded = pcd(points, kind, FIELDS="x _ z _")
        assert read_one(write, padded, "pcd", "all").dtype.fields == ("x", "z")


def test_vertices_after_other_elements(write):
    before = "element camera 1\nproperty float fov\nproperty double time\n"
    text = ply(POINTS, "ascii", before).replace(b"end_header\n", b"end_header\n90 1e9\n")
    np.testing.assert_array_equal(read_one(write, text, "ply")[0], stacked(POINTS))
    data = ply(POINTS, before=before).replace(b"end_header\n", b"end_header\n" + bytes(12))
    np.testing.assert_array_equal(read_one(write, data, "ply")[0], stacked(POINTS))
    lists = ply(POINTS, before="element strip 1\nproperty list uchar int i\n")
    with pytest.raises(MediaError, match="vertices after elements with lists are not supported"):
        read_one(write, lists, "ply")


def test_only_fields_that_all_files_have(write):
    folder = write(
        a_pcd=pcd(POINTS[:3]),
        b_ply=ply(repack_fields(POINTS[["z", "x", "y"]][:5])),
        c_bin=stacked(POINTS[:2]).astype("<f4").tobytes(),
        d_las=las(4),
    )
    frame = pandas_ext.read_pointclouds(folder)
    assert frame.columns.tolist() == ["path", "size", "modified", "points"]
    assert frame["points"].dtype == TensorDtype("float64", (None, 3), fields=("x", "y", "z"))
    assert [cell.shape for cell in frame["points"]] == [(3, 3), (5, 3), (2, 3), (4, 3)]
    np.testing.assert_array_equal(frame["points"][1], stacked(POINTS[:5], ("x", "y", "z")))
    small = pandas_ext.read_pointclouds(folder, dtype="float32")["points"]
    assert small.dtype.element == "float32"


BAD = {
    "a_pcd": (b"", "the file is empty"),
    "b_pcd": (b"what is this", "not a point cloud of a known format"),
    "c_pcd": (pcd(POINTS, FIELDS="x y"), "as many FIELDS"),
    "d_pcd": (pcd(POINTS, POINTS="9" * 15), "truncated"),
    "e_pcd": (pcd(POINTS, "binary_compressed", POINTS="9" * 15), "more than options.max_bytes"),
    "f_pcd": (pcd(POINTS, "ascii", POINTS="99999"), "truncated"),
    "g_pcd": (pcd(POINTS, POINTS="-4"), "'-4' points"),
    "h_pcd": (pcd(POINTS, TYPE="F F F F U I X"), "'time' is '1' of 'x8'"),
    "i_pcd": (pcd(POINTS, COUNT="1 1 1 1 1 1 0"), "'time' is '0' of 'f8'"),
    "j_pcd": (pcd(POINTS, DATA="zip"), "no points are stored as 'zip'"),
    "k_pcd": (pcd(POINTS, FIELDS="x y z x a b c"), "occurs twice"),
    "l_pcd": (pcd(repack_fields(POINTS[["x", "y"]])), "no field 'z'; there are x, y"),
    "m_ply": (ply(POINTS).replace(b"element vertex", b"element corner"), "no vertices"),
    "n_ply": (ply(POINTS).replace(b"float x", b"floot x"), "'property floot x'"),
    "o_ply": (ply(POINTS).replace(b"vertex 50", b"vertex 9999999"), "truncated"),
    "p_ply": (ply(POINTS).replace(b"float x", b"list uchar float x"), "lists"),
    "q_ply": (ply(POINTS, "ascii").replace(b"1600000000.0", b"__import__('os')"), "damaged"),
    "r_ply": (ply(POINTS).replace(b"end_header", b"comment   "), "header"),
    "s_npy": (npy(np.zeros((2, 3))).replace(b"(2, 3)", b"(9, 9)"), "truncated"),
    "t_npy": (b"\x93NUMPY\x01\x00\x05\x00hello", "header cannot be read"),
    "u_las": (b"LASF" + bytes(50), "truncated"),
    "v_pcd": (pcd(POINTS, "ascii", TYPE="F F F F U U F"), "does not fit the field 'label'"),
}  # fmt: skip


def test_files_that_are_bad(write):
    folder = write(**{name: data for name, (data, _) in BAD.items()}, z_pcd=pcd(POINTS))
    frame = pandas_ext.read_pointclouds(folder, on_error="report")
    assert frame["points"].isna().tolist() == [True] * len(BAD) + [False]
    np.testing.assert_array_equal(frame["points"].iloc[-1], stacked(POINTS))
    for (_, reason), error in zip(BAD.values(), frame["error"], strict=False):
        assert reason in error
    assert frame["error"].isna().tolist() == [False] * len(BAD) + [True]
    pd.testing.assert_frame_equal(
        pandas_ext.read_pointclouds(folder, on_error="null"), frame.drop(columns="error")
    )
    with pytest.raises(MediaError, match=r"row 0: .*/a\.pcd: the file is empty"):
        pandas_ext.read_pointclouds(folder)


def test_all_files_are_bad(write):
    frame = pandas_ext.read_pointclouds(write(a_pcd=b""), ["x", "red"], on_error="null")
    assert frame["points"].isna().tolist() == [True]
    assert frame["points"].dtype == TensorDtype("float32", (None, 2), fields=("x", "red"))


def test_limits(write):
    with option_context(max_bytes=1000), pytest.raises(LimitError, match=r"options\.max_bytes"):
        read_one(write, pcd(POINTS, "binary_compressed"), "pcd")


@pytest.mark.parametrize("fields", ["x", [], ["x", "x"]])
def test_fields_that_are_none(write, fields):
    with pytest.raises((ValueError, TypeError), match="names"):
        read_one(write, pcd(POINTS), "pcd", fields)


def test_lzf():
    rng = np.random.default_rng(1)
    for data in (b"", b"a", b"a" * 1000, bytes(range(256)) * 9, rng.bytes(999),
                 rng.integers(0, 3, 5000, "u1").tobytes()):  # fmt: skip
        assert decompress(lzf(data), len(data)) == data
    packed = lzf(b"a" * 1000)
    assert len(packed) < 20
    for size in (999, 1001):
        with pytest.raises(MediaError, match="damaged"):
            decompress(packed, size)
    for broken in (packed[:-1], b"\x20\x00", b"\x05abc", b"\xe0"):
        with pytest.raises(MediaError, match=r"damaged|truncated"):
            decompress(broken, 1000)


def test_accel_gives_frames_of_its_own(write):
    import accel.pandas

    frame = accel.pandas.read_pointclouds(write(a_pcd=pcd(POINTS)))
    assert isinstance(frame, accel.pandas.DataFrame)
    assert frame["points"].tensor.mean(axis=0)[0].shape == (4,)


def test_layers_of_absurd_sizes_are_not_allocated(write):
    data = las(100, compressed=True, version="1.4", kind=7)
    start = int.from_bytes(data[96:100], "little")
    size = int.from_bytes(data[105:107], "little")
    place = start + 8 + size + 4
    broken = data[:place] + b"\xff\xff\xff\x7f" + data[place + 4 :]
    with pytest.raises(MediaError, match="the layers of a chunk are of another size"):
        read_one(write, broken, "laz")


def test_a_table_of_too_few_chunks(write):
    data = las(100, compressed=True, version="1.4", kind=7)
    start = int.from_bytes(data[96:100], "little")
    place = int.from_bytes(data[start : start + 8], "little")
    broken = data[: place + 4] + bytes(4) + data[place + 8 :]
    with pytest.raises(MediaError, match="chunks of 0 points, not 100"):
        read_one(write, broken, "laz")


def test_several_chunks(write):
    data = las(120_000, compressed=True, version="1.4", kind=7)
    wanted = laspy.read(io.BytesIO(data))
    np.testing.assert_array_equal(read_one(write, data, "laz")[0], stacked(wanted))


def test_what_overflows_the_stack_of_the_decoder(write):
    data = las(60, compressed=True)
    start = int.from_bytes(data[96:100], "little")
    broken = data[:977] + b"\xff" * 800
    broken = broken[: len(data) - 14] + data[-14:]
    assert start < 977 < len(data) - 14
    with pytest.raises(MediaError, match="cannot be decompressed"):
        read_one(write, broken, "laz")
