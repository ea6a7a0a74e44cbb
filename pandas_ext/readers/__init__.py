"""From folders and patterns to frames of files."""
