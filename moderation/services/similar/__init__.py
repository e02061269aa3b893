"""The search for similar questions: score, index of each session, index process (docs/similarity.md)."""
