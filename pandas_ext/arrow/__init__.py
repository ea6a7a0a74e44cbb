"""Columns in Arrow: extension types, and what comes from other people's files."""
