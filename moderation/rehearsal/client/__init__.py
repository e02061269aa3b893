"""The parts of a stream client without I/O: packets, WebSocket frames, and the rule for following a stream.

The rehearsal, the fault tests and the benchmarks share these modules. The modules import only `core`.
"""
