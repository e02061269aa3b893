"""python-socketio on uvicorn, used as documented: asyncio, the library's client manager, no compression."""

from __future__ import annotations

import asyncio
import os

import socketio
import uvicorn

from tests.bench.comparators.update import BODY

server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", transports=["websocket"])


@server.on("subscribe")
async def subscribe(sid: str, body: dict) -> dict:
    await server.enter_room(sid, "floor")
    return {"ok": True}


async def publish(scope, receive, send) -> None:
    """Handle POST /publish, and print `ready` when the server has started."""
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        asyncio.get_running_loop().call_later(0.5, lambda: print("ready", flush=True))
        await receive()
        return
    await server.emit("change", BODY, to="floor")
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-length", b"0"), (b"connection", b"close")],
        }
    )
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    uvicorn.run(
        socketio.ASGIApp(server, publish),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        log_level="critical",
        access_log=False,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        backlog=4096,
        lifespan="on",
    )
