"""The deletion of all copies of a question's earlier words, after the question was withdrawn or edited.

The act itself replaces the words in the question's own row.
"""

from __future__ import annotations

from ...core.model import Question
from ...store import commands, log, scrubbing, similar, translation_cache, translations
from .executor import Call


def erase_copies(call: Call, before: Question, after: Question) -> None:
    """Delete all copies of the words of `before`. `after`: the same question with its new words.

    The copies are in translations, cached translations, the log and stored answers. store/scrubbing later overwrites
    the deleted bytes.

    The similarities between this question and other questions were computed from the old words. Delete them too: the
    question's own list of similar questions, and its entries in the lists of other questions. The server later computes
    these lists again.
    """
    connection, session, number = call.connection, call.session, before.number
    translations.forget(connection, session, number)
    for text in {before.text, before.spoken, *log.forget_wordings(connection, session, number)}:
        translation_cache.forget_text(connection, text)
    for other in similar.forget(connection, session, number):
        call.tx.touch_for_chairs(session, other)
    commands.replace_words(connection, session, after)
    scrubbing.want_scrub(connection)
