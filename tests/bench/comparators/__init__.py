"""The other servers in the benchmark of sockets and fan-out. Each accepts the same phones and sends equal updates.

`POST /publish` sends one update of UPDATE_BYTES to every phone that has subscribed.
"""
