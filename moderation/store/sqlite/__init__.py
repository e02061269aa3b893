"""The parts of the store that exist for SQLite only."""
