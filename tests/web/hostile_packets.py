"""Packets of a hostile client, which try to exhaust the server's memory or processor time."""

from __future__ import annotations

import json

from tests.web.raw_sockets import BINARY, CONTINUATION, PING, frame

KIB_4 = b"\x00" * 4000
ATTACHMENTS = '{kind}999999999-["x",{{"_placeholder":true,"num":0}}]'
NESTED = '42["subscribe",' + '{"":' * 800 + "0" + "}" * 800 + "]"

KINDS = {
    "binary event": (frame(ATTACHMENTS.format(kind="45")), frame(KIB_4, BINARY)),
    "binary acknowledgement": (frame(ATTACHMENTS.format(kind="46")), frame(KIB_4, BINARY)),
    "binary event in Arabic digits": (frame(ATTACHMENTS.format(kind="4٥")), frame(KIB_4, BINARY)),
    "binary frames": (b"", frame(KIB_4, BINARY)),
    "base64": (b"", frame("b" + "A" * 4000)),
    "endless message": (frame("42", is_final=False), frame(KIB_4, CONTINUATION, is_final=False)),
    "tiny fragments": (frame("42", is_final=False), frame(b"x", CONTINUATION, is_final=False)),
    "endless frame": (b"\x81\xff" + (1 << 40).to_bytes(8, "big") + bytes(4), KIB_4),
    "wide text": (b"", frame('42["x","' + "x" * 3900 + "\U0001f600" + '"]')),
    "nested JSON": (b"", frame(NESTED)),
    "namespaces": (b"", frame("40/" + "x" * 3800 + ",")),
    "events in namespaces": (b"", frame("42/" + "x" * 3800 + ',1["subscribe"]')),
    "long ids": (b"", frame("42" + "9" * 99 + '["subscribe"]')),
    "subscribes": (b"", frame('421["subscribe",{"session":"' + "x" * 3000 + '"}]')),
    "acknowledgements": (b"", frame("431" + json.dumps(["x" * 3000]))),
    "upgrades": (b"", frame("5")),
    "pongs": (b"", frame("3")),
    "pings": (b"", frame(b"x" * 125, PING)),
}
"""{kind of attack: (the first frames, the frame that the attacker then sends again and again)}."""
