"""Why a call cannot be planned, and what is wrong with a plan."""


class Unsupported(Exception):  # noqa: N818 - it is an answer, not a failure
    """A plan or a kernel lacks what was asked; the text is the fallback's reason."""


class PlanError(Exception):
    """A plan breaks a rule all plans keep, or the optimizer runs in circles: a bug of ours."""


class DataDependent(Exception):  # noqa: N818 - likewise
    """What pandas gives depends on the data, and the engine met such data: replay in pandas."""
