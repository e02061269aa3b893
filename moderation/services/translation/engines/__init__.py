"""The translation engines, one module for each kind. Only worker processes create an engine (`registry.make`)."""
