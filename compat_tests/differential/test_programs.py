"""Random programs do in accel what they do in pandas; the command runs as many as one likes."""

import subprocess
import sys
import zlib

EXAMPLES = 20_000
SEED = zlib.crc32(b"programs of 2026-11")  # other words, other programs
COMMAND = f"-m compat_tests.differential --examples {EXAMPLES} --jobs 2 --seed {SEED}"


def test_random_programs():
    run = subprocess.run([sys.executable, *COMMAND.split()], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-5_000:]
