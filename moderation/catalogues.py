"""The translation catalogues: extract the interface sentences, compile them for the server and the browser.

`python -m moderation.catalogues extract` updates messages.pot and the .po files from the sources. With a language
tag, it also creates the .po file of this language.
`python -m moderation.catalogues compile` (or no argument) compiles each LANG/LC_MESSAGES/messages.po to messages.mo for
Flask-Babel and to LANG/messages.json for the scripts. A missing catalogue is not an error.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_javascript
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from .paths import ROOT, TRANSLATIONS, catalogue_languages

TRANSLATED = catalogue_languages()
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "_l": None}
BROWSER = "static/js/"
FLOOR = ("static/js/floor", "static/js/shared/", "static/js/entry-code.js")
"""The path prefixes of the scripts that the floor page loads."""


def extract(root: Path = ROOT, translations: Path = TRANSLATIONS, new: Sequence[str] = ()) -> None:
    """Write messages.pot from the sources, and update the .po file of each language from messages.pot.

    If a language in `new` has no .po file, create the file. Keep the translations of the sentences that are still in
    the sources. Delete all other translations.
    """
    template = _template(root)
    translations.mkdir(parents=True, exist_ok=True)
    _write_po(translations / "messages.pot", template)
    for language in sorted({*TRANSLATED, *new}):
        path = translations / language / "LC_MESSAGES" / "messages.po"
        catalogue = _read_po(path, language) if path.exists() else Catalog(locale=language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_po(path, catalogue)


def compile_all(translations: Path = TRANSLATIONS) -> dict[str, int]:
    """Write messages.mo and messages.json of each language. Return {language: number of translated sentences}."""
    done = {}
    for path in sorted(translations.glob("*/LC_MESSAGES/messages.po")):
        language = path.parent.parent.name
        catalogue = _read_po(path, language)
        # Use a fixed date, so that equal sources give equal files and equal releases.
        catalogue.creation_date = catalogue.revision_date = datetime.fromtimestamp(0, UTC)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        _replace(path.with_suffix(".mo"), compiled.getvalue())
        sentences = for_browser(catalogue)
        text = json.dumps(sentences, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        _replace(translations / language / "messages.json", text.encode())
        done[language] = sum(1 for message in catalogue if message.id and _is_translated(message))
    return done


def for_browser(catalogue: Catalog) -> dict[str, dict[str, str | list[str]]]:
    """Return the translations of the sentences in scripts, in two parts.

    `floor`: the sentences of the floor page's scripts. `rest`: all other sentences, which a phone does not load.

    A part is {English: translation}. For a sentence with a number, the entry is {English singular: [plural forms]}. For
    a sentence with a context, the English text has the context and U+0004 before it, as in a .mo file.
    """
    sentences: dict[str, Any] = {"floor": {}, "rest": {}}
    for message in catalogue:
        if not message.id or not _is_translated(message):
            continue
        if not any(str(file).startswith(BROWSER) for file, _ in message.locations):
            continue
        part = "floor" if any(str(file).startswith(FLOOR) for file, _ in message.locations) else "rest"
        context = f"{message.context}\u0004" if message.context else ""
        if message.pluralizable:
            sentences[part][context + message.id[0]] = list(message.string or ())
        else:
            sentences[part][context + str(message.id)] = message.string
    return sentences


def extract_lit(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Extract the sentences of a script that contains nested Lit templates. Babel's JavaScript lexer cannot parse them.

    babel.cfg names this function as an extractor. esbuild first converts the templates to function calls. Raises
    CalledProcessError if esbuild cannot parse the script.
    """
    # Call the esbuild program directly. The wrapper `.bin/esbuild` would start Node for each script, which is slow.
    esbuild = next((ROOT / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    command = [str(esbuild), "--supported:template-literal=false", "--charset=utf8", "--log-level=error"]
    plain = subprocess.run(command, stdin=file, stdout=subprocess.PIPE, check=True).stdout
    return extract_javascript(BytesIO(plain), keywords, comment_tags, {"encoding": "utf-8"})


def _is_translated(message: Message) -> bool:
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms) and not message.fuzzy


def _template(root: Path) -> Catalog:
    with (root / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog()
    messages = extract_from_dir(
        root,
        method_map=methods,
        options_map=options,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=_is_source,
    )
    for source, _line, message, comments, context in messages:
        # Omit line numbers, so that a .po file changes only if a sentence changes. Babel accepts None as line number.
        location: Any = (source.replace(os.sep, "/"), None)
        catalogue.add(message, None, [location], auto_comments=comments, context=context)
    return catalogue


def _is_source(directory: str) -> bool:
    name = Path(directory).name
    return not name.startswith((".", "_")) and name not in {"node_modules", "built", "build", "data", "tests"}


def _read_po(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _write_po(path: Path, catalogue: Catalog) -> None:
    """Write the catalogue to this file. The file's header contains the language, but no translator and no date."""
    language = str(catalogue.locale or "")
    header = {"Project-Id-Version": "Open Floor", "Language": language, "MIME-Version": "1.0"}
    header |= {"Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit"}
    if language:
        header["Plural-Forms"] = catalogue.plural_forms
    lines = ["# Sentences of Open Floor's interface.", 'msgid ""', 'msgstr ""']
    lines += [f'"{name}: {value}\\n"' for name, value in header.items()]
    body = BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, sort_output=True, include_lineno=False)
    _replace(path, "\n".join(lines).encode() + b"\n\n" + body.getvalue())


def _replace(path: Path, content: bytes) -> None:
    """Replace a file atomically if its content changes. A running server must never read an incomplete catalogue."""
    if path.exists() and path.read_bytes() == content:
        return
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)


if __name__ == "__main__":
    if sys.argv[1:2] == ["extract"]:
        extract(new=sys.argv[2:])
    elif sys.argv[1:] in ([], ["compile"]):
        for name, count in compile_all().items():
            print(f"{name}: {count} sentences")
    else:
        sys.exit("usage: python -m moderation.catalogues [extract [LANGUAGE …]|compile]")
