"""The `#setup` block of the set-up page: the values that the fields offer, and the rules for changes."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

from flask_babel import gettext

from ...core.contracts import ChoiceView, GroupDefinition, GroupListView, SetupChoices, Texts
from ...core.definition_rules import FIELDS
from ...core.model import UNDISCLOSED, Limits
from ...services import session_time, words
from ...services.session_file.definition import CHAIRS, MOST, MOST_BOOTHS, MOST_DOCUMENTS, MOST_TERMS, MOST_TOPICS
from ...services.session_file.look import MOST_ITEMS
from ...services.translation.engines.labels import LABELS
from ...services.translation.engines.registry import AUTOMATIC, NAMES, OFF


def setup_choices(lang: str, *, has_trial: bool) -> SetupChoices:
    """Return the choices with their labels in the interface language `lang`. `has_trial`: see SetupChoices."""
    return {
        "languages": [
            {"code": language.code, "name": language.name, "dir": "rtl" if language.dir == "rtl" else "ltr"}
            for language, _name in words.offered_languages(lang)
        ],
        "zones": _zones(),
        "groups": _choices(words.groups(), lang),
        "group_lists": [_group_list(name, lang) for name in words.group_lists()],
        "regions": _choices(words.regions(), lang),
        "engines": [
            {"key": AUTOMATIC, "label": gettext("The engine of this server, if there is one")},
            {"key": OFF, "label": gettext("No machine translation")},
            *_engines(),
        ],
        "rules": {field: [change.name for change in changes] for field, changes in FIELDS.items()},
        "most": {
            **MOST,
            "chairs": len(CHAIRS),
            "terms": MOST_TERMS,
            "programme": MOST_ITEMS,
            "topics": MOST_TOPICS,
            "booths": MOST_BOOTHS,
            "documents": MOST_DOCUMENTS,
        },
        "defaults": asdict(Limits()),
        "has_trial": has_trial,
    }


def _engines() -> list[ChoiceView]:
    return [{"key": name, "label": LABELS[name]} for name in NAMES]


@cache
def _zones() -> list[str]:
    """Return the names of the time zones that the page offers: UTC, and all zones with a place in their name."""
    named = {name for name in session_time.names() if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/"))}
    return [session_time.NAMED_UTC, *sorted(named)]


def _choices(known: dict[str, words.Word], lang: str) -> list[ChoiceView]:
    return [{"key": word.key, "label": _label(word.label, lang)} for word in known.values() if word.key != UNDISCLOSED]


def _group_list(name: str, lang: str) -> GroupListView:
    table = words.group_lists()[name]
    own: dict[str, str | Texts] = table.get("own", {})
    groups: list[GroupDefinition] = [
        {"key": key, "label": dict.fromkeys(table["label"], label) if isinstance(label, str) else label}
        for key, label in own.items()
    ]
    return {"key": name, "label": _label(table["label"], lang), "groups": table["groups"], "group": groups}


def _label(texts: Texts, lang: str) -> str:
    return words.text_in(texts, lang) or texts["en"]
