"""Rewriting plans: one rule a file, their order in ``driver``."""
