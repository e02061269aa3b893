"""Tests of every route × every seat × every state of its cookie. The results must equal the access table
(moderation/web/access.py).
"""

from __future__ import annotations

import re

import pytest

from moderation.core.model import Seat, SeatKind, Status
from moderation.store import definitions, logos
from moderation.web.access import ACTS, PAGES, ROUTES, Access, Cookie, Needs
from moderation.web.api.operation import proxies_token
from moderation.web.pages.assets import asset
from tests.web.access_app import CODE, EVENT_CODE, OTHER_CODE, SEATS, AccessApp, make_access_app

ALLOWED, NO_SEAT, FORBIDDEN = "allowed", "seat.unknown", "seat.forbidden"
UNKNOWN_FIELD = {"no_such_field": 1}
"""Every command refuses this body, but only after the authorisation. Requests with this body change nothing."""
LOGO = logos.Logo("a" * 64, 40, 40, b"pixels")
LOOK = {"name": None, "accent": "#00586B", "logo": None, "logo_dark": None}
FIELDS = {"number": "1", "version": "1"}
"""Fields that some forms require."""


@pytest.fixture(scope="module")
def access(tmp_path_factory):
    running_app = make_access_app(tmp_path_factory.mktemp("access") / "data")
    session = running_app.context.session(CODE)
    branded = definitions.present(session) | {"look": LOOK}

    def brand(tx):
        logos.add(tx.connection, session, LOGO, tx.at)
        definitions.replace_definition(tx.connection, session, branded, tx.at)

    running_app.context.writer.submit(brand).wait()
    yield running_app
    running_app.context.writer.stop()
    running_app.context.reader.close()
    running_app.context.folder.release()


def rows(*needs: Needs) -> list:
    return [pytest.param(row, id=f"{row.method} {row.path}") for row in ROUTES if row.needs in needs]


def kind_of(seat: str):
    return Seat.parse(seat).kind


def paths(row: Access, seat: str) -> list[str]:
    """Return the paths of the route for this seat.

    A route that executes acts has one path for each act; any other route has one path.
    """
    code = EVENT_CODE if row.path.startswith("/e/") else CODE
    path = row.path.replace("<code>", code).replace("<path:seat>", seat)
    path = path.replace("chair/<key>", "chair/a").replace("panel/<key>", "panel/socco").replace("<key>", "a-good-key")
    path = path.replace("<accent>", "00586B").replace("<digest>", LOGO.hash)
    path = path.replace("<name>", asset("floor.js").removeprefix("/static/"))
    acts = ["links"] if row.needs is Needs.TOKEN else ACTS
    return [path.replace("<act>", act) for act in acts] if "<act>" in path else [path]


def seats_of(row: Access) -> list[str]:
    """Return the seats for which the test requests the route.

    - A path with `<path:seat>`: all seats.
    - A path with `<key>`: only the seat whose key `paths` inserts.
    - Any other path: one of the seats that are allowed to use the route.
    """
    if "<path:seat>" in row.path:
        return list(SEATS)
    if "<key>" in row.path:
        return ["chair/a" if "/chair/" in row.path else "panel/socco"]
    return [next(iter(row.seats))]


def outcome(answer) -> str:
    """Return `seat.unknown` or `seat.forbidden` if the answer is this refusal, otherwise `allowed`."""
    refusal = re.search(r"\bseat\.(?:unknown|forbidden)\b", answer.text) if answer.status_code in (401, 403) else None
    assert refusal or answer.status_code not in (401, 403, 404, 405, 500), (answer.status_code, answer.text[:200])
    return refusal[0] if refusal else ALLOWED


def expected(row: Access, path: str, seat: str, state: Cookie) -> str:
    if state is not Cookie.RIGHT:
        return NO_SEAT
    seats = ACTS[path.split("/")[-2]] if "<act>" in row.path else row.seats
    return ALLOWED if kind_of(seat) in seats else FORBIDDEN


def options(row: Access) -> dict:
    return {} if row.method == "GET" else {"json": UNKNOWN_FIELD}


def query(path: str) -> str:
    needed = {"changes": "?epoch=x&after=0", "questions": "?status=answered", "join": f"?code={CODE}"}
    # A choice of columns that the import refuses with every body. Otherwise, the import would accept any body as a
    # file.
    needed["import"] = "?columns=owner:0"
    return path + needed.get(path.rsplit("/", 1)[-1], "")


def test_every_route_has_a_row_and_every_row_a_route(access):
    served = {
        (method, rule.rule) for rule in access.app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert served == {(row.method, row.path) for row in ROUTES} and len(served) == len(ROUTES)


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE"])
def test_methods_without_a_row_are_refused(access: AccessApp, method):
    answers = {access.send(method, paths(row, "chair/a")[0]).status_code for row in ROUTES}
    assert answers == {405}


@pytest.mark.parametrize("row", rows(Needs.COOKIE))
def test_a_route_of_a_seat_needs_this_seat_s_right_cookie(access: AccessApp, row):
    before, wrong = access.dump(), []
    for seat in seats_of(row):
        for path in paths(row, seat):
            for state, cookie in access.cookies[seat]:
                got = outcome(access.send(row.method, query(path), cookie, **options(row)))
                if got != (wanted := expected(row, path, seat, state)):
                    wrong.append((path, state, got, wanted))
    assert not wrong
    assert access.dump() == before


@pytest.mark.parametrize("row", rows(Needs.NOTHING))
def test_an_open_route_answers_alike_whatever_the_cookies_are(access: AccessApp, row):
    [path] = paths(row, "chair/a")
    sent = {} if row.method == "GET" else {"data": {"code": CODE}}
    answers = {
        access.send(row.method, query(path), cookie, **sent).status_code
        for seat in SEATS
        for _, cookie in access.cookies[seat]
    }
    # `/readyz` answers 503 in this test, because the background loop that measures the writer does not run.
    assert len(answers) == 1 and (answers <= {200, 303} or path == "/readyz"), answers


@pytest.mark.parametrize("row", rows(Needs.COOKIE_OR_LINK))
def test_without_its_right_cookie_a_staff_page_is_the_entry_page(access: AccessApp, row):
    for seat in [seat for seat in seats_of(row) if seat != "attendee"]:
        [path] = paths(row, seat)
        for state, cookie in access.cookies[seat]:
            page = access.send(row.method, path, cookie).text
            assert ('id="page"' in page, "data-enter=" in page) == (
                state is Cookie.RIGHT,
                state is not Cookie.RIGHT,
            ), (seat, state)
    assert access.send(row.method, f"/s/{CODE}/attendee").headers["Location"] == f"/s/{CODE}"


@pytest.mark.parametrize("row", rows(Needs.COOKIE_OR_REDIRECT))
def test_without_its_right_cookie_a_page_leads_to_the_seat_s_page(access: AccessApp, row):
    for seat in set(seats_of(row)) - {"attendee"}:
        [path] = paths(row, seat)
        for state, cookie in access.cookies[seat]:
            answer = access.send(row.method, path, cookie)
            wanted = (200, None) if state is Cookie.RIGHT else (303, f"/s/{CODE}/{seat}")
            assert (answer.status_code, answer.headers.get("Location")) == wanted, (seat, state)


@pytest.mark.parametrize("row", rows(Needs.SECRET))
def test_only_the_secret_of_a_link_opens_its_seat_whatever_the_cookies_are(access: AccessApp, row):
    wrong = []
    for seat in SEATS[1:]:
        [path] = paths(row, seat)
        for owner, secret in (*access.secrets.items(), ("nobody", "x" * 32)):
            for state, cookie in access.cookies[seat]:
                answer = access.send(row.method, path, cookie, json={"secret": secret})
                wanted = 204 if owner == seat else 401
                if (answer.status_code, "Set-Cookie" in answer.headers) != (wanted, wanted == 204):
                    wrong.append((seat, owner, state, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("row", rows(Needs.FORM))
def test_a_form_needs_the_attendee_s_cookie_and_the_token_made_for_it(access: AccessApp, row):
    [path] = paths(row, "attendee")
    ana, ben = access.new_attendee(), access.new_attendee()
    before = access.dump()
    for state, cookie in access.cookies["attendee"]:
        answer = access.send(row.method, path, cookie, data={"token": access.form_token(ana), **FIELDS})
        # The token belongs to Ana's cookie. The server must refuse this token with any other cookie, even with the
        # valid cookie of another attendee.
        assert answer.status_code == (403 if state is Cookie.RIGHT else 401), (state, answer.status_code)
    for sent in ({}, {"token": ""}, {"token": access.form_token(ben)}):
        assert access.send(row.method, path, ana, data=sent | FIELDS).status_code == 403
    assert access.dump() == before
    answer = access.send(row.method, path, ana, data={"token": access.form_token(ana), **FIELDS})
    assert answer.status_code not in (401, 403, 404, 405, 500)


@pytest.mark.parametrize("row", rows(Needs.TOKEN, Needs.PROXIES_TOKEN))
def test_no_cookie_replaces_the_token_of_the_command_line(access: AccessApp, row):
    [path] = paths(row, "")
    refused = 401 if row.method == "POST" else 404
    for seat in SEATS:
        for state, cookie in access.cookies[seat]:
            for token in (None, "", "Bearer ", "Bearer x"):
                headers = {} if token is None else {"Authorization": token}
                answer = access.send(row.method, path, cookie, headers=headers, **options(row))
                assert answer.status_code == refused, (seat, state, token)
    token = access.context.token
    tokens = {Needs.TOKEN: token, Needs.PROXIES_TOKEN: proxies_token(token)}
    other = {"Authorization": f"Bearer {tokens.pop(Needs.PROXIES_TOKEN if row.needs is Needs.TOKEN else Needs.TOKEN)}"}
    assert access.send(row.method, path, headers=other, **options(row)).status_code == refused
    right = {"Authorization": f"Bearer {tokens[row.needs]}"}
    sent = {} if row.method == "GET" else {"json": {"code": CODE}}
    assert access.send(row.method, path, headers=right, **sent).status_code == 200


@pytest.mark.parametrize("row", rows(Needs.ADMIN))
def test_the_administration_needs_its_own_right_cookie(access: AccessApp, row):
    code = EVENT_CODE if row.path.startswith("/admin/e/") else OTHER_CODE
    path, before = row.path.replace("<code>", code), access.dump()
    for state, cookie in access.admin_cookies:
        if state is not Cookie.RIGHT:
            answer = access.send(row.method, path, cookie)
            assert (answer.status_code, "admin.unknown" in answer.text) == (401, True), (state, cookie)
    assert access.dump() == before
    assert access.send(row.method, path, access.admin_cookies[-1][1]).status_code in (200, 204, 303, 400, 409)


@pytest.mark.parametrize("row", rows(Needs.ADMIN_OR_LINK))
def test_without_its_right_cookie_the_administration_is_the_entry_page(access: AccessApp, row):
    for state, cookie in access.admin_cookies:
        page = access.send(row.method, row.path, cookie).text
        assert (f'data-code="{CODE}"' in page, "data-enter=" in page) == (
            state is Cookie.RIGHT,
            state is not Cookie.RIGHT,
        ), state


@pytest.mark.parametrize("row", rows(Needs.ADMIN_SECRET))
def test_only_the_secret_of_its_link_opens_the_administration(access: AccessApp, row):
    for secret in (*access.secrets.values(), "x" * 32, ""):
        for _, cookie in access.admin_cookies:
            answer = access.send(row.method, row.path, cookie, json={"secret": secret})
            assert (answer.status_code, answer.json["code"]) == (401, "admin.unknown")
    answer = access.send(row.method, row.path, json={"secret": access.admin_secret})
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (204, True)


@pytest.mark.parametrize("row", rows(Needs.BRIDGE))
def test_only_the_bridge_token_of_the_session_submits_questions(access: AccessApp, row):
    [path] = paths(row, "")
    cookies = dict(access.cookies["organiser"])
    created = access.send("POST", f"/api/s/{CODE}/organiser/bridge", cookies[Cookie.RIGHT], json={})
    token, body = created.json["token"], {"json": {"text": "Who?", "source": "Web"}}
    for seat in SEATS:
        for _, cookie in access.cookies[seat]:
            for wrong in (None, "", "Bearer ", "Bearer x", token, f"Bearer {access.context.token}"):
                headers = {} if wrong is None else {"Authorization": wrong}
                assert access.send(row.method, path, cookie, headers=headers, **body).status_code == 401
    right = {"Authorization": f"Bearer {token}"}
    assert access.send(row.method, path.replace(CODE, OTHER_CODE), headers=right, **body).status_code == 401
    assert access.send(row.method, path, headers=right, **body).status_code == 201


def test_a_seat_reads_older_questions_of_its_statuses_only(access: AccessApp):
    for seat in SEATS:
        for status in Status:
            right = dict(access.cookies[seat])[Cookie.RIGHT]
            got = outcome(access.send("GET", f"/api/s/{CODE}/{seat}/questions?status={status}", right))
            assert got == (ALLOWED if status in PAGES.get(kind_of(seat), ()) else FORBIDDEN), (seat, status)


def test_every_kind_of_seat_is_compared():
    assert {kind_of(seat) for seat in SEATS} == set(SeatKind)
