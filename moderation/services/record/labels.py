"""The readable labels for the keys in an exported record, such as groups and statuses, in one language."""

from __future__ import annotations

from collections.abc import Mapping

from ...core.model import UNDETERMINED, Question, Session, Translation
from .. import words


class Labels:
    """The labels of a session's groups, regions, topics, panellists, booths, languages and outcomes.

    `lang`: the language of the labels; default: the session's first language. If a label has no text in this language,
    use the text that `words.text_in` chooses.
    """

    def __init__(self, session: Session, lang: str | None = None):
        definition = session.definition
        self.lang = lang or session.languages[0]
        self._groups = {group["key"]: group["label"] for group in definition["groups"]}
        self._regions = {region["key"]: region["label"] for region in definition["regions"]}
        self._topics = {topic["key"]: topic["label"] for topic in definition.get("topics", [])}
        self._panellists = {panellist["key"]: panellist["name"] for panellist in definition["panellists"]}
        self._booths = {f"booth.{booth['key']}": booth["name"] for booth in definition.get("booths", [])}

    def group(self, key: str) -> str | None:
        """Return the label of a group."""
        return self._pick(self._groups.get(key))

    def booth(self, translation: Translation) -> str | None:
        """Return the name of the booth that wrote a translation; None if no booth wrote it, or if the booth has no
        name.
        """
        return self._booths.get(translation.by or "")

    def topic(self, key: str) -> str | None:
        """Return the label of a topic. For an empty key, return "No topic" in the language `lang`."""
        return self._pick(self._topics.get(key)) if key else self.outcome("no_topic")

    def language(self, code: str) -> str:
        """Return the name of a language in that language. For `und`, return "Not recognised" in the language `lang`."""
        return self.outcome(code) if code == UNDETERMINED else words.language_name(code)

    def outcome(self, key: str) -> str:
        """Return the words for a status, a stage, a reason to decline or another outcome."""
        return words.outcome_label(key, self.lang)

    def of(self, question: Question) -> dict[str, str | None]:
        """Return the labels of a question, such as `group_label` for the value of `group`.

        For a duplicate, `reason_label` contains the number of the duplicated question, if that number is known.
        """
        reason = question.reason
        return {
            "status_label": self.outcome(question.status),
            "language_label": self.language(question.language),
            "group_label": self.group(question.group),
            "region_label": self._pick(self._regions.get(question.region)) if question.region else None,
            "to_label": self._panellists.get(question.to) if question.to else None,
            "topic_label": self.topic(question.topic) if question.topic else None,
            "reason_label": words.reason_label(reason, self.lang, question.reason_number) if reason else None,
        }

    def _pick(self, texts: Mapping[str, str] | None) -> str | None:
        return words.text_in(texts, self.lang) if texts else None
