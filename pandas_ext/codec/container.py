"""Opens the containers of clips and recordings: MP4, Matroska, WebM, AVI, MPEG-TS and others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NoReturn

from pandas_ext.errors import MediaError, MissingLibraryError
from pandas_ext.source.base import Source
from pandas_ext.source.stream import SourceStream

if TYPE_CHECKING:
    from av.container import InputContainer

# Only these are tried: playlists, scripts and slide shows name other files to open.
_FORMATS: Final = (
    "aac,ac3,aiff,amr,apng,asf,au,av1,avi,caf,dv,eac3,flac,flv,gif,h263,h264,hevc,ivf,"
    "m4v,matroska,webm,mjpeg,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,mpegvideo,mxf,nut,obu,ogg,"
    "rm,vc1,w64,wav,webm_dash_manifest,wv,yuv4mpegpipe"
)
_BUFFER: Final = 2**16  # bytes asked for at a time: each time takes the interpreter's lock


@contextmanager
def opened(source: Source) -> Iterator[InputContainer]:
    """Open a container for reading; nothing but the source is opened for it.

    Raises
    ------
    MediaError
        If it is damaged, truncated or no container; in the block too.
    """
    av = library()
    if not source.size():
        raise MediaError("the file is empty")
    try:
        with av.open(
            SourceStream(source),
            "r",
            options={"format_whitelist": _FORMATS},
            io_open=_refuse,
            metadata_errors="replace",
            buffer_size=_BUFFER,
        ) as container:
            yield container
    except av.FFmpegError as error:
        raise MediaError(f"damaged, truncated or no clip or recording: {_said(error)}") from error


def library() -> Any:
    """Return PyAV.

    Raises
    ------
    MissingLibraryError
        If it is not installed.
    """
    try:
        import av
    except ImportError as error:
        raise MissingLibraryError("PyAV", "reading clips") from error
    return av


def _refuse(url: str, *_: object) -> NoReturn:
    raise MediaError(f"the file refers to another one, which is not opened: {url[:200]}")


def _said(error: Any) -> str:
    return str(error.strerror or error).lower()
