"""Picture formats: one codec a file, found by what a file begins with, never by its name."""
