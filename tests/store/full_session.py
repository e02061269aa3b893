"""Sessions with rows in every table of the store."""

from __future__ import annotations

from moderation.services.acts.importing import PreparedRow
from moderation.store import (
    administration,
    bridges,
    definitions,
    due_totals,
    events,
    logos,
    questions,
    schedule,
    sessions,
    translation_cache,
    translation_jobs,
)
from moderation.store.connection import Connection
from tests.factories import ANA, AT, BEN, caller, execute_act, spoken

ORGANISER, CHAIR, ATTENDEE = caller("organiser"), caller("chair.a"), caller("attendee", ANA)


def fill(store: Connection, code: str) -> None:
    """Insert rows of this session into every table."""
    for who, token in (("Ana", ANA), ("Ben", BEN)):
        execute_act(
            store, "ask", caller("attendee", token), code=code, text=f"{who} of {code}?", identified=spoken("en")
        )
    execute_act(store, "approve", CHAIR, code=code, number=1, version=1)
    execute_act(store, "vote", caller("attendee", BEN), code=code, number=1)
    execute_act(store, "translate", CHAIR, code=code, number=1, version=2, language="es", text=f"Canario de {code}")
    execute_act(store, "undo", CHAIR, code=code)
    execute_act(store, "flag", caller("panel.moliehi"), code=code, number=1)
    execute_act(store, "make_entry_codes", ORGANISER, code=code, code_hashes=[b"hash of a code"])
    execute_act(store, "note", ORGANISER, code=code, text=f"Five minutes of {code}?")
    schedule.add(store, sessions.get_by_code(store, code), schedule.Plan("note", "time", at=AT, text=f"Note of {code}"))
    sent = PreparedRow(2, f"Sent to {code}?", "Zoom", spoken("en"), "media", None, None, None, None, 0)
    execute_act(store, "import", ORGANISER, code=code, rows=[sent])
    session = sessions.get_by_code(store, code)
    administration.archive(store, session, AT)
    events.create(store, f"DAYS{session.id}", "Days of water")
    events.change(store, events.get(store, f"DAYS{session.id}"), "Days of water", [code])
    session = definitions.replace_definition(store, session, definitions.present(session), AT)
    logos.add(store, session, logos.Logo(f"{session.id:064}", 40, 40, b"pixels"), AT)
    bridges.replace(store, session, bridges.Bridge(b"hash of a token", AT))
    store.execute(
        'INSERT INTO "similar" (question, other, score)'
        " SELECT id, 1, 0.9 FROM questions WHERE session = ? AND number = 2",
        [session.id],
    )
    translation_jobs.want(store, session, questions.find(store, session, 2), ["es"], 0.0)
    translation_cache.keep_cached(store, f"Ana of {code}?", "en", "es", "x", ("en", "es"), "Canario")
    due_totals.mark(store, code, (1,))
    store.execute("INSERT INTO touches (session, stream, item, seq) VALUES (?, 'chairs', 'q1', 1)", [session.id])
    store.execute(
        "INSERT INTO ledger (session, margin, at, upto, received, cells, public) VALUES (?, 'group', ?, 2, 2, '{}', 1)",
        [session.id, AT],
    )


def play(store: Connection, code: str) -> None:
    """Add questions in every status, a wording, corrections and an act that is undone. Call `fill` first."""

    def act(name: str, number: int, **params: object) -> None:
        session = sessions.get_by_code(store, code)
        question = questions.find(store, session, number)
        if name not in ("withdraw", "vote"):
            params["version"] = question.version
        who = caller("attendee", BEN) if name == "vote" else ATTENDEE if name == "withdraw" else CHAIR
        execute_act(store, name, who, code=code, number=number, **params)

    for number in range(4, 12):
        execute_act(store, "ask", ATTENDEE, code=code, text=f"Question {number}?", name="Ana", show_name=True)
    for number in (4, 5, 6, 8, 11):
        act("approve", number)
    act("take", 4)
    act("answer", 4)
    act("take", 5)
    act("set_next", 6)
    act("decline", 7, reason="off_topic")
    act("merge", 9, into=8)
    act("withdraw", 10)
    act("wording", 11, text="Question eleven, please?")
    act("translate", 8, language="es", text="¿Pregunta ocho?")
    act("vote", 11)
    act("decline", 2, reason="too_long")
    execute_act(store, "undo", CHAIR, code=code)
    session = sessions.get_by_code(store, code)
    translation_jobs.want(store, session, questions.find(store, session, 6), ["es"], 0.0)
