"""The examples of media columns run: those of docs/media.md one after the other, the README's."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas
import PIL.Image
import pytest

import pandas_ext  # noqa: F401 - registers the dtypes

ROOT = Path(__file__).parents[2]


def blocks(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


@pytest.fixture
def folder(tmp_path):
    chance = np.random.default_rng(0)
    (tmp_path / "photos" / "trip").mkdir(parents=True)
    for k in range(6):
        pixels = chance.integers(0, 256, (240, 320 + 40 * k, 3), dtype="uint8")
        place = tmp_path / "photos" / ("trip" if k % 2 else "")
        PIL.Image.fromarray(pixels).save(place / f"{k}.jpg")
    return tmp_path


def printed(program: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_page(folder):
    program = blocks("docs/media.md")
    assert len(program) > 5
    said = printed("\n".join(program), folder)
    assert "image[RGB, 224x224]" in said
    assert "broken.jpg" in said


def test_the_readme(folder):
    (program,) = [block for block in blocks("README.md") if "read_images" in block]
    said = printed(program + "print(pd.read_parquet('large.parquet').dtypes)", folder)
    assert "tensor[uint8, (224, 224, 3)]" in said


def test_the_table_names_every_method_of_pictures():
    page = (ROOT / "docs/media.md").read_text()
    table = page[page.index("| facts, without decoding |") : page.index("| scans |")]
    named = {*re.findall(r"`(\w+)`", table), "dicom", "nifti"}
    pictures = pandas.Series([], dtype="image")
    assert {name for name in dir(pictures.img) if name[0] != "_"} | {"open"} == named
