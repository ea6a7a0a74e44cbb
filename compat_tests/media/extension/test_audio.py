"""pandas' own tests of extension arrays, on audio columns."""

import pandas_ext  # noqa: F401 - registers
from compat_tests.media.extension.common import FilesSuite


class TestAudio(FilesSuite):
    name = "audio"
