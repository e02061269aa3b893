"""Sessions that fill the dashboard: typical questions, or the longest addressees, names and texts.

A fake engine translates every question into the other two languages. So the pages in English, French and Arabic show
the same questions.
"""

from __future__ import annotations

import json
import secrets
from contextlib import contextmanager
from pathlib import Path

from moderation.services.session_file import definition as session_file
from tests.browser.dashboard_texts import NEXT, NOW, NOW_300, NOW_500, QUESTIONS
from tests.browser.example_session import done, version
from tests.servers import Server
from tests.services.translation import loopback
from tests.web.phones import phone
from tests.web.served_session import GENEROUS, ServedSession, control

LANGUAGES = ("en", "fr", "ar")
GROUPS = ("civil_society", "undisclosed", "media", "technical", "private_sector", "government", "academia", "igo")
INCOMING, QUEUED = 12, 12
EARLIER = 60
"""How many minutes ago all phones arrived. If the phones had just arrived, the dashboard would show a surge of new
phones.
"""
LONG_NAME = "Maria-Luisa von Hohenlohe-Schillingsfürst"
LONG_ADDRESSEE = "Fatoumata Bintou Diallo-Ndiaye Ouédraogo"
FILE = """
code = "CODE"
languages = ["en", "fr", "ar"]
groups = ["government", "igo", "civil_society", "private_sector", "academia", "technical", "media", "other"]
starts = 2021-04-14T13:00:00Z
ends = 2021-04-14T14:30:00Z
minutes_per_question = 4
translation = "libretranslate"
REGIONS

[title]
en = "Paths for multi-stakeholder engagement in the fight against cybercrime"
fr = "Voies de participation multipartite à la lutte contre la cybercriminalité"
ar = "سبل مشاركة أصحاب المصلحة المتعددين في مكافحة الجريمة السيبرانية"

[[chair]]
seat = "a"
name = "Joyce Hakmeh"

[[chair]]
seat = "b"
name = "Patryk Pawlak"

[[panellist]]
key = "makumane"
name = "ADDRESSEE"

[limits]
text = 500
"""


class PhraseBook(loopback.FakeTranslationService):
    """A fake LibreTranslate. It can translate each text of `dashboard_texts`, and each of these texts written twice."""

    def __init__(self):
        super().__init__("libretranslate", "good")
        self.phrases = {}
        for texts in (NOW, NEXT, NOW_300, NOW_500, *QUESTIONS):
            for doubled in (False, True):
                words = [f"{text} {text}" if doubled else text for text in texts]
                for source in words:
                    self.phrases[source] = dict(zip(LANGUAGES, words))

    def answer(self, request) -> None:
        if request.path.startswith("/languages"):
            languages = [{"code": code, "targets": list(LANGUAGES)} for code in LANGUAGES]
            request.rfile.read(int(request.headers.get("Content-Length") or 0))
            loopback._send(request, 200, json.dumps(languages).encode())
        else:
            super().answer(request)

    def _good(self, request) -> None:
        asked = json.loads(request.body)
        texts = asked["q"] if isinstance(asked["q"], list) else [asked["q"]]
        translated = [self.phrases.get(text, {}).get(asked["target"], text) for text in texts]
        answer = {"translatedText": translated if isinstance(asked["q"], list) else translated[0]}
        loopback._send(request, 200, json.dumps(answer).encode())


@contextmanager
def phrase_book_server(folder: Path):
    """Start a PhraseBook, and a server that translates with it. Stop both at the end."""
    with PhraseBook() as service:
        server = Server(folder, environment={"OPEN_FLOOR_TRANSLATION_URL": service.url}).start()
        try:
            yield server
        finally:
            server.stop()
    assert "Traceback" not in server.log()


def dashboard_session(
    server: Server, folder: Path, *, overfull: bool = False, now: tuple[str, ...] = NOW, regions: bool = False
) -> ServedSession:
    """Create a session with one live, one next, `QUEUED` (12) approved and `INCOMING` (12) pending questions.

    Wait until every question is translated.

    `overfull`: each question repeats its text, and the panellist and the asker have long names. `now`: the text of the
    live question, once per language.
    """
    file = folder / f"{secrets.token_hex(4)}.toml"
    addressee = LONG_ADDRESSEE if overfull else "Moliehi Makumane"
    text = FILE.replace("ADDRESSEE", addressee).replace("CODE", f"D{secrets.token_hex(4).upper()}")
    file.write_text(text.replace("REGIONS", "regions = true" if regions else ""), "utf-8")
    definition = session_file.load(file)
    definition |= {"demo": True, "limits": definition["limits"] | GENEROUS}
    created = control(server, "create", {"definition": definition})
    session = ServedSession(server, created["code"], created["links"])
    texts = [now, NEXT, *[QUESTIONS[index % len(QUESTIONS)] for index in range(QUEUED + INCOMING)]]
    for index, words in enumerate(texts):
        language = index % 2
        asked = words[language]
        question = {
            "text": f"{asked} {asked}" if overfull else asked,
            "language": LANGUAGES[language],
            "group": GROUPS[index % len(GROUPS)],
        }
        if overfull or index in (0, 6) or index % 9 == 4:
            question["to"] = "makumane"
        if overfull or index in (0, 1, 4) or (index > QUEUED and index % 8 == 0):
            question |= {"name": _name(index, overfull), "show_name": index % 2 == 1 or index == 4}
        if regions:
            question["region"] = "africa"
        done(phone(session, EARLIER).command("ask", question))
    chair = session.client("chair/a")
    for number in range(1, QUEUED + 3):
        done(chair.command("approve", {"number": number, "version": version(chair, number)}))
    done(chair.command("advance", {"live": None, "next": None}))
    for number, count in ((3, 6), (4, 14), (5, 22)):
        for _ in range(count):
            done(phone(session, EARLIER).command("vote", {"number": number}))
    _wait_for_translations(session, len(texts))
    return session


def _name(index: int, overfull: bool) -> str:
    return LONG_NAME if overfull else ("Lucía Fernández", "Mamadou Diallo", "Nadia Haddad", "Ana Ruiz")[index % 4]


def _wait_for_translations(session: ServedSession, count: int) -> None:
    chair = session.client("chair/a")
    for _ in range(2000):
        views = chair.read("snapshot")[1]["put"]
        states = [translation["state"] for view in views for translation in view["translations"].values()]
        if len(views) == count and len(states) >= 2 * count and all(state == "done" for state in states):
            return
    raise AssertionError(f"not translated: {states}")
