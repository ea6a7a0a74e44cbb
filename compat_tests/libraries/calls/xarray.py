"""xarray: datasets from frames, and back."""

import numpy as np
import xarray as xr

ONLY_SMALL = {"coordinates"}


def _set(data):
    return data.to_dict()


def from_dataframe(pd, df):
    made = xr.Dataset.from_dataframe(df)
    return [_set(made), made.to_dataframe(), {name: str(made[name].dtype) for name in made}]


def from_an_indexed_frame(pd, df):
    frame = df.head(50).drop_duplicates(["n", "g"]).set_index(["n", "g"])[["x", "b"]]
    made = frame.to_xarray()
    return [_set(made), made.to_dataframe()]


def from_series(pd, df):
    made = xr.DataArray.from_series(df.set_index("t")["x"])
    return [_set(made), made.to_series(), df["g"].to_xarray().to_dict()]


def arrays(pd, df):
    made = xr.DataArray(df[["x", "y"]])
    return [made.dims, made.values, _set(xr.DataArray(df["x"])), made.to_pandas()]


def datasets(pd, df):
    made = xr.Dataset({"x": ("row", df["x"]), "y": df["y"].rename_axis("row")})
    return [_set(made), made.mean().to_array().values]


def coordinates(pd, df):
    made = xr.DataArray(np.arange(len(df)), dims="t", coords={"t": df["t"]})
    return [_set(made.isel(t=slice(3))), made.resample(t="1D").mean().to_series()]


def grouped(pd, df):
    made = xr.Dataset.from_dataframe(df.set_index("t")[["x", "g"]])
    return made["x"].groupby(made["g"]).mean().to_series()


def selected(pd, df):
    made = df[["x"]].to_xarray()
    return made.sel(index=df.index[:3]).to_dataframe()


def combined(pd, df):
    made = df["x"].to_xarray() + xr.DataArray(df["y"].rename_axis("index"))
    return made.to_series()


def twice_the_same_label(pd, df):
    return df.head(5).set_index("b").to_xarray()
