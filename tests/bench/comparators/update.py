"""The update that the comparators send: as long as one of the product's."""

UPDATE_BYTES = 600
"""The bytes of the whole packet, `42["change",…]`."""
_HEAD, _TAIL = '42["change",["floor.en",{"text":"', '"}]]'
TEXT = "x" * (UPDATE_BYTES - len(_HEAD) - len(_TAIL))
BODY = ["floor.en", {"text": TEXT}]
MESSAGE = f"{_HEAD}{TEXT}{_TAIL}"
