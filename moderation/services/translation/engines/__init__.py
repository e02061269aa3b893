"""The engines, one module for each kind. Only `registry.make` imports these modules, in a worker process."""
