"""The translation jobs of a changed question."""

from __future__ import annotations

from ...core.model import Question, Status
from ...store import commands, translation_cache, translation_jobs, translations
from ..translation.jobs import want_translations
from .executor import Call


def update_translations(call: Call, before: Question | None, after: Question) -> None:
    """Queue or cancel the translation jobs of a question that an act has changed. `before` is None for a new question.

    - Cancel the jobs of a question that is declined, withdrawn or not yet released, and the jobs for a text that has
      changed.
    - Queue jobs for a question that is new, released or no longer declined. Also queue jobs after a change of a
      question's text, wording or language.
    - After a change of the language, delete the machine translations.
    - While a wording hides the asker's text, delete the cached translations of this text. Also delete the questions
      from the stored answers to the booth's commands, because these answers can contain the hidden text.
    """
    session = call.session
    if before is not None and before.language != after.language:
        translations.forget_machine(call.connection, session, after.number)
    has_new_wording = before is not None and before.spoken != after.spoken
    if _is_untranslated(after) or has_new_wording:
        translation_jobs.cancel(call.connection, session, after.number)
    if after.hides:
        translation_cache.forget_text(call.connection, after.text)
        commands.forget_shown(call.connection, session)
    if not _is_untranslated(after) and (
        before is None or _is_untranslated(before) or before.language != after.language or has_new_wording
    ):
        want_translations(call.tx, session, after)


def _is_untranslated(question: Question) -> bool:
    return question.held or question.status in (Status.DECLINED, Status.WITHDRAWN)
