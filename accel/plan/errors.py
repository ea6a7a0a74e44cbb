"""Why a call cannot be planned."""


class Unsupported(Exception):
    """A plan or a kernel lacks what was asked; the text is the fallback's reason."""
