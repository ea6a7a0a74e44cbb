"""400 JPEGs that look like photographs, cut and resized out of those that packages ship."""

from __future__ import annotations

import random
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

SIZES: Final = ((640, 427), (800, 600), (1024, 768), (1280, 720), (1600, 1067), (1920, 1080))
_QUALITY: Final = 93
_NOISE: Final = 4.0  # grey levels: what sensors add, and what smooth enlarging takes away


def ensure(folder: Path, count: int = 400) -> Path:
    """Return a folder of ``count`` JPEGs, 640x427 to 1920x1080; made on the first call.

    The same for the same count, apart from what another version of Pillow encodes otherwise.
    """
    target = folder / f"photos-{count}"
    if target.is_dir():
        return target
    from PIL import Image

    making = target.with_name(target.name + ".part")
    making.mkdir(parents=True, exist_ok=True)
    chance, noise = random.Random(0), np.random.default_rng(0)
    originals = [Image.fromarray(array) for array in _originals()]
    for k in range(count):
        picture = originals[k % len(originals)]
        width, height = chance.choice(SIZES)
        share = chance.uniform(0.6, 1.0)
        across, down = int(picture.width * share), int(picture.height * share)
        left = chance.randrange(picture.width - across + 1)
        top = chance.randrange(picture.height - down + 1)
        part = picture.crop((left, top, left + across, top + down))
        part = part.resize((width, height), Image.Resampling.LANCZOS)
        grain = noise.normal(0, _NOISE, (height, width, 1))
        pixels = np.clip(np.asarray(part) + grain, 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(making / f"{k:04d}.jpg", quality=_QUALITY)
    making.rename(target)
    return target


def _originals() -> list[Any]:
    from PIL import Image
    from sklearn.datasets import load_sample_images

    found = list(load_sample_images().images)
    spec = find_spec("skimage")
    if spec is not None and spec.origin is not None:
        data = Path(spec.origin).parent / "data"
        for path in sorted(data.glob("*.*")):
            if path.suffix in (".png", ".jpg", ".jpeg"):
                with Image.open(path) as picture:
                    if picture.mode == "RGB" and min(picture.size) >= 300:
                        found.append(np.asarray(picture))
    return found
