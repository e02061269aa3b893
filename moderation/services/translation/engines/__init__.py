"""The engines, one module for each kind. Only `registry.make` imports them, in a worker process."""
