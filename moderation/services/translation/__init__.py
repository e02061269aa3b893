"""Machine translation: engines behind one interface, in worker processes (docs/languages.md)."""
