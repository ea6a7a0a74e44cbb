"""What columns look like in a notebook: thumbnails, and never more rows decoded than are shown."""
