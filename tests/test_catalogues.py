"""Tests of the catalogues of translated sentences: sentences in nested templates, and the files for the server and the
browser.
"""

import json
import re
from functools import cache
from gettext import GNUTranslations, c2py

import pytest
from babel.messages.pofile import read_po

from moderation import catalogues
from moderation.paths import catalogue_languages
from moderation.services.language_tags import locale_of
from moderation.web.language_choice import INTERFACE

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
    assert catalogues.compile_all(tmp_path) == dict.fromkeys(catalogues.TRANSLATED, 0) | {"fr": 3}
    assert json.loads((tmp_path / "fr" / "messages.json").read_text()) == {
        "floor": {},
        "rest": {"One": "Un", "%(n)s vote": ["%(n)s voix", "%(n)s voix."]},
    }
    with (tmp_path / "fr" / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert compiled.gettext("Only on the server") == "Serveur"
    assert compiled.info()["pot-creation-date"] == "1970-01-01 00:00+0000", "equal sources give equal files"
    assert [compiled.ngettext("%(n)s vote", "%(n)s votes", n) for n in (1, 2)] == ["%(n)s voix", "%(n)s voix."]


def test_a_phone_gets_the_sentences_of_the_floors_scripts_only(tmp_path):
    folder = sources(tmp_path)
    (folder / "static" / "js" / "shared").mkdir()
    (folder / "static" / "js" / "shared" / "zone.js").write_text('_("One"); _("Four");')
    catalogues.extract(folder, tmp_path)
    path = tmp_path / "es" / "LC_MESSAGES" / "messages.po"
    translate(path, One="Uno", Two="Dos", Four="Cuatro")
    catalogues.compile_all(tmp_path)
    compiled = json.loads((tmp_path / "es" / "messages.json").read_text())
    assert compiled == {"floor": {"Four": "Cuatro", "One": "Uno"}, "rest": {"Two": "Dos"}}


def test_a_sentence_with_a_context_keeps_it_in_the_browser(tmp_path):
    folder = sources(tmp_path)
    (folder / "static" / "js" / "page.js").write_text('_("Done"); pgettext("many", "Done");')
    catalogues.extract(folder, tmp_path)
    path = tmp_path / "es" / "LC_MESSAGES" / "messages.po"
    path.write_text(path.read_text().replace('"Done"\nmsgstr ""', '"Done"\nmsgstr "Hecha"', 1))
    path.write_text(path.read_text().replace('"Done"\nmsgstr ""', '"Done"\nmsgstr "Hechas"', 1))
    catalogues.compile_all(tmp_path)
    compiled = json.loads((tmp_path / "es" / "messages.json").read_text())
    assert compiled == {"floor": {}, "rest": {"Done": "Hecha", "many\u0004Done": "Hechas"}}


def test_a_language_is_a_folder_with_a_catalogue(tmp_path):
    assert catalogue_languages(tmp_path) == ()
    catalogues.extract(sources(tmp_path), tmp_path, ["pt", "it"])
    assert "it" in catalogue_languages(tmp_path) and "it" not in catalogues.TRANSLATED
    (tmp_path / "nl" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "nl" / "LC_MESSAGES" / "messages.mo").write_bytes(b"")
    assert catalogue_languages(tmp_path) == tuple(sorted({*catalogues.TRANSLATED, "it", "nl"}))
    assert [*INTERFACE] == ["en", *catalogues.TRANSLATED]


def test_compile_without_catalogues_is_no_error(tmp_path):
    assert catalogues.compile_all(tmp_path) == {}


CATEGORIES = ("zero", "one", "two", "few", "many", "other")
PLACEHOLDER = re.compile(r"%\(\w+\)s")
FIGURES = {"%(length)s of %(limit)s", "%(shown)s of %(all)s", "%(time)s of %(limit)s"}
"""Sentences whose translation may consist of only the placeholders and a slash."""
ENDS = {".": ".。", ":": ":：", "…": "…", "?": "?؟？"}


@cache
def shipped(language):
    """Return the language's catalogue from the working tree. If `language` is None, return the template
    `messages.pot`.
    """
    path = catalogues.TRANSLATIONS / (f"{language}/LC_MESSAGES/messages.po" if language else "messages.pot")
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def ids(catalogue):
    return {message.id for message in catalogue if message.id}


def pairs(language):
    """Yield (English text, translation, index of the plural form) for each sentence. A sentence with plural forms
    occurs once per form.
    """
    for message in shipped(language):
        if not message.id:
            continue
        if not message.pluralizable:
            yield message.id, message.string, 0
            continue
        for index, form in enumerate(message.string):
            # A language such as Chinese has a single form. Compare this form with the English plural.
            yield message.id[index > 0 or len(message.string) == 1], form, index


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
        # In Arabic, the first three plural forms (for 0, 1 and 2) may omit the numeral.
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

    The script uses the position of the CLDR plural category as the index of the form. If this index is too high, the
    script uses the last form.
    """
    catalogue = shipped(language)
    rule = locale_of(language).plural_form
    order = [name for name in CATEGORIES if name in rule.tags or name == "other"]
    forms = {len(message.string) for message in catalogue if message.id and message.pluralizable}
    assert forms == {catalogue.num_plurals}
    choose = c2py(catalogue.plural_expr)
    for n in (*range(201), 1_000, 1_003, 1_011):
        assert choose(n) == min(order.index(rule(n)), catalogue.num_plurals - 1), n


def test_portuguese_has_the_plural_for_zero():
    """Check the rule of pt-PT. CLDR's `pt` is Brazilian and has the singular for 0."""
    choose = c2py(shipped("pt").plural_expr)
    assert [choose(n) for n in (0, 1, 2, 21)] == [1, 0, 1, 1]


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


def test_sentences_for_any_number_of_chairs_name_no_number():
    """Check that no Arabic sentence calls the chairs "the two chairs" (dual), because a session has one to four chairs.
    Check that the Russian label beside one chair's name is "председатель".
    """
    assert [text for _, text, _ in pairs("ar") if re.search("رئيسان|رئيسين", text)] == []
    assert [text for english, text, _ in pairs("ru") if english == "chair"] == ["председатель"]


def test_german_has_its_quotes_dashes_and_polite_address():
    """Check three rules of the German texts.

    Quotation marks must be „“. A no-break space must follow "Nr.". The informal address "du" must not occur.
    """
    wrong = re.compile(r"[\"'”«»—]|Nr\.(?!\u00a0)|(?<!\u00a0)%\(number\)s–|\b(?i:du|dich|dir|dein\w*)\b")
    assert [translation for _, translation, _ in pairs("de") if wrong.search(translation)] == []
    assert [text for _, text, _ in pairs("de") if text.count("„") != text.count("“")] == []


def test_german_keeps_to_its_terms():
    wrong = re.compile(r"\b(?i:Session|Meeting|Panelist|Fragesteller|Veranstalter|Moderator)\w*\b")
    assert [translation for _, translation, _ in pairs("de") if wrong.search(translation)] == []


def test_portuguese_has_its_quotes_and_words_of_both_norms():
    """Check quotation marks, the no-break space after "n.º", and the choice of words.

    No translation may contain a word that is spelt differently in Brazil and in Portugal (*facto*, *fato*), or a word
    that only one of the two countries uses (*ecrã*, *tela*).
    """
    wrong = re.compile(
        r"[\"'„«»—]|(?i:\bn(?:[°º]|\.º(?!\u00a0)))"
        r"|\b(?i:ecrã|tela|telemóve\w*|celular\w*|registr?o\w*|utilizador\w*|usuári\w*|você\w*|contr?ac?to\w*|fac?to"
        r"|académic\w*|acadêmic\w*|eletrónic\w*|eletrônic\w*|receção|recepção|aspec?to|detec?t\w*|equip[ae]s?|aceites?)\b"
    )
    assert [translation for _, translation, _ in pairs("pt") if wrong.search(translation)] == []
    assert [text for _, text, _ in pairs("pt") if text.count("“") != text.count("”")] == []


def test_russian_has_its_quotes_spaces_and_dashes():
    """Check three rules of Russian typography.

    A no-break space must be after №, before a dash and after a word of one letter. Quotation marks must be guillemets.
    The polite Вы must begin with a capital letter.
    """
    wrong = re.compile(
        r"№(?!\u00a0)|(?<!\u00a0)—|—(?! )|(?<!«)–|–(?!»)|\b(?i:[авикосуя]) |« | »|[\"'“”„ё]|\bв(?:ы|ас|ам|ами|аш\w*)\b"
    )
    assert [translation for _, translation, _ in pairs("ru") if wrong.search(translation)] == []


def test_russian_keeps_to_its_terms_and_numbers_questions_only():
    """Check two rules of the Russian texts.

    "№" directly follows the word for a question, not a word such as "author" or "translation", because only questions
    have numbers. A session is "заседание" everywhere.
    """
    wrong = re.compile(r"\b(?i:автор|язык|перевод|формулировк|текст)\w* №|(?i:сесси)")
    assert [translation for _, translation, _ in pairs("ru") if wrong.search(translation)] == []


def test_russian_has_latin_letters_only_in_names_and_keys():
    keys = {"Enter", "Esc", "⇧ Enter"}
    names = re.compile(r"\b(?:CSV|PNG|JSON|TOML|UTF-8|xlsx|F11|JavaScript|cookie|QR|J|K)\b")
    rest = [names.sub("", PLACEHOLDER.sub("", text)) for english, text, _ in pairs("ru") if english not in keys]
    assert [text for text in rest if re.search("[A-Za-z]", text)] == []


def test_chinese_is_chinese_with_fullwidth_punctuation_and_no_blanks():
    keys = {"Enter", "Esc", "⇧ Enter"}
    rest = [(english, PLACEHOLDER.sub("", text)) for english, text, _ in pairs("zh") if english not in keys]
    assert [text for _, text in rest if re.search(r"[.,;:?!()\"'+=٠-٩０-９]|\s", text)] == []
    wordless = {english for english, text in rest if not re.search("[\u4e00-\u9fff]", text)}
    assert {english for english in wordless if re.search("[A-Za-z]", PLACEHOLDER.sub("", english))} <= FIGURES


def test_chinese_numbers_questions_and_pairs_quotation_marks():
    for english, text, _ in pairs("zh"):
        assert text.count("“") == text.count("”"), text
        if "No. %(number)s" in english:
            assert "第%(number)s号" in text, english
