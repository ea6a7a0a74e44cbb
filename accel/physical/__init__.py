"""The physical plan: pipelines of a source, fused stages and a sink; no execution here."""
