"""Columns as files: names that are safe, and files that are whole or not there."""
