"""Machine translation: engines behind one interface, in processes of their own (docs/languages.md)."""
