"""The picture tasks, as a user of each library writes them."""

from __future__ import annotations

import glob
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SIDE: Final = 224
WIDE: Final = 1200

Task = Callable[[str, int], Any]
"""From a folder and a number of threads to an array of pixels, or to a sorted list of names."""


def _ours(**resize: Any) -> Task:
    def run(folder: str, threads: int) -> NDArray[Any]:
        import pandas_ext

        pandas_ext.options.num_threads = threads
        frame = pandas_ext.read_images(folder)
        pixels: NDArray[Any] = frame["image"].img.resize(SIDE, SIDE, **resize).img.to_numpy()
        return pixels

    return run


def _ours_wide(folder: str, threads: int) -> list[str]:
    import pandas_ext

    pandas_ext.options.num_threads = threads
    frame = pandas_ext.read_images(folder)
    return sorted(frame[frame["image"].img.width > WIDE]["path"])


def _daft_resize(folder: str, threads: int) -> NDArray[Any]:
    import daft
    from daft.functions import decode_image, download, resize

    frame = daft.from_glob_path(f"{folder}/*.jpg").sort("path")
    pictures = resize(decode_image(download(daft.col("path")), mode="RGB"), SIDE, SIDE)
    column = frame.select(pictures.alias("image")).to_pydict()["image"]
    return np.stack(column)


def _daft_wide(folder: str, threads: int) -> list[str]:
    import daft
    from daft.functions import decode_image, download, image_width

    # as a predicate, this panics in Daft 0.7 ("cannot start a runtime from within a runtime")
    frame = daft.from_glob_path(f"{folder}/*.jpg")
    width = image_width(decode_image(download(daft.col("path")), mode="RGB"))
    found = frame.select("path", width.alias("width")).to_pydict()
    pairs = zip(found["path"], found["width"], strict=True)
    return _paths([path for path, pixels in pairs if pixels > WIDE])


def _daft_wide_by_header(folder: str, threads: int) -> list[str]:
    import daft
    from daft.functions import image_file, image_file_metadata

    frame = daft.from_glob_path(f"{folder}/*.jpg")
    header: Any = image_file_metadata(image_file(daft.col("path")))
    return _paths(frame.where(header.get("width") > WIDE).to_pydict()["path"])


def _pillow_resize(folder: str, threads: int) -> NDArray[Any]:
    import pandas
    from PIL import Image

    def one(path: str) -> NDArray[Any]:
        with Image.open(path) as picture:
            small = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
            return np.asarray(small)

    return np.stack(pandas.Series(_files(folder)).map(one).tolist())


def _pillow_wide(folder: str, threads: int) -> list[str]:
    import pandas
    from PIL import Image

    def width(path: str) -> int:
        with Image.open(path) as picture:
            return picture.width

    paths = pandas.Series(_files(folder))
    return list(paths[paths.map(width) > WIDE])


def _opencv_resize(folder: str, threads: int) -> NDArray[Any]:
    import cv2

    cv2.setNumThreads(1)

    def one(path: str) -> NDArray[Any]:
        picture: Any = cv2.imread(path, cv2.IMREAD_COLOR_RGB)
        small: NDArray[Any] = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        return small

    with ThreadPoolExecutor(threads) as pool:
        return np.stack(list(pool.map(one, _files(folder))))


def _files(folder: str) -> list[str]:
    return sorted(glob.glob(f"{folder}/*.jpg"))


def _paths(urls: list[str]) -> list[str]:
    return sorted(url.removeprefix("file://") for url in urls)


TASKS: Final[dict[str, dict[str, Task]]] = {
    "decode and resize to 224x224": {
        "pandas_ext": _ours(),
        "pandas_ext reducing": _ours(reducing=True),
        "daft": _daft_resize,
        "pandas and Pillow": _pillow_resize,
        "OpenCV in threads": _opencv_resize,
    },
    "filter by width": {
        "pandas_ext": _ours_wide,
        "daft": _daft_wide,
        "daft, image_file_metadata": _daft_wide_by_header,
        "pandas and Pillow": _pillow_wide,
    },
}
"""What each library does, task by task; the first one's result is what the others' is held to."""
