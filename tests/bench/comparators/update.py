"""The update that the comparators send. It has the length of the product's update."""

UPDATE_BYTES = 600
"""The length of the whole packet `42["change",…]`, in bytes."""
_HEAD, _TAIL = '42["change",["floor.en",{"text":"', '"}]]'
TEXT = "x" * (UPDATE_BYTES - len(_HEAD) - len(_TAIL))
BODY = ["floor.en", {"text": TEXT}]
MESSAGE = f"{_HEAD}{TEXT}{_TAIL}"
