"""Cells of media columns: small immutable handles, read and decoded when pixels are needed."""
