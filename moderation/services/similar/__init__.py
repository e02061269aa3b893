"""Which earlier questions ask the same: scoring, an index for each session, and its process (docs/similarity.md)."""
