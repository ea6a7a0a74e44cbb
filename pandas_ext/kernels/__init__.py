"""Per-pixel work of our own, as machine code: sources, the table of them, and what loads them."""
