"""``%load_ext accel``: a notebook's ``import pandas`` gives the engine."""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Install the engine; a ``pd`` that is there already becomes ours."""
    import pandas

    from accel.installation import install

    install()
    import accel.pandas as ours

    for name, value in list(shell.user_ns.items()):
        if value is pandas:
            shell.user_ns[name] = ours


def unload_ipython_extension(shell: Any) -> None:
    """Give the notebook plain pandas back."""
    import accel.pandas as ours
    from accel.installation import uninstall

    uninstall()
    import pandas

    for name, value in list(shell.user_ns.items()):
        if value is ours:
            shell.user_ns[name] = pandas
