"""Tests that visibility equals the table in the specification.

The tests cover all combinations of field, audience, Chatham House Rule, settings, "show my name" and status.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest

from moderation.core import visibility
from moderation.core.model import Audience, Follower, Settings, Status, Translation
from tests import oracle
from tests.factories import make_question

SWITCHES = [Settings(*switches) for switches in itertools.product((True, False), repeat=4)]
LANGUAGES = ("en", "es", "fr")
FULL = {
    "text": "Who pays?",
    "to": "moliehi",
    "language": "es",
    "group": "media",
    "region": "africa",
    "topic": "rights",
    "name": "Ana",
    "votes": 7,
    "language_source": "corrected",
    "unsure": True,
    "looks_like": "fr",
    "version": 9,
    "by": "chair.a",
    "live_at": "then",
    "reason": "duplicate",
    "reason_number": 3,
    "reworded_from": 2,
    "first": False,
    "attendee": 41,
    "machine": False,
    "aloud": True,
    "source": "Zoom",
    "muted": True,
    "flags": ("moliehi",),
    "similar": ((3, 0.91),),
}
"""The values of a question's fields. Each value differs from the field's default."""


def seen(audience, settings, status=Status.LIVE, show_name=True):
    return visibility.view(
        make_question(12, status, **FULL, show_name=show_name), Audience(audience), settings, LANGUAGES
    )


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("settings", SWITCHES)
def test_view_has_exactly_the_fields_of_the_table(audience, settings):
    question = make_question(12, "live", **FULL, show_name=True)
    derived = {
        "status": "live",
        "translations": {},
        "edited": False,
        "asked": None,
        "merged": None,
        "flags": ["moliehi"],
        "similar": [{"number": 3, "score": 0.91}],
    }
    truth = {field: getattr(question, field) for field in oracle.FIELDS - derived.keys()} | derived
    allowed = oracle.keys(audience, settings)
    assert visibility.view(question, audience, settings, LANGUAGES) == {field: truth[field] for field in allowed}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("settings", SWITCHES)
def test_a_name_without_consent_is_null_for_all_but_chairs(audience, settings):
    view = seen(audience, settings, show_name=False)
    assert view.get("name") == ("Ana" if audience == "chairs" else None)


def test_each_stream_contains_the_questions_of_its_statuses():
    cases = list(itertools.product(Audience, SWITCHES, sorted(set(Status) - {Status.MERGED})))
    assert len(cases) == 4 * 16 * 7
    wrong = [
        (str(audience), settings, str(status))
        for audience, settings, status in cases
        if visibility.holds(audience, make_question(1, status), settings) != oracle.may_hold(audience, status, settings)
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("lead_status", sorted(set(Status) - {Status.MERGED, Status.WITHDRAWN}))
def test_the_chairs_stream_contains_a_merged_question_as_long_as_its_lead(audience, lead_status):
    question = make_question(1, "merged", lead=2, lead_status=lead_status)
    assert visibility.holds(audience, question, Settings()) == (
        audience == "chairs" and oracle.may_hold("chairs", lead_status, Settings())
    )


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("settings", SWITCHES)
def test_a_lead_shows_the_number_of_its_followers_and_their_groups_if_groups_are_shown(audience, settings):
    led = (Follower(3, "media"), Follower(9, "academia"), Follower(11, "media"))
    merged = visibility.view(make_question(2, "live", followers=led), Audience(audience), settings, LANGUAGES)["merged"]
    expected = {"count": 3}
    if oracle.may_see("group", audience, settings, True):
        expected["groups"] = ["academia", "media"]
    if audience == "chairs":
        expected["numbers"] = [3, 9, 11]
    assert merged == expected


@pytest.mark.parametrize("audience", Audience)
def test_every_audience_gets_the_wording_but_only_asker_and_chairs_get_hidden_words(audience):
    edited = make_question(2, "live", text="Call me at 555", wording="May we call?")
    hidden = replace(edited, hides=True)
    assert [
        visibility.view(question, Audience(audience), Settings(), LANGUAGES)["text"] for question in (edited, hidden)
    ] == ["May we call?"] * 2
    assert visibility.view(edited, Audience(audience), Settings(), LANGUAGES)["asked"] == "Call me at 555"
    assert visibility.view(hidden, Audience(audience), Settings(), LANGUAGES)["asked"] == (
        "Call me at 555" if audience == "chairs" else None
    )
    own = visibility.asker_view(hidden, None)
    assert (own["text"], own["wording"], own["hides"]) == ("Call me at 555", "May we call?", True)


def test_own_view_of_a_merged_question_follows_its_lead():
    lead = replace(make_question(3, "declined", reason="too_long"), changed_at="later")
    own = visibility.asker_view(make_question(2, "merged", lead=3, lead_status=Status.DECLINED), None, lead)
    assert (own["status"], own["fate"], own["lead"], own["reason"], own["changed_at"]) == (
        "merged",
        "declined",
        3,
        "too_long",
        "later",
    )


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("settings", SWITCHES)
def test_only_audiences_that_see_the_queue_get_its_order(audience, settings):
    assert visibility.shows_queue(audience, settings) == oracle.may_see_queue(audience, settings)


@pytest.mark.parametrize("audience", Audience)
def test_only_chairs_can_page_through_declined_questions(audience):
    older = {"chairs": {"answered", "declined", "withdrawn", "merged"}}.get(audience, {"answered"})
    assert visibility.PAGED[audience] == older


@pytest.mark.parametrize("audience", [*Audience, "own"])
def test_no_view_contains_the_id_of_the_asker(audience):
    question = make_question(12, "live", **FULL)
    view = (
        visibility.asker_view(question, 1)
        if audience == "own"
        else visibility.view(question, Audience(audience), Settings(), LANGUAGES)
    )
    assert "attendee" not in view
    assert 41 not in view.values()


def test_the_askers_view_has_the_fields_of_wire_md_and_no_field_of_the_chairs():
    question = make_question(12, "approved", **FULL, show_name=True)
    assert visibility.asker_view(question, 2) == {
        "number": 12,
        "version": 9,
        "status": "approved",
        "fate": "approved",
        "lead": None,
        "text": "Who pays?",
        "wording": None,
        "hides": False,
        "to": "moliehi",
        "language": "es",
        "language_source": "corrected",
        "direction": "ltr",
        "group": "media",
        "region": "africa",
        "topic": "rights",
        "name": "Ana",
        "show_name": True,
        "machine": False,
        "votes": 7,
        "asked_at": question.asked_at,
        "changed_at": question.changed_at,
        "reason": "duplicate",
        "reason_number": 3,
        "place": 2,
        "held": False,
        "reworded_as": None,
        "can_edit": False,
    }


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("fa-IR", "rtl"), ("es", "ltr"), ("zh-Hant", "ltr"), ("und", "auto")],
)
def test_the_direction_of_a_question_follows_its_language(language, direction):
    assert make_question(language=language).direction == direction


WAITING, MACHINE = (
    Translation("fr", "waiting"),
    Translation("en", "done", "Who pays for it?", "machine", "apertium", ("es", "en"), None, "then"),
)
CORRECTED = Translation("ar", "done", "من يدفع؟", "booth", None, (), "booth", "later")
BY_MACHINE = {
    "state": "done",
    "text": "Who pays for it?",
    "source": "machine",
    "engine": "apertium",
    "route": ["es", "en"],
}
BY_BOOTH = {"state": "done", "text": "من يدفع؟", "source": "booth", "engine": None, "route": []}


def translated(audience, language=None, rule=False):
    question = make_question(1, "live", language="es", translations=(CORRECTED, MACHINE, WAITING))
    return visibility.view(question, Audience(audience), Settings(chatham_house_rule=rule), LANGUAGES, language)[
        "translations"
    ]


def test_translations_of_a_floor_stream_are_in_its_own_language():
    assert translated("floor", "en") == {"en": BY_MACHINE}
    assert translated("floor", "fr") == {"fr": {"state": "waiting"}}
    assert translated("floor", "es") == {}


def test_the_stage_gets_all_translations_without_the_correctors():
    assert translated("stage") == {"ar": BY_BOOTH, "en": BY_MACHINE, "fr": {"state": "waiting"}}


def test_the_booths_get_all_translations_with_the_correcting_booth_only():
    assert (
        translated("booth")
        == {"ar": BY_BOOTH | {"booth": "booth"}, "en": BY_MACHINE, "fr": {"state": "waiting"}}
        == translated("booth", rule=True)
    )


def test_the_chairs_get_all_translations_with_corrector_and_time():
    assert translated("chairs") == {
        "ar": BY_BOOTH | {"by": "booth", "at": "later"},
        "en": BY_MACHINE | {"by": None, "at": "then"},
        "fr": {"state": "waiting"},
    }


@pytest.mark.parametrize("audience", ["floor", "stage"])
def test_under_the_rule_translations_do_not_reveal_the_original_language(audience):
    assert translated(audience, "en", rule=True) == {}


TEXTS = {"fr": "Qui paie ?", "en": "Who pays?", "es": "¿Quién paga?"}
HOW = [("machine", "apertium", ("es", "en"), None), ("booth", None, (), "booth"), ("chair", None, (), "chair.b")]


UNDER_THE_RULE = Settings(chatham_house_rule=True)


def view_of_translated(audience, asked_in, settings=UNDER_THE_RULE, without=(), **changes):
    """Return the view of a question with translations from different sources.

    There is a translation into each language, except the question's language and the languages in `without`.
    """
    others = [language for language in ("en", "es", "fr") if language != asked_in]
    given = tuple(
        Translation(language, "done", TEXTS[language], source, engine, route, by, "then")
        for language, (source, engine, route, by) in zip(others, HOW)
        if language not in without
    )
    question = make_question(1, "live", text=TEXTS.get(asked_in, "?"), language=asked_in, translations=given, **changes)
    return visibility.view(question, Audience(audience), settings, tuple(TEXTS), "es")


@pytest.mark.parametrize("audience", ["floor", "stage"])
@pytest.mark.parametrize("settings", [switches for switches in SWITCHES if switches.chatham_house_rule])
def test_under_the_rule_the_view_is_the_same_for_every_original_language(audience, settings):
    views = [view_of_translated(audience, asked_in, settings) for asked_in in ("en", "es", "fr", "und")]
    assert len({json.dumps(view) for view in views}) == 1
    assert set(views[0]) == oracle.keys(audience, settings, all_languages=True)
    assert list(views[0]["texts"].items()) == list(TEXTS.items())


@pytest.mark.parametrize("audience", ["floor", "stage"])
def test_under_the_rule_a_question_with_a_missing_translation_has_only_its_original(audience):
    for asked_in, missing in (("en", "fr"), ("es", "en"), ("und", "es")):
        view = view_of_translated(audience, asked_in, without=(missing,))
        assert set(view) == oracle.keys(audience, Settings(chatham_house_rule=True))
        assert (view["text"], view["translations"]) == (TEXTS.get(asked_in, "?"), {})


@pytest.mark.parametrize("audience", ["floor", "stage"])
def test_under_the_rule_a_view_contains_the_wording_but_not_the_original_words(audience):
    view = view_of_translated(audience, "es", wording="¿Quién lo paga?")
    assert view["texts"] == TEXTS | {"es": "¿Quién lo paga?"}
    assert TEXTS["es"] not in json.dumps(view, ensure_ascii=False)


@pytest.mark.parametrize("audience", ["chairs", "booth"])
def test_chairs_and_booth_read_the_same_under_the_rule(audience):
    view = view_of_translated(audience, "es")
    assert (view["text"], set(view["translations"]), "texts" in view) == (TEXTS["es"], {"en", "fr"}, False)


@pytest.mark.parametrize("audience", ["floor", "stage"])
def test_without_the_rule_the_view_reveals_the_original(audience):
    assert "texts" not in view_of_translated(audience, "es", Settings())
