"""The servers with which the live edge is compared: each accepts the same phones and sends them the same bytes.

`POST /publish` sends one update of UPDATE_BYTES to every phone that has subscribed.
"""
