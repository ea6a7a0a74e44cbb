"""The logical plan: immutable nodes over row spaces, expressions over columns."""
