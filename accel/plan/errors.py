"""Why a call cannot be planned, and what is wrong with a plan."""


class Unsupported(Exception):  # noqa: N818 - it is an answer, not a failure
    """A plan or a kernel lacks what was asked; the text is the fallback's reason."""


def refuse(**given: bool) -> None:
    """Refuse the arguments of a call that no plan takes.

    Parameters
    ----------
    **given : bool
        For each such argument whether the call gives it, other than as it is anyway.

    Raises
    ------
    Unsupported
        If there is one.

    Examples
    --------
    >>> refuse(axis=False, key=True, inplace=True)
    Traceback (most recent call last):
    accel.plan.errors.Unsupported: key=, inplace= are not planned
    """
    names = [f"{name}=" for name, is_given in given.items() if is_given]
    if names:
        raise Unsupported(f"{', '.join(names)} {'are' if names[1:] else 'is'} not planned")


class PlanError(Exception):
    """A plan breaks a rule all plans keep, or the optimizer runs in circles: a bug of ours."""


class DataDependent(Exception):  # noqa: N818 - likewise
    """What pandas gives depends on the data, and the engine met such data: replay in pandas."""
