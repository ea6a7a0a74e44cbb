"""Small random frames, held as source text so that they can be printed and cut down."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# kind: how an array of it is written, common values, extreme ones, the missing value
_INT = ("0", "1", "2", "3", "-1", "7")
_UINT = ("0", "1", "2", "3", "7")
_FLOAT = ("0.0", "1.0", "2.5", "-1.5", "3.0", "0.25")
_FLOATS_FAR = ("np.inf", "-np.inf", "-0.0", "1e300", "5e-324", "9007199254740993.0")
_WORDS = ("'a'", "'b'", "'ab'", "'B'", "'c 1'", "'12'")
_WORDS_FAR = ("''", "' x '", "'é9'", "'\\U0001f600z'", "'A-b_c'", "'a' * 20")
_DAYS = ("'2020-01-31'", "'2020-02-29'", "'2019-12-31'", "'2021-07-04'", "'1969-07-20'")
_DAYS_FAR = ("'2020-01-31T23:59:59'", "'1970-01-01'", "'2262-01-01'", "'1700-03-01T06:07:08'")
_STEPS_FAR = ("-1", "86399999", "90061001")


def _numpy(dtype: str) -> str:
    return "np.array([{}], '" + dtype + "')"


def _array(dtype: str) -> str:
    return "pd.array([{}], dtype='" + dtype + "')"


def _whole(bits: int, signed: bool) -> tuple[str, ...]:
    top = 2 ** (bits - signed)
    return (str(top - 1), str(-top), str(1 - top)) if signed else (str(top - 1), str(top // 2))


KINDS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], str | None]] = {
    "bool": (_numpy("bool"), ("True", "False"), (), None),
    **{
        f"int{n}": (_numpy(f"int{n}"), _INT, _whole(n, True), None)
        for n in (8, 16, 32, 64)
    },
    **{
        f"uint{n}": (_numpy(f"uint{n}"), _UINT, _whole(n, False), None)
        for n in (8, 16, 32, 64)
    },
    "float32": (_numpy("float32"), _FLOAT, ("np.inf", "-np.inf", "-0.0", "1e-45"), "np.nan"),
    "float64": (_numpy("float64"), _FLOAT, _FLOATS_FAR, "np.nan"),
    "str": (_array("str"), _WORDS, _WORDS_FAR, "None"),
    "object": ("np.array([{}], dtype=object)", ("'a'", "1", "2.5", "'b'"), ("True",), "None"),
    **{f"M8[{u}]": (_numpy(f"M8[{u}]"), _DAYS, _DAYS_FAR, "'NaT'") for u in ("s", "ms", "us",
            "ns")},
    **{f"m8[{u}]": (_numpy(f"m8[{u}]"), _UINT, _STEPS_FAR, "'NaT'") for u in ("s", "us", "ns")},
    "category": ("pd.Categorical([{}], categories=['b', 'a', 'c'])", ("'a'", "'b'"), (), "None"),
    "ordered": (
        "pd.Categorical([{}], categories=['b', 'a', 'z'], ordered=True)",
        ("'a'", "'b'", "'z'"),
        (),
        "None",
    ),
    "category[int]": ("pd.Categorical([{}], categories=[3, 1, 2])", ("1", "2", "3"), (), "None"),
    "Int64": (_array("Int64"), _INT, (), "None"),
    "Float64": (_array("Float64"), _FLOAT, (), "None"),
    "boolean": (_array("boolean"), ("True", "False"), (), "None"),
    "string": (_array("string"), _WORDS, _WORDS_FAR, "None"),
    "tz": ("pd.DatetimeIndex([{}], tz='UTC')", _DAYS, (), "None"),
}  # fmt: skip

_USUAL = ("int64", "int64", "float64", "float64", "str", "str", "bool", "M8[us]")
_ALL = tuple(KINDS)
_LABELS = ("a", "b", "c", "d", "e", "f")
_ODD_LABELS = (0, 1, 2.5, ("x", 1), "a b", None, "sum", "index", "", True)


@dataclass(frozen=True)
class Values:
    """An array as text: how it is written, and its values."""

    kind: str
    values: tuple[str, ...]

    def text(self) -> str:
        return KINDS[self.kind][0].format(", ".join(self.values))


@dataclass(frozen=True)
class Labels:
    """An index as text.

    ``how`` is ``"default"``, ``"range"`` (start and step in ``bounds``) or ``"values"`` (levels).
    """

    how: str = "default"
    levels: tuple[Values, ...] = ()
    names: tuple[object, ...] = (None,)
    bounds: tuple[int, int] = (0, 1)

    def text(self, rows: int) -> str:
        if self.how == "range":
            start, step = self.bounds
            return f"pd.RangeIndex({start}, {start + step * rows}, {step}, name={self.names[0]!r})"
        if len(self.levels) == 1:
            return f"pd.Index({self.levels[0].text()}, name={self.names[0]!r})"
        levels = ", ".join(level.text() for level in self.levels)
        return f"pd.MultiIndex.from_arrays([{levels}], names={list(self.names)!r})"


@dataclass(frozen=True)
class Frame:
    """A frame as text."""

    name: str
    rows: int
    columns: tuple[tuple[object, Values], ...]
    index: Labels = Labels()
    columns_name: object = None

    def text(self) -> str:
        """Return the statements that make it."""
        labels = [label for label, _ in self.columns]
        plain = len(set(labels)) == len(labels) and len(set(map(type, labels))) < 2
        keys = labels if plain else list(range(len(labels)))
        items = ", ".join(
            f"{key!r}: {v.text()}" for key, (_, v) in zip(keys, self.columns, strict=True)
        )
        index = "" if self.index.how == "default" else f", index={self.index.text(self.rows)}"
        if not self.columns and not index:
            index = f", index=range({self.rows})"
        lines = [f"{self.name} = pd.DataFrame({{{items}}}{index})"]
        if not plain:
            lines.append(f"{self.name}.columns = {labels!r}")
        if self.columns_name is not None:
            lines.append(f"{self.name}.columns.name = {self.columns_name!r}")
        return "\n".join(lines)


def draw_values(chance: Random, kind: str, rows: int) -> Values:
    """Return random values; few different ones, mostly."""
    _, common, far, missing = KINDS[kind]
    pool = list(common[: chance.choice((2, 3, len(common)))])
    if far and chance.random() < 0.3:
        pool += far
    values = chance.choices(pool, k=rows)
    if missing is not None:
        share = chance.choice((0, 0, 0.2, 0.2, 0.5, 1)) if rows else 0
        values = [missing if chance.random() < share else v for v in values]
    return Values(kind, tuple(values))


def draw_frame(chance: Random, name: str) -> Frame:
    """Return a random frame."""
    rows = chance.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 30))
    if chance.random() < 0.02:
        rows = chance.randrange(100, 300)
    kinds = [
        chance.choice(_USUAL if chance.random() < 0.6 else _ALL)
        for _ in range(chance.choice((1, 2, 3, 3, 4, 4, 5, 6)))
    ]
    if chance.random() < 0.01:
        kinds = []
    labels = _draw_labels(chance, len(kinds))
    columns = tuple((x, draw_values(chance, k, rows)) for x, k in zip(labels, kinds, strict=True))
    columns_name = "cn" if chance.random() < 0.05 else None
    return Frame(name, rows, columns, _draw_index(chance, rows), columns_name)


def _draw_labels(chance: Random, count: int) -> list[object]:
    labels: list[object] = list(_LABELS[:count])
    odd = chance.random()
    if odd < 0.08:
        labels = chance.sample(_ODD_LABELS, count)
    elif odd < 0.12:
        labels = list(range(count))
    elif odd < 0.16:
        labels = [("x", label) for label in labels]
    elif odd < 0.22:
        labels = [chance.choice(_LABELS[:3]) for _ in range(count)]
    return labels


_INDEX_KINDS = ("int64", "int64", "float64", "str", "M8[ns]", "M8[s]", "category", "bool", "uint8")


def _draw_index(chance: Random, rows: int) -> Labels:
    how = chance.random()
    name = chance.choice((None, None, "i", "a", 3))
    if how < 0.5:
        return Labels()
    if how < 0.6:
        return Labels(
            "range", names=(name,), bounds=(chance.randrange(-3, 9), chance.choice((1, 2, -1, 3)))
        )
    if how < 0.7:
        order = [str(k) for k in range(rows)]
        chance.shuffle(order)
        return Labels("values", (Values("int64", tuple(order)),), (name,))
    levels = 1 if how < 0.9 else 2
    kinds = chance.choices(_INDEX_KINDS, k=levels)
    names = (name,) if levels == 1 else (name, chance.choice((None, "j")))
    return Labels("values", tuple(draw_values(chance, kind, rows) for kind in kinds), names)
