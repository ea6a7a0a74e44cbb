"""The shim: pandas' classes whose calls become plan nodes."""
