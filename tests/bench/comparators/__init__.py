"""Servers that the live edge is measured against: each accepts the same phones and sends them the same bytes, and does nothing else.

`POST /publish` sends one update of UPDATE_BYTES to every phone that has subscribed.
"""
