"""Kernels: arrays in, arrays out. No plan, no pandas."""
