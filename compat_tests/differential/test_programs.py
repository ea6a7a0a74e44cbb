"""Random programs do in accel what they do in pandas; the command runs as many as one likes."""

import subprocess
import sys

COMMAND = "-m compat_tests.differential --examples 300 --jobs 2 --seed 5"


def test_random_programs():
    run = subprocess.run([sys.executable, *COMMAND.split()], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-5_000:]
