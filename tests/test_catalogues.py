"""The interface's sentences: found in nested templates, compiled for the server and for the browser."""

import json
from gettext import GNUTranslations

from moderation import catalogues

SCRIPT = """
const page = html`<p title=${_("One")}>${rows.map((row) => html`<b>${ngettext("%(n)s vote", "%(n)s votes", row.n)}</b>`)} it's
  ${open ? html`<i>${_(`Two`)}</i>` : _("Thr" + "ee")}</p>`;
"""
TEMPLATE = "<h1>{{ _('One') }}</h1>{{ _('Only on the server') }}"


def sources(folder):
    (folder / "static" / "js").mkdir(parents=True)
    (folder / "templates").mkdir()
    (folder / "static" / "js" / "page.js").write_text(SCRIPT)
    (folder / "templates" / "page.html").write_text(TEMPLATE)
    (folder / "babel.cfg").write_text((catalogues.ROOT / "babel.cfg").read_text())
    return folder


def translate(path, **sentences):
    text = path.read_text()
    for msgid, translation in sentences.items():
        old = f'msgid "{msgid.replace("_", " ")}"\nmsgstr ""'
        assert old in text
        text = text.replace(old, old[:-1] + translation + '"')
    path.write_text(text)


def test_extract_finds_sentences_in_nested_templates(tmp_path):
    catalogues.extract(sources(tmp_path), tmp_path)
    found = [line for line in (tmp_path / "messages.pot").read_text().splitlines() if line.startswith("msgid")]
    assert found == [
        'msgid ""', 'msgid "%(n)s vote"', 'msgid_plural "%(n)s votes"',
        'msgid "One"', 'msgid "Only on the server"', 'msgid "Three"', 'msgid "Two"',
    ]  # fmt: skip


def test_extract_names_no_person_no_time_and_no_folder(tmp_path):
    catalogues.extract(sources(tmp_path), tmp_path)
    template = (tmp_path / "messages.pot").read_text()
    assert [word for word in ("@", "Date", "Translator", str(tmp_path)) if word in template] == []


def test_extract_keeps_what_is_translated_and_changes_nothing_twice(tmp_path):
    catalogues.extract(sources(tmp_path), tmp_path)
    path = tmp_path / "es" / "LC_MESSAGES" / "messages.po"
    translate(path, One="Uno")
    before = path.read_text()
    catalogues.extract(tmp_path, tmp_path)
    assert path.read_text() == before


def test_compile_gives_the_browser_only_its_own_translated_sentences(tmp_path):
    catalogues.extract(sources(tmp_path), tmp_path)
    path = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    translate(path, One="Un", Only_on_the_server="Serveur")
    path.write_text(path.read_text().replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(n)s voix"\nmsgstr[1] "%(n)s voix."'))
    assert catalogues.compile_all(tmp_path) == {"ar": 0, "es": 0, "fr": 3}
    assert json.loads((tmp_path / "fr" / "messages.json").read_text()) == {"One": "Un", "%(n)s vote": ["%(n)s voix", "%(n)s voix."]}
    with (tmp_path / "fr" / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert compiled.gettext("Only on the server") == "Serveur"
    assert [compiled.ngettext("%(n)s vote", "%(n)s votes", n) for n in (1, 2)] == ["%(n)s voix", "%(n)s voix."]


def test_compile_without_catalogues_is_no_error(tmp_path):
    assert catalogues.compile_all(tmp_path) == {}
