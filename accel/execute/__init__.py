"""Execution: runs pipelines of morsels on this machine's threads."""
