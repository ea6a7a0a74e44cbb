"""IPython: how frames show, and what completes."""

import os
import tempfile

from IPython.core.completer import provisionalcompleter
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

OWN = {"accel", "_accel_state", "_plain"}  # the accessor, and what is private to us
ONLY_SMALL = {"completions"}


def shown(pd, df):
    return [df._repr_html_(), repr(df), str(df["x"]), df.head(3)._repr_html_(),
            hasattr(df["x"], "_repr_html_"), hasattr(df, "_repr_mimebundle_")]  # fmt: skip


def bundles(pd, df):
    formatter = DisplayFormatter()
    return [formatter.format(df), formatter.format(df["x"]), formatter.format(df.index)]


def long_and_wide(pd, df):
    with pd.option_context("display.max_rows", 6, "display.max_columns", 4, "display.width", 60):
        return [repr(df), df._repr_html_(), repr(df["g"]), repr(df["t"]), repr(df.dtypes)]


def data_resources(pd, df):
    with pd.option_context("display.html.table_schema", True):
        return DisplayFormatter().format(df.head(3))


def as_latex(pd, df):
    with pd.option_context("styler.render.repr", "latex"):
        return df.head(2)._repr_latex_()


def styled(pd, df):
    style = df.head(3).style.format(precision=2).highlight_max(subset=["x"], color="red")
    return [style.set_uuid("u").to_html(), style.set_uuid("u")._repr_html_()]


def _session():
    """Return a shell that keeps no history and writes nothing to the user's folders."""
    os.environ.setdefault("IPYTHONDIR", tempfile.mkdtemp())
    config = Config()
    config.HistoryManager.enabled = False
    return InteractiveShell.instance(config=config)


def shell(pd, df):
    session = _session()
    session.user_ns.update(df=df, s=df["x"], pd=pd)
    out = []
    for line in ("df.head(2)", "df['n'].sum()", "display(df.head(2))", "df.describe()"):
        with capture_output() as caught:
            session.run_cell(line)
        out += [caught.stdout, [output.data for output in caught.outputs]]
    return out


def completions(pd, df):
    session = _session()
    session.user_ns.update(df=df, s=df["x"], pd=pd)
    result = []
    for text in ("df.", "df.gro", "df['", "df.x.", "s.str.", "s.dt.", "df[['x', '",
                 "pd.read_p", "df.plot."):  # fmt: skip
        found = session.Completer.completions(text, len(text))
        with provisionalcompleter():
            result.append(sorted({one.text for one in found} - OWN))
    return result


def names(pd, df):
    return [
        sorted(set(dir(obj)) - OWN)
        for obj in (df, df["x"], df["g"].str, df["t"].dt, df.groupby("g"), df.plot)
    ]


def inspected(pd, df):
    session = _session()
    session.user_ns.update(df=df, s=df["x"])
    found = session.object_inspect("df")
    return [
        {key: found[key] for key in ("type_name", "string_form", "length", "docstring", "isclass")},
        session.object_inspect("df.head")["definition"],
        session.object_inspect("df.groupby")["definition"],
        session.object_inspect("s.map")["docstring"],
    ]


def pretty(pd, df):
    from IPython.lib.pretty import pretty as shown

    return [shown(df), shown([df.head(1), df["x"].head(1)]), shown({"a": df["x"].head(2)})]
