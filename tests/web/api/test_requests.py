"""Tests of malformed requests.

A refused request has no effect, and the refusal's code names the mistake. Requests just within a limit are accepted.
"""

from __future__ import annotations

import json

import pytest

from tests.web.served_session import is_refused

HEADERS = {"X-Open-Floor": "1", "Content-Type": "application/json"}
BAD_JSON = [
    b"",
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"7",
    b'{"text": "x"',
    b"{'text': 'x'}",
    b'{"text": "x"}}',
    b'\xff\xfe{"text": "x"}',
    b'\xef\xbb\xbf{"text": "x"}',
    b'{"text": "x", "number": NaN}',
    b'{"text": "x", "number": Infinity}',
    b'{"text": "x", "number": -Infinity}',
    b"[" * 8000,
    b'{"text":' * 1500 + b"1" + b"}" * 1500,
    b'{"number": ' + b"9" * 5000 + b"}",
    b'{"text": "\x00"}',
]
WRONG_FIELDS = [
    ("ask", {}, "text"),
    ("ask", {"text": None}, "text"),
    ("ask", {"text": 7}, "text"),
    ("ask", {"text": ["x"]}, "text"),
    ("ask", {"text": "x", "show_name": "yes"}, "show_name"),
    ("ask", {"text": "x", "show_name": 1}, "show_name"),
    ("ask", {"text": "x", "colour": "red"}, "colour"),
    ("ask", {"text": "x", "attendee": 1}, "attendee"),
    ("ask", {"text": "x", "to": {}}, "to"),
    ("reword", {"text": "x"}, "number"),
    ("withdraw", {}, "number"),
    ("withdraw", {"number": "1"}, "number"),
    ("withdraw", {"number": 1.0}, "number"),
    ("withdraw", {"number": True}, "number"),
    ("withdraw", {"number": -1}, "number"),
    ("withdraw", {"number": 2**53}, "number"),
    ("withdraw", {"number": 10**400}, "number"),
    ("vote", {"number": None}, "number"),
]
WRONG_CHAIR_FIELDS = [
    ("approve", {"number": 1}, "version"),
    ("approve", {"number": 1, "version": 1, "after": "top"}, "after"),
    ("decline", {"number": 1, "version": 1}, "reason"),
    ("decline", {"number": 1, "reason": "off_topic"}, "number"),
    ("decline", {"reason": "off_topic", "questions": []}, "questions"),
    ("decline", {"reason": "off_topic", "questions": [{"number": 1}]}, "questions"),
    ("decline", {"reason": "off_topic", "questions": [{"number": 1, "version": "1"}]}, "questions"),
    ("decline", {"reason": "off_topic", "questions": [{"number": 1, "version": 1}] * 2}, "questions"),
    ("decline", {"reason": "off_topic", "questions": [{"number": n, "version": 1} for n in range(51)]}, "questions"),
    (
        "decline",
        {"reason": "off_topic", "number": 1, "version": 1, "questions": [{"number": 2, "version": 1}]},
        "questions",
    ),
    ("move", {"number": 1}, "after"),
    ("move", {"number": 1, "after": None}, "after"),
    ("advance", {"live": 1}, "next"),
    ("advance", {"live": "1", "next": None}, "live"),
    ("undo", {"number": 1}, "number"),
    ("set_language", {"number": 1, "version": 1}, "language"),
    ("presence", {}, "number"),
    ("presence", {"number": "1"}, "number"),
]
WRONG_ORGANISER_FIELDS = [
    ("open", {"now": True}, "now"),
    ("set", {"list_public": 1}, "list_public"),
    ("set", {"phase": "open"}, "phase"),
    ("redefine", {}, "changes"),
    ("redefine", {"changes": []}, "changes"),
    ("redefine", {"changes": {"group": [{"label": {"en": ["Bakers"]}}]}}, "changes"),
    ("redefine", {"changes": {}, "version": "1"}, "version"),
    ("redefine", {"changes": {}, "replaced": ["stage"]}, "replaced"),
    ("redefine", {"changes": {"passphrases": {}}}, "passphrases"),
    ("revoke_entry_code", {}, "number"),
    ("revoke_entry_code", {"number": 1}, "number"),
    ("renew", {}, "seat"),
    ("renew", {"seat": "attendee"}, "seat"),
    ("renew", {"seat": "panel.nobody"}, "seat"),
    ("revoke", {"seat": "chair.z"}, "seat"),
]


def put(served, data: bytes, headers: dict, seat: str = "ana", act: str = "ask", key: str = "a-good-key"):
    person = served[seat]
    status, _, content = person.raw("PUT", f"/api/s/{served.code}/{person.seat}/{act}/{key}", data, headers)
    return status, json.loads(content)


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://127.0.0.1",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1:{port}.evil.example",
    ],
)
def test_a_foreign_origin_is_refused(served, origin):
    before = served.everything()
    sent = HEADERS | {"Origin": origin.format(port=served.server.port)}
    is_refused(put(served, b'{"text": "x"}', sent), 403, "request.origin")
    assert served.everything() == before


def test_the_servers_origin_is_accepted_by_each_loopback_name(served):
    for name in ("127.0.0.1", "localhost"):
        status, answer = put(
            served,
            b'{"text": "x"}',
            HEADERS | {"Origin": f"http://{name}:{served.server.port}"},
            key=f"from-{name}".replace(".", "-"),
        )
        assert status == 201, answer


@pytest.mark.parametrize("header", [{}, {"X-Open-Floor": "0"}, {"X-Open-Floor": "1, 1"}, {"X-Open-Floor": ""}])
def test_a_command_without_its_header_is_refused(served, header):
    is_refused(put(served, b'{"text": "x"}', {"Content-Type": "application/json"} | header), 403, "request.origin")


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonx",
        "application/ld+json",
        "",
    ],
)
def test_another_content_type_is_refused(served, kind):
    before = served.everything()
    is_refused(put(served, b'{"text": "x"}', {"X-Open-Floor": "1", "Content-Type": kind}), 415, "request.type")
    assert served.everything() == before


@pytest.mark.parametrize("data", BAD_JSON, ids=lambda data: repr(data[:24]))
def test_a_body_that_is_no_json_object_is_refused(served, data):
    before = served.everything()
    is_refused(put(served, data, HEADERS), 400, "request.json")
    assert served.everything() == before


@pytest.mark.parametrize("size", [16 * 1024 + 1, 200_000])
def test_a_body_over_16_kib_is_refused(served, size):
    before = served.everything()
    is_refused(put(served, b'{"text": "' + b"x" * size + b'"}', HEADERS), 413, "request.too_large")
    assert served.everything() == before


def test_a_long_body_within_16_kib_is_read(served):
    is_refused(
        put(served, json.dumps({"text": "x" * 16_000}).encode(), HEADERS),
        400,
        "text.too_long",
        field="text",
        limit=4000,
        length=16_000,
        unit="bytes",
    )


@pytest.mark.parametrize(("act", "body", "field"), WRONG_FIELDS, ids=lambda value: json.dumps(value)[:40])
def test_a_wrong_field_is_named(served, act, body, field):
    is_refused(served["ana"].command(act, body), 400, "request.field", field=field)


@pytest.mark.parametrize(("act", "body", "field"), WRONG_CHAIR_FIELDS, ids=lambda value: json.dumps(value)[:40])
def test_a_wrong_field_of_a_chair_is_named(served, act, body, field):
    is_refused(served.chair.command(act, body), 400, "request.field", field=field)


@pytest.mark.parametrize(("act", "body", "field"), WRONG_ORGANISER_FIELDS, ids=lambda value: json.dumps(value)[:40])
def test_a_wrong_field_of_the_organiser_is_named(served, act, body, field):
    before = served.everything()
    is_refused(served["organiser"].command(act, body), 400, "request.field", field=field)
    assert served.everything() == before


@pytest.mark.parametrize(
    "key", ["short", "x" * 65, "with.dots.in", "with%20blank", "%00%00%00%00%00%00%00%00", "ключ-ключ", "a-good-key%0A"]
)
def test_a_malformed_key_is_refused(served, key):
    from urllib.parse import quote

    before = served.everything()
    is_refused(put(served, b'{"text": "x"}', HEADERS, key=quote(key, safe="%")), 400, "key.bad")
    assert served.everything() == before


@pytest.mark.parametrize("key", ["12345678", "x" * 64, "AZaz09_-"])
def test_the_shortest_and_longest_keys_are_accepted(served, key):
    assert put(served, b'{"text": "x"}', HEADERS, key=key)[0] == 201


def test_lone_surrogates_are_dropped_and_never_break_an_answer(served):
    status, answer = put(served, b'{"text": "a\\ud800b \\ud83d\\ude00"}', HEADERS)
    assert (status, answer["question"]["text"]) == (201, "ab 😀")
    is_refused(put(served, b'{"text": "\\udc00\\ud800"}', HEADERS, key="another-key"), 400, "text.empty", field="text")
    status, answer = put(served, b'{"text": "x", "\\ud800strange": 1}', HEADERS)
    is_refused((status, answer), 400, "request.field")
    for field in ("group", "region", "to", "language"):
        status, answer = put(
            served, json.dumps({"text": "x", field: "\ud800"}).encode(), HEADERS, key=f"{field}-of-halves"
        )
        assert (status, answer["code"]) == (400, {"to": "panellist"}.get(field, field) + ".unknown")
    is_refused(served["organiser"].command("renew", {"seat": "panel.\ud800"}), 400, "request.field", field="seat")


def test_of_two_equal_fields_only_the_last_counts(served):
    """Send a JSON object that contains the same key twice.

    Only the second value must count, in the stored question and in the hash of the command.
    """
    status, answer = put(served, b'{"text": "first", "text": "second"}', HEADERS)
    assert (status, answer["question"]["text"]) == (201, "second")
    assert put(served, b'{"text": "second"}', HEADERS) == (status, answer)


def test_unknown_addresses_and_acts(served):
    ana = served["ana"]
    is_refused(ana.request("GET", "/api/nothing"), 404, "request.not_found")
    is_refused(ana.request("GET", f"/api/s/{served.code}/attendee/nothing"), 404, "request.not_found")
    is_refused(ana.request("DELETE", f"/api/s/{served.code}/attendee/own"), 405, "request.method")
    is_refused(
        ana.request("POST", f"/api/s/{served.code}/attendee/ask/a-good-key", {"text": "x"}), 405, "request.method"
    )
    for act in ("erase", "combine", "__class__", "ask%00"):
        is_refused(ana.command(act, {}), 404, "act.unknown")
    for code in ("NOSUCH", "%00", "..", "%27%20OR%201=1--", "x" * 500):
        is_refused(ana.request("PUT", f"/api/s/{code}/attendee/ask/a-good-key", {"text": "x"}), 404, "session.unknown")
        is_refused(ana.request("GET", f"/api/s/{code}/attendee/own"), 404, "session.unknown")


def test_a_code_is_read_without_regard_to_case_and_spaces(served):
    spoken = f"{served.code[:3].lower()}%20-{served.code[3:].lower()}"
    assert served["ana"].request("GET", f"/api/s/{spoken}/attendee/own")[0] == 200
