"""What Pillow says of a damaged file, in the words of somebody who has not read its source."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 120  # characters

_CODE: Final = r"invalid literal|Token too long"  # of no use to somebody who did not write it
_MEANS: Final = (
    (r"truncated|Truncated|not enough image data|Expected to read|got \d+ bytes",
     "its data end early"),
    (r"data stream|decoder|buffer overrun|failed to read|Decoding of|Failed to decode",
     "its data cannot be decoded"),
    (r"bad header checksum", "a checksum is wrong"),
    (r"broken PNG file", "there is no chunk where one should be"),
)  # fmt: skip
"""What is searched for, in turn, and what it means."""


def in_words(error: Exception, what: str) -> str:
    """Return what is wrong with a file.

    Parameters
    ----------
    error : Exception
        What Pillow raised. Its parsers raise whatever their code stumbles over, and may wrap it in
        a ``SyntaxError``.
    what : str
        What was being read: a header, or data.

    Examples
    --------
    >>> in_words(OSError("image file is truncated (12 bytes not processed)"), "data")
    'its data end early'
    >>> in_words(IndexError("index out of range"), "header")
    'its header cannot be read'
    """
    cause = error.__cause__ or error
    meant = isinstance(cause, (OSError, SyntaxError, RuntimeError)) or type(cause) is ValueError
    text = str(cause)
    if not meant or not text or re.search(_CODE, text):
        return f"its {what} cannot be read"
    return next((words for sign, words in _MEANS if re.search(sign, text)), text[:_LONGEST])
