"""Tags of DICOM files as Python's own values."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from pandas_ext.codec.dicom_file import open_dicom, reading
from pandas_ext.errors import MediaError, MissingLibraryError
from pandas_ext.source.base import Source

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_WHOLE: Final = frozenset({"IS", "US", "SS", "UL", "SL", "UV", "SV"})
_REAL: Final = frozenset({"DS", "FL", "FD"})
_TEXT: Final = frozenset({"AE", "AS", "CS", "DA", "DT", "LO", "LT", "PN", "SH", "ST", "TM", "UC",
                          "UI", "UR", "UT"})  # fmt: skip


def read_tags(source: Source, names: Sequence[str] | None = None) -> dict[str, Any]:
    """Return tags of a DICOM file by their keywords; pixels are not read.

    Parameters
    ----------
    source : Source
        The file.
    names : sequence of str, optional
        Keywords of those that are wanted; all by default. Private tags are left out.

    Raises
    ------
    MediaError
        If the file is no DICOM file, or damaged; the error names it.
    """
    try:
        with reading():
            dataset = open_dicom(source, names).dataset
            found = {**_values(dataset.file_meta), **_values(dataset)}
    except MediaError as error:
        raise error.in_file(source.name) from error.__cause__
    return found if names is None else {name: found[name] for name in names if name in found}


def dtype_of(name: str) -> str | None:
    """Return the dtype of a column of a tag's values, ``None`` where it may hold several.

    Raises
    ------
    ValueError
        If DICOM has no such tag.

    Examples
    --------
    >>> dtype_of("PatientID"), dtype_of("Rows"), dtype_of("PixelSpacing")
    ('str', 'Int64', None)
    """
    try:
        from pydicom.datadict import dictionary_VM, dictionary_VR, tag_for_keyword
    except ImportError as error:
        raise MissingLibraryError("pydicom", "reading DICOM files", "scans") from error
    tag = tag_for_keyword(name)
    if tag is None:
        raise ValueError(f"DICOM has no tag {name!r}; keywords are such as 'PatientID'")
    if dictionary_VM(tag) != "1":
        return None
    kind = dictionary_VR(tag)
    return "Int64" if kind in _WHOLE else "Float64" if kind in _REAL else (
        "str" if kind in _TEXT else None
    )  # fmt: skip


def _values(dataset: Dataset) -> dict[str, Any]:
    from pydicom.errors import BytesLengthException

    unreadable = (
        BytesLengthException, ValueError, TypeError, ArithmeticError, LookupError,
        NotImplementedError, struct.error,
    )  # fmt: skip
    found: dict[str, Any] = {}
    for tag in sorted(dataset.keys()):
        if tag.is_private:
            continue
        try:
            element = dataset[tag]
        except unreadable:
            raw = dataset.get_item(tag)
            found.setdefault(f"0x{tag:08x}", bytes(getattr(raw, "value", None) or b""))
            continue
        name = element.keyword or f"0x{tag:08x}"
        try:
            value = _plain(element.value, element.VR)
        except unreadable:
            value = str(element.value)  # what its kind of value does not allow
        found.setdefault(name, value)
    return found


def _plain(value: Any, kind: str) -> Any:
    """Return a value as Python has it: of several a list, of sequences a list of dicts."""
    if value is None or isinstance(value, bytes):
        return value
    if kind == "SQ":
        return [_values(item) for item in value]
    if not isinstance(value, str) and hasattr(value, "__len__") and kind != "PN":
        return [_plain(one, kind) for one in value]
    if kind == "PN" and type(value).__name__ == "MultiValue":
        return [str(one) for one in value]
    if value == "" and kind not in _TEXT:
        return None
    if kind in _WHOLE:
        return int(value)
    if kind in _REAL:
        return float(value)
    return str(value)
