"""The processor time of the search for similar questions, and the memory of its process."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from moderation import runtime
from moderation.services.similar.encoder import Encode
from moderation.services.similar.index import Index
from moderation.services.similar.index_process import COMMAND, IndexProcess
from tests.bench.report import row
from tests.bench.similar_data import LANGUAGES, read_questions

SIZES = (1_000, 10_000)
SCANNED = 50_000
TIMED = 100
WORDS = "words only"
FREE = (
    "similar, time to encode a question",
    "similar, time to encode the longest question",
)

Rows = list[dict]


def measure(encode: Encode | None) -> Rows:
    """Return all report rows. `encode`: None if the encoder is not installed."""
    questions = read_questions()
    rows = _times(questions, encode)
    if encode:
        rows += _encoding(questions, encode) + _scan(encode)
    return rows + _memory(questions, encode)


def _times(questions: list[dict], encode: Encode | None) -> Rows:
    """Return report rows with the processor time of two operations: suggest the similar questions of a text, and add a
    question to the index.

    Each operation is measured with two index sizes. For each operation and size, a row contains the median in
    milliseconds. Another row contains the ratio of the two medians for suggesting. The two sizes are measured
    alternately, so that other load on the machine affects both equally. The time of the encoder is not included.
    """
    asked = list(_invent(questions, SIZES[1] + TIMED))
    known = _Known(encode, [texts["en"] for texts in asked]) if encode else None
    figures = [_variant(asked, known), _variant(asked, None)]
    (suggest, add), (suggest_words, add_words) = figures
    small, large = (suggest[size] for size in SIZES)
    return [
        *(
            row(
                f"similar, time to suggest among {size:,}", suggest[size], "ms", "", {WORDS: suggest_words[size]}, TIMED
            )
            for size in SIZES
        ),
        row(
            f"similar, time to suggest, {SIZES[1]:,} against {SIZES[0]:,}",
            large / small,
            "×",
            "" if encode else "<= 2",
            {WORDS: suggest_words[SIZES[1]] / suggest_words[SIZES[0]]},
            TIMED,
        ),
        *(
            row(f"similar, time to add one to {size:,}", add[size], "ms", "", {WORDS: add_words[size]}, TIMED)
            for size in SIZES
        ),
    ]


def _variant(asked: list[dict], encode: Encode | None) -> tuple[dict[int, float], dict[int, float]]:
    indexes = {size: Index(encode) for size in SIZES}
    for size, index in indexes.items():
        index.add_all([(number, "en", texts, "") for number, texts in enumerate(asked[:size])])
    suggest, add = {size: [] for size in SIZES}, {size: [] for size in SIZES}
    for at, texts in enumerate(asked[SIZES[1] :]):
        for size, index in indexes.items():
            suggest[size].append(_milliseconds(index.best, "en", texts))
            add[size].append(_milliseconds(index.add, size + at, "en", texts))
            index.remove(size + at)
    return tuple({size: statistics.median(times[size]) for size in SIZES} for times in (suggest, add))


class _Known:
    """An encoder that returns stored results. So no measurement contains the time of the real encoder."""

    def __init__(self, encode: Encode, texts: list[str]):
        self._vectors = dict(zip(texts, encode(texts)))

    def __call__(self, texts):
        return [self._vectors[text] for text in texts]


def _encoding(questions: list[dict], encode: Encode) -> Rows:
    texts = [entry["text"] for entry in questions[:: len(questions) // TIMED]][:TIMED]
    longest = (" ".join(texts) * 5)[:500]
    return [
        row(FREE[0], statistics.median(_milliseconds(encode, [text]) for text in texts), "ms", count=len(texts)),
        row(FREE[1], statistics.median(_milliseconds(encode, [longest]) for _ in range(9)), "ms", count=9),
        row(
            f"similar, time to encode {TIMED} questions at a restart",
            _milliseconds(encode, texts),
            "ms",
            count=len(texts),
        ),
    ]


def _scan(encode: Encode) -> Rows:
    """Return report rows with the milliseconds for the comparison of one vector with all vectors of a session. There
    is one row for each size of the session. The largest size, SCANNED, is larger than any real session.
    """
    from moderation.services.similar.vectors import Vectors

    vectors, [vector] = Vectors(), encode(["Who pays for the interpretation?"])
    rows = []
    for size in (*SIZES, SCANNED):
        for number in range(len(vectors), size):
            vectors.put(number, vector if number % 100 else -vector)
        times = [_milliseconds(vectors.nearest, -vector, 0.3, 800) for _ in range(9)]
        rows.append(row(f"similar, time to compare {size:,} vectors", statistics.median(times), "ms", count=9))
    return rows


def _memory(questions: list[dict], encode: Encode | None) -> Rows:
    """Return the report row for the memory (RSS) of the index process with one thousand questions, in MB."""
    asked = list(_invent(questions, SIZES[0]))
    sizes = []
    for command in ([*COMMAND, "meaning"], COMMAND) if encode else (COMMAND,):
        process = IndexProcess(runtime.use("threading"), command)
        try:
            process.start()
            for start in range(0, len(asked), 50):
                entries = [[start + at, "en", texts, ""] for at, texts in enumerate(asked[start : start + 50])]
                process.call({"op": "load", "session": 1, "questions": entries}, 60)
            sizes.append(_resident(process._pipe._pid))
        finally:
            process.close()
    return [row(f"similar, memory with {SIZES[0]:,} questions", sizes[0], "MB", "", {WORDS: sizes[-1]}, 1)]


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _invent(questions: list[dict], count: int) -> Iterator[dict[str, str]]:
    """Yield `count` questions in three languages. Each text consists of halves of two real questions."""
    pools = {
        language: [entry["text"] for entry in questions if entry["language"] == language] for language in LANGUAGES
    }
    for at in itertools.islice(itertools.count(), count):
        texts = {}
        for language, pool in pools.items():
            first, second = pool[at % len(pool)].split(), pool[(at * 7 + at // len(pool)) % len(pool)].split()
            texts[language] = " ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])
        yield texts


def _milliseconds(work: Callable[..., object], *arguments: object) -> float:
    start = time.process_time()
    work(*arguments)
    return (time.process_time() - start) * 1e3
