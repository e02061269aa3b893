"""Tests of the part "About this session" and of the countdown before the start."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from moderation.core.model import Phase
from moderation.store import definitions
from moderation.web.pages.about import Moment, moment_of
from tests.factories import make_session
from tests.web.app_in_process import running_app

START = datetime(2026, 7, 1, 13, 0, tzinfo=UTC)
PROGRAMME = [{"at": "15:00", "title": {"en": "Opening"}}, {"at": "15:40", "title": "Questions"}]


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("minutes", "phase", "expected"),
    [
        (-1, "open", Moment(True, None)),
        (-1, "rehearsal", Moment(True, None)),
        (-1, "closed", Moment(False, None)),
        (0, "open", Moment(False, 0)),
        (39, "paused", Moment(False, 0)),
        (40, "open", Moment(False, 1)),
        (89, "open", Moment(False, 1)),
        (90, "open", Moment(False, None)),
        (41, "closed", Moment(False, None)),
    ],
)
def test_the_present_item_of_the_programme(minutes, phase, expected):
    definition = {"starts": iso(START), "ends": iso(START + timedelta(minutes=90)), "programme": PROGRAMME}
    session = make_session(phase=Phase(phase), definition=definition | {"time_zone": "Europe/Paris"})
    assert moment_of(session, iso(START + timedelta(minutes=minutes))) == expected


def test_without_times_there_is_no_present_item():
    assert moment_of(make_session(definition={"programme": PROGRAMME}), iso(START)) == Moment(False, None)


@pytest.fixture
def app(tmp_path):
    with running_app(tmp_path / "data") as running:
        yield running


def starts_in(app, hours: int, **changes) -> None:
    """Let the session start in `hours` hours.

    The definition is changed directly in the store, without an act: the app's session is already open, and its start
    cannot be changed any more.
    """
    start = datetime.now(UTC) + timedelta(hours=hours)
    times = {"starts": iso(start), "ends": iso(start + timedelta(hours=2)), "time_zone": "Europe/Brussels"}

    def work(tx):
        definition = definitions.present(app.session) | times | changes
        definitions.replace_definition(tx.connection, app.session, definition, tx.at)

    app.context.writer.submit(work).wait()
    app.context.forget_words()


def html_of(app, path: str = "", lang: str = "en") -> str:
    return app.person().get(path, **{"Accept-Language": lang}).get_data(as_text=True)


def test_the_phone_has_description_programme_and_people_in_its_language(app):
    html = html_of(app, lang="es")
    about = html[html.index('<details id="about"') : html.index("</details>", html.index('<details id="about"'))]
    assert "<strong>Sobre esta sesión</strong>" in about
    assert "Este panel cierra una serie de talleres" in about
    assert re.findall(r'about-clock">([^<]*)<', about) == ["13:00", "13:10", "13:40", "14:25"]
    names = re.findall(r'<li><strong dir="auto">([^<]*)</strong>', about)
    assert names[:3] == ["Joyce Hakmeh", "Patryk Pawlak", "Moliehi Makumane"] and len(names) == 7
    assert "Asesora especial, representante de Sudáfrica" in about
    assert "open" not in about.split(">")[0].split()


def test_before_the_start_the_phone_says_when_and_takes_questions(app):
    starts_in(app, 4)
    html = html_of(app)
    assert 'data-left="Starts in %(time)s"' in html
    assert "Questions are taken already." in html
    assert '<div id="ask-place">' in html
    assert 'data-reader-time="%(time)s where you are"' in html and 'data-zone="Europe/Brussels"' in html


def test_a_session_that_waits_hides_the_form_until_the_start(app):
    starts_in(app, 4, wait_for_start=True)
    html = html_of(app)
    assert '<div id="ask-place" hidden>' in html and "Questions are taken from the start." in html
    answer = app.attendee().command("ask", {"text": "Who pays?"})
    assert (answer.status_code, answer.json["code"]) == (409, "session.not_started")
    assert answer.json["message"] == "Questions are taken from the start of the session. Please send it again then."
    starts_in(app, -1, wait_for_start=True)
    html = html_of(app)
    assert '<div id="ask-place">' in html and "countdown-heading" not in html
    assert app.attendee().command("ask", {"text": "Who pays?"}).status_code == 201


def test_open_pages_read_the_changed_parts(app):
    before = html_of(app, "/about")
    answer = app.staff("organiser").command(
        "redefine", {"changes": {"description": "A <new> text", "programme": None}}, "organiser"
    )
    assert answer.status_code == 200
    after = html_of(app, "/about")
    assert "about-programme" in before and "about-programme" not in after
    assert "A &lt;new&gt; text" in after
    assert (
        app.person()._open("GET", f"/s/{app.session.code}/about?lang=ar", {}).get_data(as_text=True).count('dir="rtl"')
    )


def test_the_topics_are_in_the_order_of_the_agenda_and_follow_a_change(app):
    assert "about-topics" not in html_of(app)
    label = {language: f"Rights {language}" for language in app.session.languages}
    topics = [{"key": "trade", "label": "Trade & tariffs"}, {"key": "rights", "label": label}]
    answer = app.staff("organiser").command("redefine", {"changes": {"topic": topics}}, "organiser")
    assert answer.status_code == 200, answer.json
    for path in ("", "/about?lang=es"):
        html = html_of(app, path, lang="es")
        start = html.index("<h2>Temas</h2>")
        items = re.findall(r"<li ([^>]*)>([^<]*)</li>", html[start : html.index("</ul>", start)])
        assert items == [('lang="en" dir="ltr"', "Trade &amp; tariffs"), ('lang="es" dir="ltr"', "Rights es")]


@pytest.mark.parametrize(("minutes", "text"), [(90, "16:30"), (600, "2 July 2026, 01:00")])
def test_the_time_of_the_session_has_its_end(app, minutes, text):
    ends = iso(START + timedelta(minutes=minutes))
    starts_in(app, 0, starts=iso(START), ends=ends, time_zone="Europe/Paris")
    html = html_of(app, "/about")
    assert (
        f'<time datetime="{iso(START)}">1 July 2026, 15:00</time> – <time datetime="{ends}">{text}</time> '
        '<span class="about-dot">·</span> <bdi>Europe/Paris</bdi>' in html
    )
    assert f'data-at="{iso(START)}" data-until="{ends}" data-zone="Europe/Paris" data-offset="120"' in html


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fr", "1 juillet 2126, 15:00"), ("ar", "1 يوليو 2126، 15:00"), ("zh", "2126年7月1日 15:00")],
)
def test_day_and_time_are_joined_as_the_language_does(app, lang, text):
    starts = datetime(2126, 7, 1, 13, 0, tzinfo=UTC)
    starts_in(app, 0, starts=iso(starts), ends=iso(starts + timedelta(hours=1)), time_zone="Europe/Paris")
    html = html_of(app, "/about", lang=lang)
    assert html.count(text) == 2
