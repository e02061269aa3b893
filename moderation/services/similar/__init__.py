"""Similar questions: scoring, an index for each session, the process that holds the indexes (docs/similarity.md)."""
