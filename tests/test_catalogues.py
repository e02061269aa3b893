"""Tests of the translation catalogues: sentences of nested templates, and the files for server and browser."""

import json
import re
from gettext import GNUTranslations, c2py

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from moderation import catalogues

SCRIPT = """
const page = html`<p title=${_("One")}>
  ${rows.map((row) => html`<b>${ngettext("%(n)s vote", "%(n)s votes", row.n)}</b>`)} it's
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
    lines = [line for line in (tmp_path / "messages.pot").read_text().splitlines() if line.startswith("msgid")]
    assert lines == [
        'msgid ""', 'msgid "%(n)s vote"', 'msgid_plural "%(n)s votes"',
        'msgid "One"', 'msgid "Only on the server"', 'msgid "Three"', 'msgid "Two"',
    ]  # fmt: skip


def test_extract_names_no_person_no_time_and_no_folder(tmp_path):
    catalogues.extract(sources(tmp_path), tmp_path)
    template = (tmp_path / "messages.pot").read_text()
    assert [word for word in ("@", "Date", "Translator", str(tmp_path)) if word in template] == []


def test_extract_keeps_translations_and_is_idempotent(tmp_path):
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
    path.write_text(
        path.read_text().replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(n)s voix"\nmsgstr[1] "%(n)s voix."')
    )
    assert catalogues.compile_all(tmp_path) == {"ar": 0, "es": 0, "fr": 3}
    assert json.loads((tmp_path / "fr" / "messages.json").read_text()) == {
        "One": "Un",
        "%(n)s vote": ["%(n)s voix", "%(n)s voix."],
    }
    with (tmp_path / "fr" / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert compiled.gettext("Only on the server") == "Serveur"
    assert [compiled.ngettext("%(n)s vote", "%(n)s votes", n) for n in (1, 2)] == ["%(n)s voix", "%(n)s voix."]


def test_compile_without_catalogues_is_no_error(tmp_path):
    assert catalogues.compile_all(tmp_path) == {}


CATEGORIES = ("zero", "one", "two", "few", "many", "other")
PLACEHOLDER = re.compile(r"%\(\w+\)s")
ENDS = {".": ".", ":": ":", "…": "…", "?": "?؟"}


def shipped(language):
    """Return the language's catalogue from the working tree. If `language` is None, return the template."""
    path = catalogues.TRANSLATIONS / (f"{language}/LC_MESSAGES/messages.po" if language else "messages.pot")
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def ids(catalogue):
    return {message.id for message in catalogue if message.id}


def pairs(language):
    """Yield (English text, translation, index of the plural form) for each sentence and plural form."""
    for message in shipped(language):
        if not message.id:
            continue
        if not message.pluralizable:
            yield message.id, message.string, 0
            continue
        for index, form in enumerate(message.string):
            yield message.id[index > 0], form, index


every_language = pytest.mark.parametrize("language", catalogues.TRANSLATED)


def test_the_template_has_every_sentence_of_the_sources(tmp_path):
    catalogues.extract(catalogues.ROOT, tmp_path)
    with (tmp_path / "messages.pot").open("rb") as file:
        fresh = read_po(file)
    assert sorted(ids(fresh) - ids(shipped(None)), key=str) == [], "run: python -m moderation.catalogues extract"


@every_language
def test_every_sentence_is_translated_and_none_is_fuzzy(language):
    catalogue = shipped(language)
    assert ids(catalogue) == ids(shipped(None))
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert [english for english, translation, _ in pairs(language) if not translation] == []


@every_language
def test_translations_keep_placeholders_and_spaces(language):
    wrong = []
    for english, translation, index in pairs(language):
        wanted = sorted(PLACEHOLDER.findall(english))
        # The Arabic forms for zero, one and two contain no numeral.
        without = [name for name in wanted if name != "%(n)s"] if language == "ar" and index < 3 else wanted
        if sorted(PLACEHOLDER.findall(translation)) not in (wanted, without) or "%" in PLACEHOLDER.sub("", translation):
            wrong.append((english, translation))
        if translation != translation.strip() or "  " in translation:
            wrong.append((english, translation))
    assert wrong == []


@every_language
def test_translations_are_plain_text_and_end_as_the_english_does(language):
    wrong = []
    for english, translation, _ in pairs(language):
        ends = ENDS.get(english[-1])
        ends_so = translation[-1:] in ends if ends else translation[-1:] not in "".join(ENDS.values())
        if re.search(r"[<>\n\t]|&\w+;", translation) or not ends_so:
            wrong.append((english, translation))
    assert wrong == []


@every_language
def test_the_server_and_the_scripts_choose_the_same_plural_form(language):
    """Check that the server and static/js/shared/i18n.js choose the same plural form.

    The script maps a CLDR plural category to an index, limited to the index of the last form.
    """
    catalogue = shipped(language)
    rule = Locale.parse(language).plural_form
    order = [name for name in CATEGORIES if name in rule.tags or name == "other"]
    forms = {len(message.string) for message in catalogue if message.id and message.pluralizable}
    assert forms == {catalogue.num_plurals}
    choose = c2py(catalogue.plural_expr)
    for n in (*range(201), 1_000, 1_003, 1_011):
        assert choose(n) == min(order.index(rule(n)), catalogue.num_plurals - 1), n


def test_french_has_its_spaces_and_its_apostrophe():
    wrong = re.compile(
        r"(?<!\u202f)[?!;]|(?<!\u00a0):|«(?!\u00a0)|(?<!\u00a0)»|[\"'“”]| [?!;:»]|« |(?i:n[°º])(?!\u00a0)"
    )
    assert [translation for _, translation, _ in pairs("fr") if wrong.search(translation)] == []


def test_spanish_opens_its_questions_and_abbreviates_number():
    wrong = re.compile(r"[\"'“”]|(?i:n[°º])|\bNo\.|\bn\.º(?!\u00a0)")
    assert [translation for _, translation, _ in pairs("es") if wrong.search(translation)] == []
    assert [translation for _, translation, _ in pairs("es") if translation.count("¿") != translation.count("?")] == []
    assert [translation for _, translation, _ in pairs("es") if translation.count("¡") != translation.count("!")] == []


def test_arabic_is_arabic_with_western_digits():
    keys = {"Enter", "Esc", "⇧ Enter"}
    latin_signs = re.compile(r"[?,;\"'“”٠-٩]")
    rest = [(english, PLACEHOLDER.sub("", text)) for english, text, _ in pairs("ar") if english not in keys]
    assert [text for _, text in rest if latin_signs.search(text)] == []
    wordless = {english for english, text in rest if not re.search("[\u0621-\u064a]", text)}
    assert {english for english in wordless if re.search("[A-Za-z]", PLACEHOLDER.sub("", english))} == set()
