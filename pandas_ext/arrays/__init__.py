"""Columns: what pandas asks of an extension array, over handles or flat buffers."""
