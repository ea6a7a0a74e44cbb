"""pandas' own tests of extension arrays, on video columns."""

import pandas_ext  # noqa: F401 - registers
from compat_tests.media.extension.common import FilesSuite


class TestVideo(FilesSuite):
    name = "video"
