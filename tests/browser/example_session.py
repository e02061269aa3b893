"""Example sessions, filled through the API of a server."""

from __future__ import annotations

from tests.browser.example_questions import ANSWERED, APPROVED, BY_HAND, LONGEST, QUESTIONS, SENTENCE, VOTES
from tests.servers import Client, Server


def typical(server: Server) -> Client:
    """Bring a new session to a typical state: a live question, a next question, a queue and pending questions.

    Question 8 is approved. Return the client of the attendee who asked question 8.
    """
    phones = [server.client() for _ in range(max(VOTES.values()) + len(QUESTIONS))]
    for phone, (language, group, to, text) in zip(phones, QUESTIONS):
        done(
            phone.command(
                "ask",
                {"text": text, "language": language, "group": group, "to": to}
                if to
                else {"text": text, "language": language, "group": group},
            )
        )
    chair = server.client("chair/a")
    for number in APPROVED:
        done(chair.command("approve", {"number": number, "version": version(chair, number)}))
    done(chair.command("decline", {"number": 4, "version": version(chair, 4), "reason": "off_topic"}))
    done(chair.command("decline", {"number": 13, "version": version(chair, 13), "reason": "no_question"}))
    for number, votes in VOTES.items():
        for phone in phones[-votes:]:
            done(phone.command("vote", {"number": number}))
    advance(chair, ANSWERED + 1)
    return phones[7]


def worked(server: Server) -> Client:
    """Fill a session as `typical` does.

    Then add merged and reworded questions, questions asked aloud, and flags of a panellist. Return the same client as
    `typical`.
    """
    phone = typical(server)
    chair, panel = server.client("chair/a"), server.client("panel/fatafta")

    def act(name: str, number: int, **values) -> None:
        done(chair.command(name, {"number": number, "version": version(chair, number), **values}))

    # This attendee asks questions 21 to 24. Number 21 is merged into the live question. Number 22 is merged into the
    # next question. Number 23 is reworded. Number 24 is merged into number 19. Then number 19 is declined, together
    # with number 24.
    for text in (
        "¿Qué delegaciones deciden?",
        "¿Será público?",
        "Llámenme al 555 0100: ¿quién protege a las fuentes de una periodista?",
        "¿Y por qué no los sindicatos?",
    ):
        done(phone.command("ask", {"text": text, "language": "es", "group": "civil_society"}))
    views = done(chair.read("snapshot"))["put"]
    live, following = (
        next(view["number"] for view in views if view["status"] == status) for status in ("live", "next")
    )
    for number, lead in ((21, live), (22, following), (24, 19), (1, live), (16, 8), (17, following), (18, live)):
        act("merge", number, into=lead)
    act("decline", 19, reason="too_long")
    act("approve", 23)
    act("wording", 23, text="¿Quién protege a las fuentes de una periodista?", hide=True)
    act("wording", 10, text="À quoi servent des droits solennels dont on ne peut pas se servir ?", hide=False)
    act("wording", live, text="¿Quién decide, y a puerta cerrada, qué organizaciones entran en la sala?", hide=False)
    done(chair.command("add", {"group": "igo"}))
    for number in (following, 12):
        done(panel.command("flag", {"number": number}))
    return phone


def longest(server: Server) -> Client:
    """Fill a session with questions of LONGEST characters that contain very long words. The queue does not fit on a
    screen.

    Return the client of the attendee who asked question 3.
    """
    phones = [server.client() for _ in range(30)]
    for index, phone in enumerate(phones):
        text = "W" * LONGEST if index == 9 else (SENTENCE * 9)[:LONGEST].strip()
        done(
            phone.command(
                "ask",
                {
                    "text": text,
                    "language": "es",
                    "group": "igo",
                    "to": "makumane",
                    "name": "Maria Fernanda " * 5,
                    "show_name": True,
                },
            )
        )
    chair = server.client("chair/a")
    for number in range(1, 25):
        done(chair.command("approve", {"number": number, "version": version(chair, number)}))
    advance(chair, 1)
    return phones[2]


def advance(chair: Client, times: int) -> None:
    """Send the command `advance` as often as `times` says.

    Before the first command, there must be no live question and no next question.
    """
    live = following = None
    for _ in range(times):
        answer = done(chair.command("advance", {"live": live, "next": following}))
        live, following = (
            view and view["number"] if isinstance(view, dict) else view for view in (answer["live"], answer["next"])
        )


def version(chair: Client, number: int) -> int:
    return next(view["version"] for view in done(chair.read("snapshot"))["put"] if view["number"] == number)


def done(answer: tuple[int, dict]) -> dict:
    """Return the body of the answer. If the answer is a refusal, raise SystemExit with the answer."""
    status, body = answer
    if status >= 400:
        raise SystemExit(f"the server refused: {status} {body}")
    return body


def interpreted(server: Server) -> None:
    """Add more data to a session that `typical` has filled.

    The data: translations, a wording, two merged questions, a question asked aloud, and the organiser's notes.
    """
    booth, chair = server.client("booth"), server.client("chair/b")
    for number, texts in BY_HAND.items():
        for language, text in texts.items():
            done(booth.command("translate", {"number": number, "language": language, "text": text}))
    wording = (
        "Are we adopting rules that give investigators access to our own systems? Who then answers for the "
        "flaws that stay open, Ms Makumane or the OEWG?"
    )
    done(chair.command("wording", {"number": 9, "version": version(chair, 9), "text": wording}))
    done(chair.command("merge", {"number": 16, "version": version(chair, 16), "into": 8}))
    done(chair.command("merge", {"number": 20, "version": version(chair, 20), "into": 8}))
    done(chair.command("add", {"group": "academia", "after": 7}))
    for text in (
        "We start five minutes late: the stream is not up yet.",
        "Ten minutes left. Please take the last round.",
    ):
        note = done(server.client("organiser").command("note", {"text": text}))["note"]
        done(chair.command("acknowledge", {"note": note}))


def asker(server: Server) -> Client:
    """Let a new attendee ask three questions.

    Approve the first question, decline the second, and leave the third pending. Return the attendee's client.
    """
    phone, chair = server.client(), server.client("chair/a")
    texts = (
        "Which court decides when two States want the same data?",
        "I fully agree with the speaker before me.",
        "Will the draft be published in all six languages?",
    )
    numbers = [
        done(phone.command("ask", {"text": text, "language": "en", "group": "technical"}))["question"]["number"]
        for text in texts
    ]
    done(chair.command("approve", {"number": numbers[0], "version": version(chair, numbers[0]), "after": 0}))
    done(
        chair.command("decline", {"number": numbers[1], "version": version(chair, numbers[1]), "reason": "no_question"})
    )
    return phone
