"""A flooder: one program that sends requests of every kind with many cookies, at a fixed rate.

python -m tests.bench.flooder URL CODE COOKIES EARLY PER_SECOND SECONDS

The process fetches `EARLY` cookies and asks two questions with each cookie. It prints `ready` and waits for a line of
input. Then it sends `PER_SECOND` requests per second for `SECONDS` seconds, without waiting for answers, and prints the
outcomes as JSON. The flood's first page requests have no cookie. Each answer brings a new cookie, until the process has
`COOKIES` cookies. The process ends when its input ends.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from moderation.rehearsal.browser import Answer, Browser, Unreachable, open_http
from moderation.rehearsal.client.packets import subscription
from moderation.rehearsal.connection import Connection
from tests.bench.processes import raise_descriptor_limit

MARK = "Flood"
"""The first word of every text of the flooder, except the texts in HOSTILE."""
SHARES = {
    "page": 22,
    "list": 14,
    "own": 4,
    "ask": 15,
    "refused": 15,
    "vote": 10,
    "draft": 12,
    "subscribe": 8,
}
"""{kind of a request: its share of the flood}.

`page`: the attendee page. `list`: the same page with `?all=1`. `own`: the list of the attendee's own questions, a page
that the attendee page shows in an iframe. `refused`: an `ask` with a hostile text.
"""
HOSTILE = (
    "a" + "\u0301" * 2600,
    "„" * 2600,
    " ".join(f"Word{number}" for number in range(1700)),
    "\u2066" * 2600,
    "👩\u200d" * 860,
    " \n" * 5200,
)
"""Texts that need much processor time.

Each text makes the request about 16 KB long, the largest size that the server reads. The server accepts the first text,
because clean-up reduces this text to one letter. The server refuses all other texts.
"""
LANGUAGES = ("en", "es", "fr", "ar")
EARLY_QUESTIONS = 2
AT_ONCE = 400
"""Maximum number of requests without an answer. At this number, the flooder skips each due request, and counts it as
`not sent`.
"""


class Flooder:
    """The requests of the flooder. `outcomes`: {(kind, outcome): number}.

    `questions`: the numbers of the stored questions.
    """

    def __init__(self, http, url: str, code: str, rng: random.Random):
        self._http, self._url, self._code, self._rng = http, url, code, rng
        self._path = f"/api/s/{code}/attendee"
        self.browsers: list[Browser] = []
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.questions: list[int] = []
        self.kinds: dict[str, Callable[[Browser], Awaitable[str]]] = {
            "page": lambda browser: self._get(browser, f"/s/{code}"),
            "list": lambda browser: self._get(browser, f"/s/{code}", all="1", theme=rng.choice(("", "dark", "light"))),
            "own": lambda browser: self._get(browser, f"/s/{code}/own"),
            "ask": lambda browser: self._ask(
                browser, f"{MARK} {rng.randrange(300)}: who pays for term {rng.random()}?"
            ),
            "refused": lambda browser: self._ask(browser, rng.choice(HOSTILE)),
            "vote": self._vote,
            "draft": self._draft,
            "subscribe": self._subscribe,
        }

    async def fetch(self) -> Browser:
        """Open the page without a cookie, in one of LANGUAGES. Return the browser with its new cookie."""
        browser = Browser(self._http, self._url, self._rng.choice(LANGUAGES))
        await self.send("new page", browser, lambda new: self._get(new, f"/s/{self._code}"))
        if browser.cookies:
            self.browsers.append(browser)
        return browser

    async def send(self, kind: str, browser: Browser, request: Callable[[Browser], Awaitable[str]]) -> None:
        """Send a request and count its outcome: `accepted`, the code of the refusal, or `no answer`."""
        try:
            outcome = await request(browser)
        except Unreachable:
            outcome = "no answer"
        self.outcomes[kind, outcome] += 1

    async def flood(self, cookies: int, per_second: float, seconds: float, shares: dict[str, int]) -> None:
        """Send requests at their due times.

        While the flooder has fewer than `cookies` cookies, requests of the kind `page` are sent without a cookie. Each
        answer to such a request contains a new cookie.
        """
        began, tasks = time.monotonic(), set()
        new = cookies - len(self.browsers)
        kinds, weights = list(shares), list(shares.values())
        for place in range(round(per_second * seconds)):
            await asyncio.sleep(max(0.0, began + place / per_second - time.monotonic()))
            (kind,) = self._rng.choices(kinds, weights)
            if len(tasks) >= AT_ONCE:
                self.outcomes[kind, "not sent"] += 1
                continue
            if kind == "page" and new > 0:
                new -= 1
                task = asyncio.create_task(self.fetch())
            else:
                task = asyncio.create_task(self.send(kind, self._rng.choice(self.browsers), self.kinds[kind]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)

    async def _get(self, browser: Browser, path: str, **params: str) -> str:
        answer = await browser.get(path, **params)
        return "accepted" if answer.is_accepted else f"http.{answer.status}"

    async def _ask(self, browser: Browser, text: str) -> str:
        answer = await browser.command(f"{self._path}/ask/{secrets.token_hex(8)}", {"text": text, "hint": "en"})
        if answer.is_accepted:
            self.questions.append(answer.body["question"]["number"])
        return _outcome(answer)

    async def _vote(self, browser: Browser) -> str:
        act = self._rng.choice(("vote", "vote", "unvote"))
        number = self._rng.randrange(1, 21)
        return _outcome(await browser.command(f"{self._path}/{act}/{secrets.token_hex(8)}", {"number": number}))

    async def _draft(self, browser: Browser) -> str:
        text = self._rng.choice((*HOSTILE, f"{MARK}: who pays for this?"))
        return _outcome(await browser.post(f"{self._path}/similar", {"text": text, "hint": "en"}))

    async def _subscribe(self, browser: Browser) -> str:
        connection = await Connection.open(browser)
        try:
            answer = await connection.call("subscribe", subscription(self._code, "attendee", "en"))
            return "accepted" if answer.get("ok") else answer["code"]
        finally:
            await connection.close()


def _outcome(answer: Answer) -> str:
    return "accepted" if answer.is_accepted else answer.code


async def main(url: str, code: str, cookies: int, early: int, per_second: float, seconds: float) -> None:
    async with open_http() as http:
        flooder = Flooder(http, url, code, random.Random(12))
        for _ in range(early):
            browser = await flooder.fetch()
            for _ in range(EARLY_QUESTIONS):
                await flooder.send("early ask", browser, flooder.kinds["ask"])
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        await flooder.flood(cookies, per_second, seconds, SHARES)
        outcomes = [[kind, outcome, count] for (kind, outcome), count in sorted(flooder.outcomes.items())]
        report = {"outcomes": outcomes, "cookies": len(flooder.browsers), "questions": len(flooder.questions)}
        print(json.dumps(report), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    raise_descriptor_limit()
    url, code, *numbers = sys.argv[1:]
    asyncio.run(main(url, code, int(numbers[0]), int(numbers[1]), float(numbers[2]), float(numbers[3])))
