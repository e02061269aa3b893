"""Measurements, not tests. `make bench` runs each module and merges its rows into build/bench.json."""
