"""Checks for the languages of the sessions: translation engines, and fonts of the projected page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...core.model import Session
from ...core.stage_fonts import fonts_for
from ...services.language_tags import base
from ...services.translation.engine import EngineError
from ...services.translation.engines import registry
from ...services.translation.routes import reachable
from .finding import Finding, ok, unknown, wrong

SHIPPED = {"de": "latin", "en": "latin", "es": "latin", "fr": "latin", "pt": "latin", "ru": "cyrillic"}
"""{language: subset of the shipped font that contains the letters of the language}"""
FILES = {
    "latin": "noto-serif-latin",
    "cyrillic": "noto-serif-cyrillic",
    "arabic": "noto-naskh-arabic-arabic",
    "zh-hans": "noto-serif-sc-119",
    "zh-hant": "noto-serif-tc-119",
    "ja": "noto-serif-jp-119",
    "ko": "noto-serif-kr-119",
}
"""{font: the start of the name of its file}. The key is a value of SHIPPED, or a font of `core/stage_fonts.py`. If a
font has many files, the value names the file that contains the most frequent characters.
"""
INSTALLED = {
    "bn": "Noto Serif Bengali",
    "he": "Noto Serif Hebrew",
    "hi": "Noto Serif Devanagari",
    "ta": "Noto Serif Tamil",
    "th": "Noto Serif Thai",
}
"""{language: suitable font}, for languages whose font is not shipped. The projector's computer needs this font."""


def engine(session: Session, settings: Mapping[str, Any]) -> Finding:
    """Start the session's translation engine with these settings, and check that it starts without an error.

    If the engine is local, also check that it translates between two of the session's languages. Do not ask a
    translation service for its languages, because this check must not send a request to other machines.
    """
    name = f"engine of {session.code}"
    wanted = session.definition.get("translation", registry.AUTOMATIC)
    if wanted == registry.OFF or len(session.languages) < 2:
        return ok(name, "none, as the session file says" if wanted == registry.OFF else "one language")
    chosen = registry.available(dict(settings)) if wanted == registry.AUTOMATIC else wanted
    if chosen is None:
        return wrong(
            name,
            "no engine is installed: everyone reads the originals",
            'install one (docs/languages.md), or write translation = "none" into the session file',
        )
    try:
        offered = _local_pairs(chosen, settings)
    except EngineError as problem:
        reason = problem.detail or problem.kind
        return wrong(name, f"{chosen}: {reason}", "set it in the settings file (docs/languages.md)")
    except (OSError, ImportError) as problem:
        return wrong(name, f"{chosen} does not start ({type(problem).__name__})", "install it (docs/languages.md)")
    if offered is not None and not any(reachable(offered, session.languages)):
        return wrong(
            name, f"{chosen} has none of the session's languages", "install their models or pairs (docs/languages.md)"
        )
    return ok(name, str(chosen))


def _local_pairs(name: str, settings: Mapping[str, Any]) -> frozenset[tuple[str, str]] | None:
    """Start an engine. Return the language pairs of a local engine; None for a translation service.

    Raises EngineError, OSError or ImportError if the engine does not start.
    """
    local = registry.make(name, dict(settings))
    return None if registry.hosts(name, dict(settings)) else local.pairs()


def fonts(languages: Sequence[str], built: Path) -> list[Finding]:
    """Check the fonts of the projected page. The folder `built` must contain the shipped fonts.

    If a language has no shipped font, name the font that the projector's computer needs.
    """
    primaries = {base(language) for language in languages}
    parts = {SHIPPED[language] for language in primaries if language in SHIPPED} | set(fonts_for(languages))
    missing = sorted(part for part in parts if not list(built.glob(f"{FILES[part]}-wght-normal.*.woff2")))
    findings = []
    if not (built / "manifest.json").is_file():
        findings.append(wrong("pages", "the scripts and styles are not built", "make setup, or install a release"))
    elif missing:
        findings.append(wrong("fonts", f"missing: {', '.join(missing)}", "make setup, or install a release"))
    else:
        findings.append(ok("fonts", f"shipped for {', '.join(sorted(parts)) or 'no script'}"))
    findings += [
        unknown(
            "fonts", f"{language}: the projector's computer needs its own font", f"install {INSTALLED[language]} there"
        )
        for language in sorted(primaries & set(INSTALLED))
    ]
    return findings
