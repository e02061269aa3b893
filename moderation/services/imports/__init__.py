"""Question files: reading, recognition of known exports, choice of columns, rows to import."""
