"""The examples of docs/media.md run, one after the other."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import PIL.Image

ROOT = Path(__file__).parents[2]


def test_examples_run(tmp_path):
    chance = np.random.default_rng(0)
    (tmp_path / "photos" / "trip").mkdir(parents=True)
    for k in range(6):
        pixels = chance.integers(0, 256, (240, 320 + 40 * k, 3), dtype="uint8")
        folder = tmp_path / "photos" / ("trip" if k % 2 else "")
        PIL.Image.fromarray(pixels).save(folder / f"{k}.jpg")
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "media.md").read_text(), re.DOTALL)
    assert len(blocks) > 5
    program = "\n".join(blocks)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
    )
    assert done.returncode == 0, done.stderr
    assert "image[RGB, 224x224]" in done.stdout
    assert "broken.jpg" in done.stdout
