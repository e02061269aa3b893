"""Tests of the export. Only the organiser may download the export."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import urlencode

import pytest

from moderation.web.pages.export import FORMATS
from tests.web.html_forms import Page
from tests.web.served_session import is_refused, make_served_session


def download(client, served, query: str = ""):
    return client.raw("GET", f"/api/s/{served.code}/organiser/export{query}")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_a_file(served, form):
    served.asked_and("approve", "take", "answer", text="Who decides?")
    status, headers, content = download(served["organiser"], served, f"?format={form}&lang=fr")
    assert (status, headers["Content-Disposition"]) == (200, f'attachment; filename="{served.code}.{form}"')
    assert headers["Cache-Control"] == "no-store"
    text = {"xlsx": lambda: zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml").decode()}.get(
        form, content.decode
    )()
    assert "Who decides?" in text
    if form == "html":
        assert dict(Page(text).tags)["html"]["lang"] == "fr"
    if form == "json":
        assert json.loads(text)["session"]["code"] == served.code


@pytest.mark.parametrize(("search", "numbers"), [("ETRANGER 10000", [1]), ("#٢", [2]), ("l'", [1]), ("", [1, 2])])
def test_a_search_finds_what_the_chairs_would_find(served, search, numbers):
    served.asked_and("approve", text="Qui paie l’étranger 10\u202f000 € ?")
    served.asked_and("approve", text="Who decides?")
    for form, lists in (("json", ("questions",)), ("html", ())):
        content = download(served["organiser"], served, f"?format={form}&{urlencode({'search': search})}")[2].decode()
        assert [("Who decides?" in content), ("Qui paie" in content)] == [2 in numbers, 1 in numbers]
        for name in lists:
            assert [question["number"] for question in json.loads(content)[name]] == numbers


@pytest.mark.parametrize("seat", ["ana", "chair/a", "stage", "booth", "panel/socco"])
def test_only_the_organiser_may_export(served, seat):
    status, _, body = download(served[seat], served)
    assert (status, json.loads(body)["code"]) == (401, "seat.unknown")


@pytest.mark.parametrize(
    ("query", "field"),
    [("?format=docx", "format"), ("?format=", "format"), ("?lang=xx", "lang"), ("?format=html&lang=../ar", "lang")],
)
def test_unknown_formats_and_languages_are_refused(served, query, field):
    status, _, body = download(served["organiser"], served, query)
    is_refused((status, json.loads(body)), 400, "request.field", field=field)


def test_under_the_rule_the_files_have_no_group(server):
    served = make_served_session(server, chatham_house_rule=True)
    served.asked_and("approve", "take", "answer", text="Who decides?")
    served.ask("And when?", group="academia")
    for form in ("json", "csv", "html"):
        _, _, content = download(served["organiser"], served, f"?format={form}")
        shown = content.decode().partition("</style>")[2] or content.decode()
        assert "Who decides?" in shown and '"academia"' not in shown.partition('"ledger"')[0], form


def recorded(served) -> int:
    """Ask a question in English, translate it by hand into Spanish and answer it. Return its number."""
    number = served.asked_and("approve", "take", "answer", text="Who decides?")
    body = {"number": number, "language": "es", "text": "¿Quién decide?"}
    assert served["booth"].command("translate", body)[0] == 200
    return number


def test_every_language_of_the_session_can_be_downloaded(served):
    recorded(served)
    for language in ("en", "es", "fr"):
        query = f"?language={language}&format="
        status, headers, content = download(served["organiser"], served, query + "json")
        assert status == 200
        assert headers["Content-Disposition"] == f'attachment; filename="{served.code}-{language}.json"'
        [question] = json.loads(content)["questions"]
        assert (question["reading"]["text"], question["reading"]["source"], question["status_label"]) == {
            "en": ("Who decides?", "original", "Answered"),
            "es": ("¿Quién decide?", "booth", "Respondida"),
            "fr": ("Who decides?", "original", "Traitée"),
        }[language]
        page = Page(download(served["organiser"], served, query + "html")[2].decode())
        assert dict(page.tags)["html"]["lang"] == language
        assert ("¿Quién decide?" in page.text, "Who decides?" in page.text) == (language == "es", True)
        assert "¿Quién decide?" not in download(served["organiser"], served, "?format=csv&originals_only=1")[2].decode()


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_download_has_the_same_bytes(served, form):
    recorded(served)
    for query in (f"?format={form}", f"?format={form}&language=es", f"?format={form}&originals_only=1&language=fr"):
        first, second = (download(served["organiser"], served, query)[2] for _ in range(2))
        assert first == second


@pytest.mark.parametrize(
    ("query", "status", "code", "field"),
    [
        ("?language=ru", 400, "language.unknown", "language"),
        ("?language=../es", 400, "language.unknown", "language"),
        ("?language=es&originals_only=yes", 400, "request.field", "originals_only"),
    ],
)
def test_other_languages_and_switches_are_refused(served, query, status, code, field):
    got, _, body = download(served["organiser"], served, query)
    is_refused((got, json.loads(body)), status, code, field=field)


def test_under_the_rule_there_is_no_record_with_the_originals_only(server):
    served = make_served_session(server, chatham_house_rule=True)
    recorded(served)
    for form in FORMATS:
        status, _, body = download(served["organiser"], served, f"?format={form}&originals_only=1&language=es")
        is_refused((status, json.loads(body)), 409, "rule.originals", field="originals_only")
        status, _, content = download(served["organiser"], served, f"?format={form}&language=es")
        assert status == 200 and (form == "xlsx" or "¿Quién decide?" in content.decode())
        assert form == "xlsx" or "Who decides?" not in content.decode()
