"""torch: tensors of columns, data sets and loaders over frames."""

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset, default_collate

torch.set_warn_always(True)

ONLY_SMALL = {"collated_series", "loaders", "of_a_series"}


def tensors(pd, df):
    return [
        torch.tensor(df["x"].values).numpy(),
        torch.tensor(df["n"].to_numpy(dtype=np.int32, copy=True)).numpy(),
        torch.from_numpy(df[["x", "y"]].to_numpy(copy=True)).numpy(),
        torch.as_tensor(df["x"].to_numpy(copy=True)).numpy(),
        torch.tensor(df["b"].to_numpy()).numpy(),
    ]


def of_a_series(pd, df):
    return torch.tensor(df["x"].reset_index(drop=True)).numpy()


def of_a_list(pd, df):
    return [torch.tensor(df["x"].tolist()).numpy(), torch.tensor(list(df["n"])).numpy()]


def of_a_frame(pd, df):
    return torch.tensor(df[["x"]])


def of_text(pd, df):
    return torch.tensor(df["g"].values)


def read_only(pd, df):
    return torch.from_numpy(df["x"].to_numpy()).numpy()


def _shown(batch):
    if isinstance(batch, torch.Tensor):
        return [str(batch.dtype), batch.numpy()]
    if isinstance(batch, dict):
        return {key: _shown(value) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return [_shown(value) for value in batch]
    return batch


def collated_rows(pd, df):
    rows = df[["x", "n", "b", "g"]].head(4)
    return [_shown(default_collate(rows.to_dict("records"))),
            _shown(default_collate([tuple(row) for row in rows.itertuples(index=False)])),
            _shown(default_collate(list(rows.itertuples(index=False))))]  # fmt: skip


def collated_columns(pd, df):
    return [_shown(default_collate(df[name].head(5).tolist())) for name in ("x", "n", "b", "g")] + [
        _shown(default_collate(list(df["x"].head(5)))),
        _shown(default_collate(list(df["n"].to_numpy()))),
    ]


def collated_series(pd, df):
    return _shown(default_collate([df["x"], df["y"]]))


class _Rows(Dataset):
    def __init__(self, frame):
        self.frame = frame

    def __len__(self):
        return len(self.frame)

    def __getitem__(self, place):
        row = self.frame.iloc[place]
        return torch.tensor([row["x"], row["y"]]), row["g"], row["n"]


def loaders(pd, df):
    return [_shown(batch) for batch in DataLoader(_Rows(df), batch_size=4)]


def loaders_of_tensors(pd, df):
    data = TensorDataset(torch.tensor(df[["x", "y"]].to_numpy()), torch.tensor(df["n"].to_numpy()))
    return _shown(next(iter(DataLoader(data, batch_size=8))))


def mixed_arithmetic(pd, df):
    made = torch.tensor(df["x"].to_numpy())
    return [
        (made * 2).numpy(),
        df["x"] * made.numpy(),
        pd.Series(made.numpy()),
        pd.DataFrame({"a": made}),
    ]


def from_series_values(pd, df):
    return torch.FloatTensor(df["x"].head(4).tolist()).numpy()
