"""The one SQLite file: schema, the one writer, short reads. Returns core objects, never rows, and decides nothing."""
