"""The session file: a TOML text that is checked and converted to a session's definition."""
