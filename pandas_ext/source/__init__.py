"""Where the bytes of a row come from: a file, a URL, an open file, bytes, or a range of these."""
