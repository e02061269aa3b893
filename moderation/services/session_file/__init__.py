"""The session file: a TOML text, checked and turned into a session's definition."""
