"""Example sessions, filled through the API of a server."""

from __future__ import annotations

from tests.servers import Client, Server

QUESTIONS = [
    (
        "en",
        "media",
        None,
        "Will the press be able to follow the meetings of the committee, or only read its communiqués?",
    ),
    (
        "es",
        "academia",
        None,
        "¿Quién decide, y a puerta cerrada, qué organizaciones sin estatus consultivo pueden entrar en la sala?",
    ),
    (
        "en",
        "government",
        None,
        "Which existing treaties should the new convention build on, and which should it leave alone?",
    ),
    ("fr", "undisclosed", None, "Pourquoi participer à cet événement ?"),
    (
        "en",
        "civil_society",
        "fatafta",
        "How can we ensure respect for freedom of expression where the concept has not been harmonised at world level?",
    ),
    ("fr", "government", None, "Cette prise de décision se fera-t-elle enfin de manière transparente et publique ?"),
    (
        "en",
        "private_sector",
        "mcbryde",
        (
            "Companies hold most of the evidence and get the requests. Will the treaty say what we must refuse "
            "as clearly as what we must hand over?"
        ),
    ),
    (
        "es",
        "civil_society",
        None,
        "Si la policía de otro país pide los datos de una periodista, ¿quién le avisa y ante qué juez puede recurrir?",
    ),
    (
        "en",
        "technical",
        "makumane",
        (
            "Are we adopting rules that give investigators access to our own systems, and who then answers for "
            "the flaws that stay open?"
        ),
    ),
    (
        "fr",
        "academia",
        None,
        (
            "Que diraient les citoyennes et citoyens si on leur accordait des droits solennels, mais qu’ils "
            "apprenaient qu’ils ne peuvent pas s’en servir ?"
        ),
    ),
    (
        "es",
        "technical",
        None,
        "¿Cómo proteger a quienes buscan fallos de buena fe si el texto castiga todo acceso sin autorización?",
    ),
    (
        "en",
        "civil_society",
        "fatafta",
        "What happens to people who report abuse when the same law is used against them?",
    ),
    ("en", "undisclosed", None, "I would like to thank the organisers for this panel."),
    (
        "fr",
        "igo",
        "socco",
        (
            "Comment les petites délégations suivront-elles six langues, deux comités et un calendrier qui "
            "change chaque semaine ?"
        ),
    ),
    (
        "en",
        "private_sector",
        None,
        (
            "The text was drafted over two days of informal talks, before any of us had seen it. What will the "
            "chair publish, when, and in how many of the six languages, so that those far from New York and "
            "Vienna can answer in time?"
        ),
    ),
    (
        "es",
        "undisclosed",
        None,
        (
            "¿Quién protegerá a los periodistas y a los defensores de derechos humanos si un día la convención "
            "se usa contra ellos?"
        ),
    ),
    ("fr", "media", None, "La presse pourra-t-elle suivre les séances du comité, ou seulement lire les communiqués ?"),
    (
        "en",
        "other",
        None,
        "How could criminal cooperation work if every State keeps its own definition of the offence?",
    ),
    (
        "es",
        "government",
        "domingos",
        "¿Qué apoyo recibirán las fiscalías pequeñas para pedir pruebas electrónicas al extranjero?",
    ),
    ("en", "civil_society", None, "Who will check, in two years, whether anyone outside government was heard?"),
]
"""(language, group, panellist or None, text), in the order of the question numbers from 1."""
APPROVED = [5, 3, 2, 6, 7, 8, 9, 10, 11, 12, 14]
VOTES = {6: 9, 7: 14, 8: 11, 9: 3, 10: 6, 11: 5, 12: 2, 14: 4}
ANSWERED = 2
"""The first questions of APPROVED; the following question is live."""

SENTENCE = (
    "Por tanto, mi pregunta es esta: ¿qué compromisos verificables, con plazos y con responsables, "
    "asumirán los Estados ante la Unterausschussvorsitzendenstellvertretung? "
)
LONGEST = 500


def typical(server: Server) -> Client:
    """Fill a session in the middle of its hour: a live and a next question, a queue, and pending questions.

    Returns the client of the attendee who asked question 8, which is approved.
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
    """Fill a session like `typical`, then add merged, reworded and spoken questions and flags of a panellist.

    Returns the same client as `typical`.
    """
    phone = typical(server)
    chair, panel = server.client("chair/a"), server.client("panel/fatafta")

    def act(name: str, number: int, **values) -> None:
        done(chair.command(name, {"number": number, "version": version(chair, number), **values}))

    # Questions 21 to 24 of this client: merged into the live and the next question, reworded, declined with its lead.
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
    """Fill a session with questions of LONGEST characters in very long words; the queue is longer than a screen.

    Returns the client of the attendee who asked question 3.
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
    """Run `advance` this many times from an empty screen."""
    live = following = None
    for _ in range(times):
        answer = done(chair.command("advance", {"live": live, "next": following}))
        live, following = (
            view and view["number"] if isinstance(view, dict) else view for view in (answer["live"], answer["next"])
        )


def version(chair: Client, number: int) -> int:
    return next(view["version"] for view in done(chair.read("snapshot"))["put"] if view["number"] == number)


def done(answer: tuple[int, dict]) -> dict:
    """Return the body of an accepted answer. Raise SystemExit with the answer if it is a refusal."""
    status, body = answer
    if status >= 400:
        raise SystemExit(f"the server refused: {status} {body}")
    return body


BY_HAND = {
    3: {
        "fr": (
            "Sur quels traités existants la nouvelle convention devrait-elle s’appuyer, et auxquels ne "
            "devrait-elle pas toucher ?"
        )
    },
    2: {
        "en": (
            "Who decides, and behind closed doors, which organisations without consultative status may enter the room?"
        ),
        "fr": (
            "Qui décide, et à huis clos, quelles organisations sans statut consultatif peuvent entrer dans la salle ?"
        ),
    },
    6: {"en": "Will this decision at last be taken in a transparent and public way?"},
    8: {
        "en": (
            "If another country’s police ask for a journalist’s data, who tells her, and before which judge can "
            "she appeal?"
        ),
        "fr": (
            "Si la police d’un autre pays demande les données d’une journaliste, qui l’en avertit et devant quel "
            "juge peut-elle faire appel ?"
        ),
    },
    10: {"en": "What would citizens say if they were granted solemn rights, only to learn that they cannot use them?"},
    14: {
        "en": "How will small delegations follow six languages, two committees and a calendar that changes every week?"
    },
}
"""{number: {language: text}}: the booth's translations. With them, pictures do not depend on a translation engine."""


def interpreted(server: Server) -> None:
    """Add to `typical`: translations, a rewording, two merged questions, a spoken one, and the organiser's notes."""
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
    """Ask an approved, a declined and a pending question; return the client of their asker."""
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
