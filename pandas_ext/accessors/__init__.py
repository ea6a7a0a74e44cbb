"""``.img``, ``.vid``, ``.audio``, ``.tensor``: thin, a line to the array each."""
