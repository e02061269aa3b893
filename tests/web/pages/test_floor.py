"""Tests of the cache of the attendee page. The server renders only changed parts, and no page contains data of another
attendee.
"""

from __future__ import annotations

import json

import pytest

from moderation.web import crowding
from moderation.web.pages import floor, ledger, list_rows, rendering
from moderation.web.rate_limits import RateLimiter, RequestLimits
from tests.web.app_in_process import App, running_app
from tests.web.html_forms import Page

QUESTIONS = 30
BACKS = ["a%22", "a%22", "b%22", "b%22"]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Start an app with approved questions."""
    with running_app(tmp_path_factory.mktemp("app")) as running:
        for number in range(1, QUESTIONS + 1):
            ask_and_approve(running, f"Who decides on plan {number}?")
        yield running


@pytest.fixture(autouse=True)
def unlimited(app, monkeypatch):
    monkeypatch.setattr(app.context, "limits", RequestLimits())
    for kind in app.context.limits._attendee:
        app.context.limits._attendee[kind] = RateLimiter(100_000, 1)


@pytest.fixture
def rendered(monkeypatch):
    """Return a list that records what the server renders, and does not take from its cache.

    When the server renders rows of the public list, the numbers of their questions are added. When it renders another
    template, the template's name is added.
    """
    parts, render = [], floor.render

    def record(template, **values):
        if template == "_public_rows.html":
            parts.extend(view["number"] for view in values["views"])
        else:
            parts.append(template)
        return render(template, **values)

    monkeypatch.setattr(floor, "render", record)
    monkeypatch.setattr(list_rows, "render", record)
    return parts


def ask_and_approve(app: App, text: str) -> int:
    number = app.attendee().command("ask", {"text": text}).json["question"]["number"]
    assert app.staff("chair/a").command("approve", {"number": number, "version": 1}, "chair/a").status_code == 200
    return number


def rows(answer) -> dict[str, str]:
    """Return {question number: what the row's button does ("vote" or "unvote")} for each row of the public list.

    The value is "still" if the row has no button.
    """
    page = Page(answer.text)
    voted = {
        form["fields"]["number"]: form["fields"]["wish"] for form in page.forms if form["action"].endswith("/vote")
    }
    shown = [attributes["data-number"] for tag, attributes in page.tags if attributes.get("class") == "public-row"]
    return {number: voted.get(number, "still") for number in shown}


def test_the_complete_list_is_rendered_once_for_all_readers(app, rendered):
    first, second = app.attendee().get("?all=1"), app.person().get("?all=1")
    assert len(rows(first)) == len(rows(second)) == QUESTIONS
    rendered.clear()
    for reader in (app.person(), app.attendee(), app.attendee()):
        assert set(rows(reader.get("?all=1")).values()) == {"vote"}
    assert rendered == []


def test_after_an_act_only_the_new_row_is_rendered_again(app, rendered):
    app.person().get("?all=1")
    rendered.clear()
    number = ask_and_approve(app, "Who decides on the next plan?")
    assert str(number) in rows(app.person().get("?all=1"))
    assert rendered == ["floor.html", number]


def test_a_busy_server_sends_an_earlier_list_but_no_question_that_left_it(app, rendered, monkeypatch):
    def state():
        return json.loads(Page(app.person().get("?all=1").text).data["page"])["state"]

    def show_list(is_public: bool) -> None:
        assert app.staff("organiser").command("set", {"list_public": is_public}, "organiser").status_code == 200

    before = state()
    monkeypatch.setattr(crowding, "CROWD", 0)
    number = ask_and_approve(app, "Who pays for the next plan?")
    rendered.clear()
    assert state() == before and rendered == []
    decline = {"number": 1, "version": 2, "reason": "off_topic"}
    assert app.staff("chair/a").command("decline", decline, "chair/a").status_code == 200
    assert 1 not in state()["queue"] and number in state()["queue"]
    another = ask_and_approve(app, "Who pays for the plan after it?")
    assert another not in state()["queue"]
    monkeypatch.setattr(floor, "MOST_AGE", 0)
    assert another in state()["queue"]
    show_list(False)
    assert not state().get("queue")
    show_list(True)
    assert number in state()["queue"]


def test_own_votes_and_questions_are_rendered_for_their_attendee_only(app, rendered):
    ana = app.attendee()
    own = ana.command("ask", {"text": "A canary of Ana?"}).json["question"]["number"]
    assert app.staff("chair/a").command("approve", {"number": own, "version": 1}, "chair/a").status_code == 200
    assert ana.command("vote", {"number": 2}).status_code == 200
    app.context.publish_due_totals()
    before = rows(app.person().get("?all=1"))
    assert set(before.values()) == {"vote"} and str(own) in before
    rendered.clear()
    answer = ana.get("?all=1")
    assert rows(answer) == before | {"2": "unvote", str(own): "still"}
    assert rendered == ["_own.html", 2, own]
    assert [view["number"] for view in json.loads(Page(answer.text).data["page"])["own"]["questions"]] == [own]
    again = app.attendee().get("?all=1")
    assert rows(again) == before and json.loads(Page(again.text).data["page"])["own"] == floor.NOBODYS


def test_each_reader_gets_the_own_token_key_and_address(app):
    pages = [
        Page(reader.get(f"?all=1&mark={mark}%22").text) for mark in "ab" for reader in (app.attendee(), app.attendee())
    ]
    forms = [page.form("/ask")["fields"] for page in pages]
    assert len({fields["token"] for fields in forms}) == len({fields["key"] for fields in forms}) == 4
    for page, fields in zip(pages, forms, strict=True):
        vote = page.form("/vote")["fields"]
        assert (vote["token"], vote["key"]) == (fields["token"], f"{fields['key']}-v{vote['number']}")
    assert [page.form("/language")["fields"]["back"].rsplit("=", 1)[1] for page in pages] == BACKS
    assert not any(rendering.EDGE in part for page in pages for part in (page.text, *page.data.values()))


def test_a_new_vote_is_in_the_page_before_its_total_is_published(app):
    assert app.attendee().command("vote", {"number": 5}).status_code == 200
    labels = [a.get("aria-label", "") for _, a in Page(app.person().get().text).tags if a.get("data-vote") == "5"]
    assert labels == ["Vote for question 5, 1 vote"]


def test_each_language_has_its_own_page(app):
    english, french = app.person().get(), app.person(**{"Accept-Language": "fr"}).get()
    assert "Your question" in Page(english.text).text and "Votre question" in Page(french.text).text
    assert "Your question" not in Page(french.text).text


def test_a_purge_and_a_scrub_delete_the_cached_pages(app):
    app.person().get()
    assert app.context.frames._cached and app.context.list_rows._cached
    app.context.forget_words()
    assert not app.context.frames._cached and not app.context.list_rows._cached


def test_the_ledger_is_rendered_once_for_all_readers(app, monkeypatch):
    templates, render = [], ledger.render
    monkeypatch.setattr(
        ledger, "render", lambda template, **values: templates.append(template) or render(template, **values)
    )
    monkeypatch.setattr(ledger, "COUNTED_EVERY", 0)
    pages = [Page(app.person().get(f"/ledger?mark={mark}").text) for mark in "ab"]
    assert [page.form("/language")["fields"]["back"][-7:] for page in pages] == ["?mark=a", "?mark=b"]
    assert templates == ["ledger.html"]
    ask_and_approve(app, "Who decides on the ledger?")
    after = Page(app.person().get("/ledger").text)
    assert templates == ["ledger.html"] * 2 and after.text != pages[0].text


def test_a_changed_definition_deletes_the_cached_pages(app):
    app.person().get()
    assert app.context.frames._cached and app.context.list_rows._cached
    app.context.redefined(app.session.code, ["chatham_house_rule"])
    assert not app.context.frames._cached and not app.context.list_rows._cached
