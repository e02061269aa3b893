"""Hypothesis strategies for WebSocket frames: valid or damaged Engine.IO and Socket.IO packets, and random bytes."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from tests.faults.fuzz_requests import CODE, SEATS
from tests.faults.fuzz_values import CANARY, HOSTILE, OTHER_JSON, RAW, TEXT, mostly
from tests.web.raw_sockets import BINARY, CONTINUATION, PING, frame
from tests.web.raw_sockets import TEXT as TEXT_FRAME

CLOSE, PONG = 8, 10
MOST_PAYLOAD = 60_000
CLOSED = frame(b"", CLOSE)

SUBSCRIBE = st.fixed_dictionaries(
    {"session": mostly(st.just(CODE), TEXT), "seat": mostly(st.sampled_from(SEATS), TEXT)},
    optional={"lang": st.one_of(st.sampled_from(("en", "fr")), OTHER_JSON), CANARY: OTHER_JSON},
)
EVENT = st.builds(
    lambda name, number, arguments: f"42{number}{json.dumps([name, *arguments])}",
    mostly(st.just("subscribe"), TEXT, st.sampled_from(("connect", "disconnect", "message", "change"))),
    st.sampled_from(("1", "1", "", "0", "9" * 99, "-1")),
    mostly(st.lists(SUBSCRIBE, min_size=1, max_size=1), st.lists(st.one_of(SUBSCRIBE, OTHER_JSON), max_size=2)),
)
PACKET = st.one_of(
    EVENT,
    st.builds(lambda kind, text: f"4{kind}{text}", st.sampled_from("0123456789"), TEXT),
    st.builds(lambda kind, text: f"4{kind}/{text},", st.sampled_from("0123456"), TEXT),
    st.builds(lambda kind, text: f"{kind}{text}", st.sampled_from("012356789b"), TEXT),
    st.sampled_from(("3", "2", "2probe", "5", "40", "41", '451-["x",{"_placeholder":true,"num":0}]', "4٥1-[]")),
)
PAYLOAD = st.one_of(
    PACKET.map(lambda packet: packet.encode(errors="replace")),
    RAW,
    st.sampled_from(HOSTILE).map(lambda text: text.encode(errors="replace")),
)
EVENT_FRAME = EVENT.map(lambda event: frame(event[:MOST_PAYLOAD].encode(errors="replace")))
FRAME = mostly(
    EVENT_FRAME,
    st.builds(lambda payload: frame(payload[:MOST_PAYLOAD]), PAYLOAD.filter(bool)),
    st.builds(
        lambda payload, opcode, is_final: frame(payload[:MOST_PAYLOAD], opcode, is_final=is_final),
        PAYLOAD,
        st.sampled_from((TEXT_FRAME, BINARY, CONTINUATION, PING, PONG, CLOSE, 3, 15)),
        st.booleans(),
    ),
    st.binary(min_size=1, max_size=40),
)
FRAMES = st.lists(FRAME, min_size=1, max_size=8).map(lambda frames: [frame("40"), *frames])
