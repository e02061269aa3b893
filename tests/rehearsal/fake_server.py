"""A small server that implements the part of docs/wire.md that a rehearsal needs, with faults for tests.

`faults` contains the names of active faults:

- `cut`: execute every third command of attendees, but close the connection before the answer.
- `silent`: never answer the request that stores the second question.
- `forget`: acknowledge the third question and every vote, but do not store them.
- `twice`: store the third question twice.
- `throttle`: refuse every second request of attendees with status 429.
- `skip`: do not send the second change of the floor to the first attendee who subscribed.
- `spoil`: send the second change of the floor without its questions to the first attendee who subscribed.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from itertools import count

from aiohttp import web

AT = "2021-04-14T12:00:00.000Z"
IN_PLAY = {"chairs": ("pending", "approved", "next", "live"), "floor.en": ("approved", "next", "live")}
SETTINGS = {
    "phase": "open",
    "list_public": True,
    "show_group": True,
    "stage_upcoming": True,
    "chatham_house_rule": False,
}


class FakeServer:
    """The server's state and handlers.

    `attempts`: the idempotency key of each command that an attendee has sent. A retry adds the same key again.
    """

    def __init__(self, faults=(), demo=True):
        self.faults, self.demo = set(faults), demo
        self.questions: dict[int, dict] = {}
        self.owners: dict[int, str] = {}
        self.votes: set[tuple[str, int]] = set()
        self.answers: dict[tuple[str, str], tuple[int, dict]] = {}
        self.queue: list[int] = []
        self.epoch = "e1"
        self.seq = dict.fromkeys(IN_PLAY, 0)
        self.sockets: dict[str, list[web.WebSocketResponse]] = {stream: [] for stream in IN_PLAY}
        self.tries, self.attendee_numbers = count(1), count(1)
        self.attempts: list[str] = []

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([
            web.get("/s/PANEL", self.page),
            web.get("/s/PANEL/chair/{letter}", self.page),
            web.post("/api/s/PANEL/chair/{letter}/enter", self.enter),
            web.put("/api/s/PANEL/attendee/{act}/{key}", self.attendee_acts),
            web.put("/api/s/PANEL/chair/{letter}/{act}/{key}", self.chair_acts),
            web.get("/api/s/PANEL/attendee/own", self.own),
            web.get("/socket.io/", self.socket),
            web.get("/api/s/PANEL/{seat:.*}/{read:snapshot|changes}", self.snapshot),
            web.get("/api/s/PANEL/chair/{letter}/questions", self.older),
        ])  # fmt: skip
        return app

    def state(self, stream: str) -> dict:
        put = [view for view in self.questions.values() if view["status"] in IN_PLAY[stream]]
        return {
            "epoch": self.epoch, "after": 0, "seq": self.seq[stream], "at": AT, "reset": True,
            "put": put, "queue": list(self.queue), "settings": SETTINGS,
        }  # fmt: skip

    async def page(self, request):
        stream = "chairs" if "letter" in request.match_info else "floor.en"
        session = {
            "code": "PANEL", "demo": self.demo, "languages": [{"code": "en"}], "groups": [{"key": "media"}],
            "regions": [], "topics": [], "chairs_set_topics": False, "panellists": [],
            "reasons": [{"key": "off_topic"}],
        }  # fmt: skip
        data = {
            "seat": "any",
            "lang": "en",
            "session": session,
            "state": self.state(stream),
            "own": {"counter": 0, "questions": [], "votes": []},
        }
        answer = web.Response(
            text=f'<script type="application/json" id="page">{json.dumps(data)}</script>', content_type="text/html"
        )
        if stream != "chairs":
            answer.set_cookie("attendee", f"p{next(self.attendee_numbers)}")
        return answer

    async def enter(self, request):
        assert await request.json() == {"secret": "open-sesame"}
        return web.Response(status=204)

    async def attendee_acts(self, request):
        attendee, act, key = request.cookies["attendee"], request.match_info["act"], request.match_info["key"]
        body = await request.json()
        self.attempts.append(key)
        if (attendee, key) in self.answers:
            status, answer = self.answers[attendee, key]
            return web.json_response(answer, status=status)
        turn = next(self.tries)
        if "throttle" in self.faults and turn % 2:
            return web.json_response({"ok": False, "code": "limit.rate", "retry_after": 0.1}, status=429)
        if act == "ask" and not body["text"].strip():
            return web.json_response({"ok": False, "code": "text.empty"}, status=400)
        answer = self.ask(attendee, body) if act == "ask" else self.vote(attendee, act, body)
        self.answers[attendee, key] = 200, answer
        await self.publish("chairs", answer.get("question"))
        if "silent" in self.faults and len(self.questions) == 2 and act == "ask":
            self.answers.pop((attendee, key))
            self.owners.pop(answer["question"]["number"])
            await asyncio.Event().wait()
        if "cut" in self.faults and turn % 3 == 0:
            request.transport.abort()
        return web.json_response(answer)

    def ask(self, attendee, body) -> dict:
        number = len(self.questions) + 1
        view = {"number": number, "status": "pending", "text": body["text"].strip(), "version": 1, "votes": 0}
        view["asked_at"] = f"2021-04-14T13:00:00.{number:03}Z"
        self.questions[number], self.owners[number] = view, attendee
        if "forget" in self.faults and number == 3:
            self.questions[number], self.owners[number] = view | {"status": "forgotten"}, "nobody"
        if "twice" in self.faults and number == 3:
            self.questions[number + 1], self.owners[number + 1] = view | {"number": number + 1}, attendee
        return {"ok": True, "already": False, "question": view}

    def vote(self, attendee, act, body) -> dict:
        if act == "vote" and "forget" not in self.faults:
            self.votes.add((attendee, body["number"]))
        else:
            self.votes.discard((attendee, body["number"]))
        return {"ok": True, "already": False}

    async def chair_acts(self, request):
        act, body = request.match_info["act"], await request.json()
        if act not in ("approve", "decline", "presence"):
            return web.json_response({"ok": False, "code": "undo.nothing"}, status=409)
        if act == "presence":
            return web.json_response({"ok": True})
        view = self.questions[body["number"]]
        if view["version"] != body["version"]:
            return web.json_response({"ok": False, "code": "question.stale"}, status=409)
        view = view | {"status": "approved" if act == "approve" else "declined", "version": 2}
        self.questions[view["number"]] = view
        if act == "approve":
            self.queue.append(view["number"])
        await self.publish("chairs", view)
        if act == "approve":
            await self.publish("floor.en", view)
        return web.json_response({"ok": True, "already": False, "question": view})

    async def own(self, request):
        attendee = request.cookies["attendee"]
        views = [self.questions[number] for number, owner in self.owners.items() if owner == attendee]
        return web.json_response(
            {"counter": 0, "questions": views, "votes": [number for voter, number in self.votes if voter == attendee]}
        )

    async def snapshot(self, request):
        return web.json_response(self.state("chairs" if request.match_info["seat"].startswith("chair") else "floor.en"))

    async def older(self, request):
        views = [view for view in self.questions.values() if view["status"] == request.query["status"]]
        return web.json_response({"questions": sorted(views, key=lambda view: -view["number"]), "more": False})

    async def publish(self, stream, view):
        if view is None or self.questions[view["number"]]["status"] == "forgotten":
            return
        self.seq[stream] += 1
        seq = self.seq[stream]
        section = "put" if view["status"] in IN_PLAY[stream] else "drop"
        change = {
            "epoch": self.epoch,
            "after": seq - 1,
            "seq": seq,
            "at": AT,
            section: [view if section == "put" else view["number"]],
            "queue": list(self.queue),
        }
        for number, socket in enumerate(list(self.sockets[stream])):
            is_target = number == 0 and seq == 2 and stream == "floor.en"
            if is_target and "skip" in self.faults:
                continue
            sent_change = (
                {name: value for name, value in change.items() if name != "put"}
                if is_target and "spoil" in self.faults
                else change
            )
            await socket.send_str("42" + json.dumps(["change", [stream, sent_change]]))

    async def begin_epoch(self):
        """Begin a new epoch and announce it with a `head` event."""
        self.epoch, self.seq = "e2", dict.fromkeys(IN_PLAY, 0)
        for stream, sockets in self.sockets.items():
            for socket in sockets:
                await socket.send_str("42" + json.dumps(["head", [stream, {"epoch": self.epoch, "seq": 0}]]))

    async def socket(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str('0{"sid":"a","pingInterval":25000}')
        async for message in socket:
            if message.data == "40":
                await socket.send_str('40{"sid":"b"}')
                await socket.send_str("2")
            elif message.data.startswith("421"):
                _, body = json.loads(message.data[3:])
                stream = "chairs" if body["seat"].startswith("chair") else "floor." + body["lang"]
                self.sockets[stream].append(socket)
                answer = {"ok": True, "stream": stream, "epoch": self.epoch, "seq": self.seq[stream], "counter": 0}
                await socket.send_str("431" + json.dumps([answer]))
        return socket


@asynccontextmanager
async def serve(fake: FakeServer):
    """Run the fake server on a free port. Yield its address."""
    runner = web.AppRunner(fake.app(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
