"""The parts of a stream client that do no I/O: packets, WebSocket frames, and the rule for following a stream.

The rehearsal, the fault tests and the benchmarks share these modules. The modules import only `core`.
"""
