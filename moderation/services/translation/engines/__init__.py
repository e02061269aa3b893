"""One module per kind of engine; only `engine.make` imports them, in a worker process."""
