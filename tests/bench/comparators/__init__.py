"""The servers that are compared with the live edge. Each accepts the same phones and sends updates of the same size.

`POST /publish` sends one update of UPDATE_BYTES to every phone that has subscribed.
"""
