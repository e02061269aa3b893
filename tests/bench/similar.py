"""The benchmark of similar questions: the quality of the score on pairs of questions, and of the offers during a
session.

The benchmark reads paraphrases.jsonl, replay_session.jsonl and questions.jsonl from the folder BENCH_DATA. If
BENCH_DATA is not set, the benchmark reads samples from the repository. Run it with `make bench`. The product translates
the texts with Apertium. Everything is measured with and without translations, and with and without the encoder.
"""

from __future__ import annotations

from collections.abc import Iterator

from moderation.services.similar import encoder
from moderation.services.similar.coefficients import kind
from moderation.services.similar.encoder import Encode
from moderation.services.similar.index import OFFERED_FROM, Index
from tests.bench import similar_cost
from tests.bench.report import merge, row, show
from tests.bench.similar_data import LANGUAGES, Translations, read_pairs, sides
from tests.bench.similar_measures import Clusters, area, plain, precision_recall
from tests.bench.similar_sessions import read_sessions, truths

GOALS = {"same": (">= 0.91", ">= 0.91"), "across": (">= 0.94", ">= 0.93"), "script": ("", "")}
"""The goals for the area under the ROC curve, by kind of pair (coefficients.kind).

Each value is (goal with translations, goal without translations). An empty string: the pairs of this kind have no goal.
"""
PRECISION_GOAL, RECALL_GOAL = ">= 0.95", ">= 0.75"
LIVE_PRECISION_GOAL, LIVE_RECALL_GOAL = ">= 0.85", ">= 0.70"
COMPARATOR, WORDS = "n-grams", "words only"

Rows = list[dict]


def measure_pairs(pairs: list[dict], translations: Translations, encode: Encode | None) -> Rows:
    """Return report rows with the area under the curve, and with precision, recall and F1 at the product's threshold.

    Each kind of pair (coefficients.kind) has rows for all its pairs, and separate rows for each source of the pairs. A
    pair of texts in the same script counts only if both languages are languages of the session. The comparators are the
    score without the encoder, and the cosine of character n-grams.
    """
    numbers = {
        side: number for number, side in enumerate(dict.fromkeys(side for pair in pairs for side in sides(pair)))
    }
    by_variant = []
    for encoded in (encode, None):
        index = Index(encoded)
        index.add_all([(number, side[1], translations.texts(*side), "") for side, number in numbers.items()])
        by_variant.append({pair["id"]: index.score(*(numbers[side] for side in sides(pair))) for pair in pairs})
    kinds = {
        pair["id"]: kind(*(index.profile(numbers[side]) for side in sides(pair)))
        for pair in pairs
        if index.profile(numbers[sides(pair)[0]]).script != index.profile(numbers[sides(pair)[1]]).script
        or {pair["a_language"], pair["b_language"]} <= set(LANGUAGES)
    }
    compare = plain(text for text, _ in numbers)
    variants = (*by_variant, {pair["id"]: compare(pair["a"], pair["b"]) for pair in pairs})
    label, rows = _label(translations), []
    for name, goals in GOALS.items():
        of_kind = [pair for pair in pairs if kinds.get(pair["id"]) == name]
        goal = goals[0 if translations.engine else 1] if encode else ""
        rows += _judge(f"{label}, {name}", of_kind, variants, goal, bool(encode) and name == "across")
        for source in sorted({pair["source"] for pair in of_kind}):
            rows += _judge(
                f"{label}, {name}, {source}", [pair for pair in of_kind if pair["source"] == source], variants
            )
    return rows


def measure_live(name: str, session: list[dict], translations: Translations, encode: Encode | None) -> Rows:
    """Return report rows for a recorded session.

    For each question, at most three earlier questions are offered as similar questions. Offers to the chairs and offers
    to the asker have separate rows. Only the offers to the chairs use translations.

    An offer is right in two cases: the data mark one question as a duplicate of the other (`duplicate_of`), or both
    questions have the same letters and digits. In the rows "marked only", only the first case counts. The comparator is
    the product without the encoder.
    """
    marks = [(entry["item"], entry["duplicate_of"]) for entry in session if entry["duplicate_of"]]
    marked, right = Clusters(marks), truths(session)
    rows = []
    for addressee, before_sending in (("chairs", False), ("asker", True)):
        label = f"similar, live, {name}, {_label(translations)}, to the {addressee}"
        figures = []
        for encoded in (encode, None):
            offers = [
                (session[at], session[other]) for at, other in _play(session, translations, encoded, before_sending)
            ]
            good = [(a, b) for a, b in offers if right.same(a["item"], b["item"])]
            by_marks = [marked.same(a["item"], b["item"]) for a, b in offers]
            recalled = {a["item"] for a, b in good if a["duplicate_of"]}
            figures.append(
                (
                    _share(len(good), len(offers)),
                    _share(sum(by_marks), len(offers)),
                    _share(len(recalled), len(marks)),
                    len(offers),
                )
            )
        (precision, precision_marked, recall, count), words = figures
        is_goal = encode is not None and addressee == "chairs"
        rows += [
            row(f"{label}: precision", precision, "", LIVE_PRECISION_GOAL if is_goal else "", {WORDS: words[0]}, count),
            row(f"{label}: precision, marked only", precision_marked, "", "", {WORDS: words[1]}, count),
            row(f"{label}: recall", recall, "", LIVE_RECALL_GOAL if is_goal else "", {WORDS: words[2]}, len(marks)),
        ]
    return rows


def main() -> None:
    path, pairs = read_pairs()
    sessions = {name: session for name, session in read_sessions().items() if any(e["duplicate_of"] for e in session)}
    translations, originals = Translations(), Translations()
    translations.prepare(
        [
            *(side for pair in pairs for side in sides(pair)),
            *((entry["text"], entry["language"]) for session in sessions.values() for entry in session),
        ]
    )
    encode = encoder.load()
    if encode is None:
        print("\nSimilar questions: the encoder is not installed, so only words are compared.")
    if translations.engine is None:
        print("\nSimilar questions: Apertium is not installed (make apertium), so only originals are compared.")
    elif translations.new:
        print(
            f"\nSimilar questions: {translations.new} translations by {translations.engine}"
            f" in {translations.seconds:.0f} s, stored in build/."
        )
    for known in (translations, originals) if translations.engine else (originals,):
        _print(
            f"Similar questions, pairs, {_label(known)}: {len(pairs)} of {path.name}; precision, recall and F1 from"
            f" {OFFERED_FROM} on",
            measure_pairs(pairs, known, encode),
        )
        for name, session in sessions.items():
            _print(
                f"Similar questions, live, {name}, {_label(known)}: {len(session)} questions",
                measure_live(name, session, known, encode),
            )
    _print("Similar questions, time and memory of the process", similar_cost.measure(encode))


def _print(title: str, rows: Rows) -> None:
    show(title, rows)
    merge(rows)


def _label(translations: Translations) -> str:
    return "translated" if translations.engine else "originals only"


def _judge(
    name: str, pairs: list[dict], variants: tuple[dict, dict, dict], goal: str = "", is_goal: bool = False
) -> Rows:
    """Return the report rows for one kind of pair.

    `variants`: three dictionaries {id of a pair: score}: the scores of the product, of the product without the encoder,
    and of the character n-grams.
    """
    if not pairs:
        return []
    labels = [pair["duplicate"] for pair in pairs]
    scores = [[variant[pair["id"]] for pair in pairs] for variant in variants]
    areas = [area(labels, values) for values in scores]
    rows = [row(f"similar, {name}: AUC", areas[0], "", goal, {WORDS: areas[1], COMPARATOR: areas[2]}, len(pairs))]
    measures = zip(*(precision_recall(labels, values, OFFERED_FROM) for values in scores[:2]))
    goals = (PRECISION_GOAL, RECALL_GOAL, "") if is_goal else ("", "", "")
    return rows + [
        row(f"similar, {name}: {measure}", figure, "", goal, {WORDS: words, COMPARATOR: None}, len(pairs))
        for measure, goal, (figure, words) in zip(("precision", "recall", "F1"), goals, measures)
    ]


def _play(
    session: list[dict], translations: Translations, encode: Encode | None, before_sending: bool
) -> Iterator[tuple[int, int]]:
    """Yield a pair for each offer: (position of the question, position of the earlier question that is offered)."""
    index = Index(encode)
    for at, entry in enumerate(session):
        language, texts = entry["language"] or "und", translations.texts(entry["text"], entry["language"])
        for other, _ in index.best(language, {language: entry["text"]} if before_sending else texts):
            yield at, other
        index.add(at, language, texts)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


if __name__ == "__main__":
    main()
