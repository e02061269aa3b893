"""The update that the comparators send: as long as one of ours."""

UPDATE_BYTES = 600
"""Of the whole message, `42["change",…]`, as Socket.IO puts it on the wire."""
_HEAD, _TAIL = '42["change",["floor.en",{"text":"', '"}]]'
TEXT = "x" * (UPDATE_BYTES - len(_HEAD) - len(_TAIL))
BODY = ["floor.en", {"text": TEXT}]
MESSAGE = f"{_HEAD}{TEXT}{_TAIL}"
