"""Image, video, audio and tensor columns for plain pandas.

The dtypes and their accessors are on the roadmap (docs/roadmap.md); the package is here so that
``accel`` may come to depend on it, and never the reverse.
"""
