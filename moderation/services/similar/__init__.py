"""The search for similar questions (docs/similarity.md). A separate process has one index for each session."""
