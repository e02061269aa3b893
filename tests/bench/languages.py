"""A benchmark of language identification for short questions. Run the benchmark with `make bench`.

The benchmark measures the time, the memory, the accuracy and the share of uncertain answers. It also measures the
answers for texts in languages outside the session. The texts are questions.jsonl of the folder BENCH_DATA. If
BENCH_DATA is not set, the benchmark uses the sample in tests/data. The constants of the product were chosen with these
texts. The module `languages_unseen` measures other texts.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import regex

from tests.bench.identifiers import IDENTIFIERS, Guess, measure_memory
from tests.bench.languages_unseen import length_class, measure_african, measure_unseen
from tests.bench.report import merge, row, show

SESSIONS = {"3 languages": ("en", "es", "fr"), "6 languages": ("en", "es", "fr", "ar", "ru", "zh")}
SAMPLE = Path(__file__).parents[1] / "data" / "questions-sample.jsonl"
HAN = regex.compile(r"\p{Han}")
LATIN = regex.compile(r"\p{Latin}[\p{Latin}\p{N}'’-]*")
CHARACTERS_A_WORD = 1.5
"""Chinese characters per word. A Chinese word usually has one or two characters, so 9 characters count as 6 words."""
TIMED = 500

Questions = list[dict]
Guesses = dict[str, list[Guess]]


def count_words(question: dict) -> int:
    """Return the number of words in a text: sequences of characters separated by spaces.

    For Chinese, return the number of Latin words plus the number of Han characters divided by `CHARACTERS_A_WORD`,
    rounded up.
    """
    text = question["text"]
    if question["language"] != "zh":
        return len(text.split())
    return -int(-len(HAN.findall(text)) // CHARACTERS_A_WORD) + len(LATIN.findall(text))


def name_length(question: dict) -> str:
    return length_class(count_words(question))


def measure_session(label: str, languages: tuple[str, ...], questions: Questions) -> list[dict]:
    """Return the report rows for a session with these languages."""
    guesses: Guesses = {}
    for name, make in IDENTIFIERS.items():
        identify = make()
        guesses[name] = [identify(question["text"], languages) for question in questions]
    cells: dict[str, list[int]] = defaultdict(list)
    outside: dict[str, list[int]] = defaultdict(list)
    from_four: dict[str, list[int]] = defaultdict(list)
    for at, question in enumerate(questions):
        length, mixed = name_length(question), ", mixed" if question["mixed"] else ""
        long_enough = length != "1–3 words"
        if question["language"] in languages:
            cells[f"{length}{mixed}"].append(at)
            cells[f"all lengths{mixed}"].append(at)
            if len(languages) > 3 or mixed:
                cells[f"{question['language']}{mixed}"].append(at)
            if long_enough:
                from_four["mixed" if mixed else "not mixed"].append(at)
        elif long_enough:
            group = "ar ru zh" if question["language"] in SESSIONS["6 languages"] else "de it nl pt"
            outside[group].append(at)
            outside["all"].append(at)

    def shares(places: list[int], holds: Callable[[Guess, dict], bool]) -> dict[str, float | None]:
        """Return {name of a language identifier: percentage of the questions for which `holds` is true}.

        The names are the keys of IDENTIFIERS. `places`: the indices of the questions to count. `holds(guess,
        question)`: a condition on the identifier's guess for this question.
        """
        return {
            name: 100 * sum(holds(by_question[at], questions[at]) for at in places) / len(places)
            for name, by_question in guesses.items()
        }

    rows = []
    for name, places in sorted(cells.items()):
        right = shares(places, lambda guess, question: guess.best == question["language"])
        rows.append(_row(f"{label}, {name}: right", right, f">= {right['plain'] - 0.5:.2f}", len(places)))
    for name, places in sorted(outside.items()):
        undetermined = shares(places, lambda guess, _: guess.named == "und")
        rows.append(_row(f"{label}, outside {name}, from 4 words: und", undetermined, ">= 90", len(places)))
    for name, places in sorted(from_four.items()):
        undetermined = shares(places, lambda guess, _: guess.named == "und")
        rows.append(_row(f"{label}, {name}, from 4 words: wrongly und", undetermined, "<= 1", len(places)))
        unsure = dict.fromkeys(guesses) | {"ours": shares(places, lambda guess, _: guess.unsure)["ours"]}
        rows.append(_row(f"{label}, {name}, from 4 words: unsure", unsure, "<= 5", len(places)))
    return rows


def measure_cost(questions: Questions) -> list[dict]:
    """Return two report rows. The first row has microseconds of processor time per text (median of five passes).

    The second row has MB of memory in a new process.
    """
    texts = [question["text"] for question in questions[:: max(1, len(questions) // TIMED)]][:TIMED]
    times = {}
    for name, make in IDENTIFIERS.items():
        identify = make()
        passes = []
        for _ in range(5):
            start = time.process_time()
            for text in texts:
                identify(text, SESSIONS["6 languages"])
            passes.append((time.process_time() - start) / len(texts) * 1e6)
        times[name] = sorted(passes)[2]
    return [
        _row("processor time a text", times, unit="µs"),
        _row("memory", {name: measure_memory(name) for name in IDENTIFIERS}, unit="MB"),
    ]


def read_questions() -> tuple[Path, Questions]:
    folder = os.environ.get("BENCH_DATA")
    path = Path(folder) / "questions.jsonl" if folder else SAMPLE
    return path, [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    path, questions = read_questions()
    rows = [entry for label, languages in SESSIONS.items() for entry in measure_session(label, languages, questions)]
    rows += measure_cost(questions)
    show(
        f"Identification: {len(questions)} rows of {path.name}; value is the product's; accuracy goals: plain − 0.5",
        rows,
    )
    unseen = [entry for label, languages in SESSIONS.items() for entry in measure_unseen(label, languages)]
    unseen += measure_african()
    show("Identification, rows that played no part in the choice of the constants", unseen)
    merge(rows + unseen)


def _row(name: str, values: dict[str, float | None], goal: str = "", count: int | None = None, unit: str = "%") -> dict:
    comparators = {key: value for key, value in values.items() if key != "ours"}
    return row(f"identification, {name}", values["ours"], unit, goal, comparators, count)


if __name__ == "__main__":
    main()
