"""A simulated person who sets up a session in the browser, field by field, from the values of a session file.

The functions use the ids of the fields, so that they work in every interface language.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from playwright.sync_api import Locator, Page, expect

Values = dict[str, Any]
UNDISCLOSED = "undisclosed"


def create_blank(page: Page, url: str, values: Values) -> None:
    """Create a session with the form for a blank session, then open its set-up page.

    The form gets the title, first language, start, time zone and code from `values`.
    """
    first = values["languages"][0]
    page.goto(f"{url}/admin/new")
    page.locator("input[name=start][value=blank]").check()
    page.locator("#title").fill(values["title"] if isinstance(values["title"], str) else values["title"][first])
    page.locator("#first").select_option(first)
    page.locator("#date").fill(f"{values['starts']:%Y-%m-%d}")
    page.locator("#time").fill(f"{values['starts']:%H:%M}")
    page.locator("#zone").fill(values["time_zone"])
    page.locator("#code").fill(values["code"])
    page.locator("form.new .button.main").click()
    page.locator("form[action$='/organiser'] button").click()
    expect(page.locator(f"#title-{first}")).to_be_visible()


def fill_form(page: Page, values: Values) -> None:
    """Fill in the fields of the set-up page that differ from a blank session. Wait until everything is saved."""
    languages = values["languages"]
    for lang in languages[1:]:
        page.locator("#add-language").select_option(lang)
        expect(page.locator(f"#title-{lang}")).to_be_visible()
    page.locator("#ends").fill(local(values["ends"]))
    for name in ("title", "organisers", "description"):
        fill_texts(page, name, values.get(name), languages)
    _fill_people(page, "chair", values)
    _fill_people(page, "panellist", values)
    _fill_entries(page, "groups", "group", values)
    _fill_entries(page, "regions", "region", values)
    _fill_topics(page, values)
    _fill_terms(page, values)
    for number, item in enumerate(values.get("programme", []), 1):
        _add(page, "programme")
        page.locator(f"#programme-{number}-at").fill(item["at"])
        fill_texts(page, f"programme-{number}-title", item["title"], languages)
    _fill_limits(page, values["limits"])
    for name in ("minutes_per_question", "retention_days"):
        if name in values:
            _fill_changed(page.locator(f"#{name}"), str(values[name]))
    for name in ("translation", "entry_codes"):
        page.locator(f"#{name}").select_option(values[name])
    for switch in page.locator("[role=switch]").all():
        wanted = str(values[switch.get_attribute("id") or ""]).lower()
        if switch.get_attribute("aria-checked") != wanted:
            switch.click()
            expect(switch).to_have_attribute("aria-checked", wanted)
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_have_attribute("data-saved", "yes")
    expect(page.locator("#form .error")).to_have_count(0)


def local(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


def fill_texts(page: Page, field: str, value: str | dict[str, str] | None, languages: list[str]) -> None:
    """Fill in a text field. A value with one text per language is typed in each of its languages.

    A value that is one text for all languages is typed only in the session's first language.
    """
    texts = {languages[0]: value} if isinstance(value, str) else value or {}
    for lang, text in texts.items():
        _fill_changed(page.locator(f"#{field}-{lang}"), text)


def _fill_changed(field: Locator, text: str) -> None:
    if field.input_value() != text:
        field.fill(text)


def _add(page: Page, block: str) -> None:
    page.locator(f"#block-{block} [data-add]").click()


def _unfold(field: Locator) -> None:
    """Open the collapsed sections that contain this field."""
    if not field.is_visible():
        field.locator("xpath=ancestor::details[1]").locator("summary").click()


def _fill_key(page: Page, path: str, key: str) -> None:
    field = page.locator(f"#{path}-key")
    _unfold(field)
    field.fill(key)
    field.press("Tab")
    expect(field).to_have_value(key)


def _fill_people(page: Page, kind: str, values: Values) -> None:
    for number, person in enumerate(values.get(kind, []), 1):
        path = f"{kind}-{number}"
        if not page.locator(f"#{path}-name").count():
            _add(page, f"{kind}s")
        page.locator(f"#{path}-name").fill(person["name"])
        fill_texts(page, f"{path}-role", person.get("role"), values["languages"])
        if kind == "panellist":
            _fill_key(page, path, person["key"])


def _fill_entries(page: Page, block: str, kind: str, values: Values) -> None:
    """Fill in the entries of one block, for example the groups of the session.

    `values[block]` has the keys of the entries. A predefined entry is selected from a list by its key. An entry that
    only this session defines is typed in; its texts are in `values[kind]`.
    """
    tables = {table["key"]: table for table in values.get(kind, [])}
    own = [key for key in values[block] or [] if key in tables]
    for key in values[block] or []:
        if key not in tables:
            page.locator(f"#add-{block}").select_option(key)
            continue
        path = f"{kind}-{own.index(key) + 1}"
        _add(page, block)
        fill_texts(page, f"{path}-label", tables[key]["label"], values["languages"])
        if "short" in tables[key]:
            _unfold(page.locator(f"#{path}-short-{values['languages'][0]}"))
            fill_texts(page, f"{path}-short", tables[key]["short"], values["languages"])
        _fill_key(page, path, key)
    if UNDISCLOSED in tables:
        page.locator(f"#block-{block} [data-word]").click()
        fill_texts(page, f"{kind}-{len(own) + 1}-label", tables[UNDISCLOSED]["label"], values["languages"])


def _fill_topics(page: Page, values: Values) -> None:
    for number, topic in enumerate(values.get("topic", []), 1):
        _add(page, "topics")
        fill_texts(page, f"topic-{number}-label", topic["label"], values["languages"])
        _fill_key(page, f"topic-{number}", topic["key"])


def _fill_terms(page: Page, values: Values) -> None:
    for number, term in enumerate(values.get("term", []), 1):
        _add(page, "terms")
        fill_texts(page, f"term-{number}-term", term["term"], values["languages"])
        if "note" in term:
            _unfold(page.locator(f"#term-{number}-note-{values['languages'][0]}"))
            fill_texts(page, f"term-{number}-note", term["note"], values["languages"])


def _fill_limits(page: Page, limits: dict[str, int]) -> None:
    for name, limit in limits.items():
        field = page.locator(f"#limits-{re.sub(r'[^a-z_]', '-', name)}")
        if field.input_value() != str(limit):
            _unfold(field)
            field.fill(str(limit))
