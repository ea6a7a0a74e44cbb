"""Nodes and expressions may be sent to other processes."""

import base64
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np

from accel.plan.expr import Literal

MAKE = """if True:
    import base64, pickle
    import numpy as np
    from accel.plan.expr import Literal
    made = Literal(np.dtype("f8"), "a text")
    hash(made)
    print(base64.b64encode(pickle.dumps(made)).decode())"""


def test_what_another_process_pickled_is_found_here():
    done = subprocess.run(
        [sys.executable, "-c", MAKE],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        cwd=Path(__file__).parents[2],
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    )
    received = pickle.loads(base64.b64decode(done.stdout))
    assert received in {Literal(np.dtype("f8"), "a text")}
