"""Tests that templates and scripts contain no sentence of their own: every text of a page comes from a catalogue."""

from __future__ import annotations

import ast
import re
import subprocess

from tests.servers import ROOT

PRODUCT = {"Open Floor", "open-floor admin-link", "/admin", ".ics"}
"""Names that are the same in every language."""
LETTERS = re.compile(r"[A-Za-z]{2}")
NOT_SHOWN = re.compile(r"\{#.*?#\}|<!--.*?-->|<(style|script)\b.*?</\1>|\{%-?\s*(?:set|macro).*?%\}", re.DOTALL)
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
ATTRIBUTE = re.compile(r"\s(?:title|aria-label|aria-description|placeholder|alt)=(\"[^\"]*\"|'[^']*')")
TAG = re.compile(r"<[a-zA-Z/!][^<>]*>", re.DOTALL)
STRING = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
CHUNKS = re.compile(rf"__template\(\[((?:{STRING}|[\s,])*)")
HOLE = "\x00"
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").glob("*.html"))
SCRIPTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "static" / "js").rglob("*.js"))


def literals(markup: str) -> list[str]:
    """Return the texts of an HTML fragment that contain letters, without the names in PRODUCT.

    A text is between two tags, or is the value of an attribute that screen readers speak. In `markup`, each value that
    the program inserts is already replaced by HOLE; a HOLE divides a text into two.
    """
    spoken = [value[1:-1] for value in ATTRIBUTE.findall(markup)]
    texts = [part for text in (*spoken, *TAG.split(markup)) for part in text.split(HOLE)]
    words = [" ".join(text.split()).strip(" ·()") for text in texts]
    return [text for text in words if LETTERS.search(text) and text not in PRODUCT]


def of_template(text: str) -> list[str]:
    """Return the literal texts of a Jinja template.

    Ignore remains of a tag whose attributes are inserted by a macro: the search cannot tell them from texts.
    """
    markup = CODE.sub(HOLE, NOT_SHOWN.sub("", text))
    return [text for text in literals(markup) if not re.search(r'="|"$|^auto$|\{', text)]


def of_script(source: str) -> list[str]:
    """Return the literal texts of the Lit templates of a script. esbuild first converts the templates to lists of
    strings.
    """
    esbuild = next((ROOT / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    command = [str(esbuild), "--supported:template-literal=false", "--charset=utf8", "--log-level=error"]
    plain = subprocess.run(command, input=source.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    lists = [[ast.literal_eval(chunk) for chunk in re.findall(STRING, chunks)] for chunks in CHUNKS.findall(plain)]
    return [text for chunks in lists for text in literals(HOLE.join(chunks))]


def test_templates_have_no_literal_text():
    assert len(TEMPLATES) > 50
    texts = {path: literal for path in TEMPLATES if (literal := of_template((ROOT / path).read_text("utf-8")))}
    assert not texts, texts


def test_scripts_have_no_literal_text():
    sources = {path: (ROOT / path).read_text("utf-8") for path in SCRIPTS}
    texts = {path: of_script(source) for path, source in sources.items() if "html`" in source or "svg`" in source}
    assert len(texts) > 50
    assert {path: literal for path, literal in texts.items() if literal} == {}


def test_inserted_literal_text_is_found():
    assert of_template('<p title="Go on">{{ _("Hello") }} all</p><img alt="">{# Not shown #}') == ["Go on", "all"]
    script = (
        'const page = html`<p title=${_("A")}>Hello ${rows.map((row) => html`<b aria-label="Row">${row}</b>`)}</p>`;'
    )
    assert sorted(of_script(script)) == ["Hello", "Row"]
