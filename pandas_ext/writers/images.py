"""Pictures as files: encoded anew where that is needed, and as they are where it is not."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pandas_ext.chain import run_annotated, run_chain
from pandas_ext.codec.encode import FORMS, Encode, format_of_name
from pandas_ext.codec.metadata import NOTHING
from pandas_ext.errors import MediaError, naming
from pandas_ext.parallel import Budget
from pandas_ext.source.base import Source
from pandas_ext.value.image import Image


def encoded(image: Image, encode: Encode, budget: Budget) -> bytes | memoryview:
    """Return a picture as a file; its own, where that is what is asked for.

    Raises
    ------
    MediaError
        If it cannot be read, decoded or written so; the error names the file.
    """
    if encode.is_plain and _own_format(image) == encode.format:
        said = NOTHING if encode.exif and encode.icc_profile else image.metadata
        if encode.kept(said) == said:
            return image.source.read()
    if encode.exif or encode.icc_profile:
        pixels, said = run_annotated(image, budget)
    else:
        pixels, said = run_chain(image, budget), NOTHING
    with naming(image.name):
        return encode.apply(pixels, said)


class Job(NamedTuple):
    """A file to write: its name and, unless the picture's own bytes are written, how."""

    image: Image
    name: str
    encode: Encode | None

    def data(self, budget: Budget) -> bytes | memoryview:
        """Return what to write."""
        if self.encode is None:
            return self.image.source.read()
        return encoded(self.image, self.encode, budget)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for of a row.

    Attributes
    ----------
    image : Image
        The picture.
    name : str
        Of the file, perhaps without the end that says its format.
    options : dict
        Arguments of ``Encode``; the format follows from name and file where it is not among them.
    """

    image: Image
    name: str
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether reading it is waiting for another machine."""
        return self.image.waits

    def job(self) -> Job:
        """Return what has to be done for it; reads the header at most.

        Raises
        ------
        MediaError
            If the file cannot be read.
        ValueError
            If there is no such format, or it has no such options.
        """
        said = format_of_name(self.name)
        if said is None and not self.options:
            own = _own_format(self.image)
            if own and own not in FORMS:
                return Job(self.image, self.name + _suffix(self.image, own), None)
        usual: dict[str, Any] = (
            {} if "format" in self.options else {"format": said or self._usual()}
        )
        try:
            encode = Encode(**usual, **self.options)
        except ValueError as error:  # of the format that this row's file has, mostly
            raise MediaError(str(error), self.image.name) from error
        if said is None:
            return Job(self.image, self.name + FORMS[encode.format].suffixes[0], encode)
        if said != encode.format:
            raise ValueError(f"{self.name!r} is no name of a file of format {encode.format}")
        return Job(self.image, self.name, encode)

    def _usual(self) -> str:
        """Return the format of the file that the picture comes from, if it can hold it."""
        if isinstance(self.image.source, Source):
            form = FORMS.get(self.image.header.format)
            if form is not None and self.image.mode in form.modes:
                return self.image.header.format
        return "PNG"


def _own_format(image: Image) -> str:
    """Return the format of a file that is the picture, ``""`` if there are steps or no file."""
    return "" if image.steps or not isinstance(image.source, Source) else image.header.format


def _suffix(image: Image, own: str) -> str:
    """Return the end of the name of a file that is written as it is."""
    return os.path.splitext(image.source.name)[1] or f".{own.lower()}"
