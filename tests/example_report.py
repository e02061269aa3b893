"""The example report in docs/, written by `make example-report`: 200 real questions in three languages.

Two chairs and 129 attendees act at the times in the data. If the translation engine Apertium is installed, it
translates the questions. The example in docs/ was made with Apertium. The same data and the same engine always give the
same file.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from moderation.core.model import Status  # noqa: E402
from moderation.runtime import use  # noqa: E402
from moderation.services import words  # noqa: E402
from moderation.services.record import report as contents  # noqa: E402
from moderation.services.translation import jobs  # noqa: E402
from moderation.services.translation.engine import EngineError  # noqa: E402
from moderation.services.translation.engines import registry  # noqa: E402
from moderation.services.translation.pool import Pool, command  # noqa: E402
from moderation.services.translation.translator import Translator  # noqa: E402
from moderation.store import questions, sessions, translation_jobs  # noqa: E402
from moderation.web.pages.report import as_html  # noqa: E402
from tests.factories import caller, execute_act, make_database, run, spoken  # noqa: E402

CODE = "EXAMPLE"
DATA = ROOT / "tests" / "data" / "report-session.jsonl"
BEGIN = datetime(2024, 5, 14, 13, tzinfo=UTC)
ABOUT = {
    "en": "An invented session with real questions, to show what a report looks like. Nobody asked them here: the "
    "texts are questions from the European Parliament (Europarl), from the French National Assembly (as "
    "released by Common Voice) and from the participation platform of the City of Madrid (Decide Madrid); the "
    "groups are assigned by number. tests/data/README.md has licences and attribution.",
    "es": "Una sesión inventada con preguntas reales, para mostrar cómo es un informe. Nadie las hizo aquí: son "
    "preguntas del Parlamento Europeo (Europarl), de la Asamblea Nacional francesa (publicadas por Common "
    "Voice) y de la plataforma de participación de la ciudad de Madrid (Decide Madrid); los grupos están "
    "asignados por número. Licencias y atribución: tests/data/README.md.",
    "fr": "Une séance inventée avec de vraies questions, pour montrer un rapport. Personne ne les a posées ici : "
    "elles viennent du Parlement européen (Europarl), de l’Assemblée nationale (publiées par Common Voice) et "
    "de la plateforme de participation de la ville de Madrid (Decide Madrid) ; les groupes sont attribués par "
    "numéro. Licences et attribution : tests/data/README.md.",
}
TITLE = {
    "en": "Two hundred questions in three languages",
    "es": "Doscientas preguntas en tres idiomas",
    "fr": "Deux cents questions en trois langues",
}
REASONS = ("off_topic", "no_question", "off_topic", "too_long", "already_answered")
CHAIRS = (caller("chair.a"), caller("chair.b"))


class Rehearsal:
    """The session in which the recorded questions are asked."""

    def __init__(self, engine_name: str | None):
        groups = [{"key": word.key, "label": word.label, "short": word.short} for word in words.groups().values()]
        self.store = make_database(
            code=CODE,
            title=TITLE,
            description=ABOUT,
            languages=["en", "es", "fr"],
            groups=groups,
            regions=[],
            panellists=[],
            starts=BEGIN.isoformat(),
            time_zone="Europe/Brussels",
            chairs=[{"seat": seat, "name": f"Chair {seat.upper()}", "role": None} for seat in "ab"],
        )
        run(self.store, lambda tx: jobs.ready_session(tx, self.session, engine_name))
        self.numbers: dict[str, int] = {}
        self.second = 0.0

    @property
    def session(self):
        return sessions.get_by_code(self.store, CODE)

    def do(self, act: str, who, **params) -> dict:
        at = (BEGIN + timedelta(seconds=self.second)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return execute_act(self.store, act, who, code=CODE, at=at, now=self.second, **params)

    def ask(self, row: dict) -> None:
        self.second = row["t"]
        asker = caller("attendee", hashlib.sha256(row["author"].encode()).digest())
        answer = self.do("ask", asker, text=row["text"], group=row["group"], identified=spoken(row["language"]))
        self.numbers[row["item"]] = answer["question"]["number"]
        if answer["question"]["number"] % 67 == 0:
            self.do("withdraw", asker, number=answer["question"]["number"])

    def decide(self, row: dict, *, again: bool = False) -> None:
        """Approve or decline the question of this data row by a fixed rule. Every run then produces the same record."""
        number = self.numbers[row["item"]]
        question = questions.find(self.store, self.session, number)
        chair = CHAIRS[number % 2]
        if question.status is not Status.PENDING:
            return
        if row["duplicate_of"]:
            self.do(
                "decline",
                chair,
                number=number,
                version=question.version,
                reason="duplicate",
                reason_number=self.numbers[row["duplicate_of"]],
            )
        elif number % 5 in (1, 3) or (row["source"] == "Decide Madrid" and number % 4):
            self.do(
                "decline", chair, number=number, version=question.version, reason=REASONS[number // 2 % len(REASONS)]
            )
        else:
            self.do("approve", chair, number=number, version=question.version)
        if number % 40 == 0 and not again:
            self.do("undo", chair)
            self.decide(row, again=True)

    def advance(self) -> None:
        queue_state = questions.queue_state(self.store, self.session)
        if queue_state.next or queue_state.queue:
            self.do(
                "advance",
                CHAIRS[0],
                live=queue_state.live and queue_state.live.number,
                next=queue_state.next and queue_state.next.number,
            )

    def translate(self, translator: Translator, name: str) -> None:
        """Execute all waiting translation jobs."""
        for job in translation_jobs.due(self.store, CODE, self.second + 1, 10_000):
            try:
                outcome = translator.translate(job.text, job.source, job.target, 30.0)
            except EngineError:
                outcome = None
            run(
                self.store,
                lambda tx, job=job, outcome=outcome: jobs.record(tx, job, outcome, None, name),
                now=self.second,
            )


def play(rows: list[dict], name: str | None) -> Rehearsal:
    """Replay all data rows, each of which is a question, and return the rehearsal.

    Each question is approved or declined when the third question after it has arrived. After every third question, the
    next question in the queue goes to the screen. `name`: the translation engine; None: no translation.
    """
    rehearsal = Rehearsal(name)
    for index, row in enumerate(rows):
        rehearsal.ask(row)
        if index >= 3:
            rehearsal.decide(rows[index - 3])
        if index % 3 == 2:
            rehearsal.advance()
    return rehearsal


def main(out: Path) -> None:
    settings = registry.settings_from({}, out.parent)
    name = "apertium" if registry.available(settings) == "apertium" else None
    rehearsal = play([json.loads(line) for line in DATA.read_text("utf-8").splitlines()], name)
    if name:
        pool = Pool(use("threading"), command(name), 1, settings)
        try:
            rehearsal.translate(Translator(pool), name)
        finally:
            pool.close()
    else:
        print("Without Apertium: the originals only. make apertium")
    rehearsal.do("close", caller("organiser"))
    report = contents.contents(rehearsal.store, CODE)
    out.write_bytes(as_html(report, "en"))
    received, answered = report["ledger"]["received"], len(report["answered"])
    print(f"{out}: {received} questions, {answered} answered, {out.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "example-report.html")
