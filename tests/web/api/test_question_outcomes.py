"""Tests of the outcome of a question. The asker can read the outcome, even without JavaScript.

The asker cannot read other askers' private data.
"""

from __future__ import annotations

import pytest

from tests.web.html_forms import Page, Reader
from tests.web.served_session import control, is_refused

REASONS = {
    "en": "Too long, please shorten",
    "es": "Demasiado larga: acórtela, por favor",
    "fr": "Trop longue\u00a0: veuillez la raccourcir",
    "ar": "طويل جدًا، يُرجى اختصاره",
    "ru": "Слишком длинный, просьба сократить",
    "zh": "过长，请缩短",
}


@pytest.fixture
def ana(served):
    return Reader(served["ana"])


def open_own_questions(served, language: str = "en") -> Page:
    return Reader(served["ana"], language).open(f"/s/{served.code}/own")


def fates(page: Page) -> list[tuple[str, str, str]]:
    """Return (number, status, fate) of each of the attendee's questions, in the order of the page.

    The fate of a merged question is the status of the question that it was merged into. The fate of any other question
    is its own status.
    """
    return [
        (a["data-number"], a["data-status"], a["data-fate"]) for tag, a in page.tags if tag == "li" and "data-fate" in a
    ]


def merged_room(served) -> tuple[int, int]:
    """Return (number of Ana's question, number of Ben's question).

    Ben's question is approved, and Ana's question is merged into Ben's question.
    """
    mine, lead = served.ask("Who decides on it?"), served.ask("Who decides, and when?", who="ben", group="academia")
    served.act("approve", lead)
    served.act("merge", mine, into=lead)
    return mine, lead


def test_a_merged_question_has_the_fate_of_its_lead(served):
    mine, lead = merged_room(served)
    other = served.asked_and("approve", who="ben")
    for step, label in (
        ("", "Approved: number 1 in the list"),
        ("set_next", "Get ready: yours is next"),
        ("take", "Now"),
        ("answer", "Answered"),
    ):
        if step:
            served.act(step, lead)
        page = open_own_questions(served)
        assert fates(page) == [(str(mine), "merged", served.seen(lead)["status"])]
        assert f"{label} Question number {mine} Asked together with No. {lead} Who decides on it?" in page.text, step
    assert "Withdraw it now" not in page.text, "what has been answered cannot be taken back"
    assert other


def test_a_merged_question_has_the_queue_position_of_its_lead(served):
    mine, lead = merged_room(served)
    other = served.asked_and("approve", who="ben")
    served["chair/a"].command("move", {"number": other, "after": 0})
    assert "Approved: number 2 in the list" in open_own_questions(served).text
    served.act("set_next", other)
    assert "Approved: number 2 in the list" in open_own_questions(served).text, "Next comes before it"
    assert mine and lead


@pytest.mark.parametrize("language", REASONS)
def test_askers_of_a_declined_lead_read_the_reason_in_their_language(served, ana, language):
    mine, lead = merged_room(served)
    served.act("decline", lead, reason="too_long")
    page = open_own_questions(served, language)
    assert fates(page) == [(str(mine), "merged", "declined")] and " ".join(REASONS[language].split()) in page.text
    assert ("a", f"/s/{served.code}?reword={mine}#text") in [(tag, a.get("href")) for tag, a in page.tags]
    form = ana.open(f"/s/{served.code}?reword={mine}").form("/ask", reword=str(mine))
    assert ana.send(form, text="Who decides?")[0] == 303
    assert served.seen(lead + 1)["reworded_from"] == mine


def test_closing_answers_every_asker(served):
    mine, lead = merged_room(served)
    alone = served.ask("And who pays?")
    control(served.server, "close", {"code": served.code})
    page = open_own_questions(served)
    assert fates(page) == [(str(alone), "declined", "declined"), (str(mine), "merged", "declined")]
    assert page.text.count("Will not be asked. No time left") == 2
    assert "?reword=" not in str(page.tags), "there is no other time to send it again"
    assert lead


def test_the_asker_reads_the_chairs_wording_beside_the_original(served):
    number = served.asked_and("approve", text="Call me at 555: who decides?")
    served.act("wording", number, text="Who decides?", hide=False)
    page = open_own_questions(served)
    assert "Call me at 555: who decides? The chairs put it this way: Who decides?" in page.text
    assert "shown to nobody" not in page.text
    served.act("wording", number, text="Who decides?", hide=True)
    assert (
        "The chairs put it this way: Who decides? Your own words are shown to nobody but you and the chairs."
        in open_own_questions(served).text
    )
    served.act("wording", number, text=None)
    assert "The chairs put it" not in open_own_questions(served).text


def test_a_muted_asker_reads_the_refusal_and_keeps_the_typed_text(served, ana):
    served.chair.command("mute", {"number": served.ask("Buy my book?")})
    status, _, page = ana.send(ana.open().form("/ask"), text="Who decides?")
    assert (status, page.form("/ask")["fields"]["text"], page.invalid()) == (403, "Who decides?", {"text"})
    assert "The chairs take no further questions from this phone" in page.text
    is_refused(served["ana"].command("ask", {"text": "Who decides?"}), 403, "asker.muted")
    assert "Will not be asked. Off topic" in open_own_questions(served).text


def listed(page: Page) -> str:
    return page.text[page.text.index("Coming up") :]


def test_the_list_marks_wordings_and_shows_the_groups_of_merged_questions(served):
    _, lead = merged_room(served)
    served.act("merge", served.ask("Who is it that decides?", who="cleo", group="media"), into=lead)
    served.act("wording", lead, text="Who takes the decision?", hide=False)
    ben = listed(Reader(served["dan"]).open())
    assert "Who takes the decision?" in ben and "edited by a chair" in ben
    assert "also asked by 2 others Media Original The asker's own words Who decides, and when?" in ben, (
        "one said no group"
    )
    served.act("wording", lead, text="Who takes the decision?", hide=True)
    hidden = listed(Reader(served["dan"]).open())
    assert "edited by a chair" in hidden and "own words" not in hidden and "and when" not in hidden


def test_under_the_rule_the_list_shows_only_the_number_of_merged_questions(served):
    _, lead = merged_room(served)
    served.act("merge", served.ask("Who is it that decides?", who="cleo", group="media"), into=lead)
    served["organiser"].command("set", {"chatham_house_rule": True})
    page = Reader(served["dan"]).open()
    assert "also asked by 2 others" in listed(page) and "Media" not in listed(page)


def test_the_asker_of_a_merged_question_cannot_vote_for_its_lead(served, ana):
    _, lead = merged_room(served)
    page = ana.open()
    assert [form for form in page.forms if form["action"].endswith("/vote")] == [] and "yours" in listed(page)
    assert Reader(served["dan"]).open().form("/vote", number=str(lead))
    is_refused(served["ana"].command("vote", {"number": lead}), 409, "vote.own")


def test_a_question_asked_aloud_without_text_is_shown_as_a_sentence(served):
    status, answer = served.chair.command("add", {"text": "", "group": "igo"})
    assert status == 201
    page = Reader(served["dan"]).open()
    assert "Asked in the room" in listed(page)
    assert not [a for _, a in page.tags if a.get("class") == "tag"], "no text has no language"
    served.act("take", answer["question"]["number"])
    assert "Now Question number 1 Asked in the room" in Reader(served["dan"]).open().text
