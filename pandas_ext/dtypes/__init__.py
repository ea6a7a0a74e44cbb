"""The dtypes: what a column is declared as, by name."""
