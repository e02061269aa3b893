"""The servers that the benchmark edge.py compares with the product.

The server group_commit answers HTTP requests only. All other servers accept the same simulated phones. For each `POST
/publish`, such a server sends one update of UPDATE_BYTES to every subscribed phone.
"""
