"""Tests of the export. Only the organiser may download the export."""

from __future__ import annotations

import io
import json
import zipfile

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
