"""Arrow extension types, to and from Arrow."""
