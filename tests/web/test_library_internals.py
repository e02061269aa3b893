"""Tests of the library internals that the product uses.

docs/library-internals.md must list each of these functions, with the reason for its use. Each function's source must be
the reviewed source. If the source is different after an upgrade of the library, the test fails and names the function
to review.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import inspect
import re
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import eventlet.wsgi
import pytest
import simple_websocket
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from engineio.socket import Socket
from socketio.manager import Manager
from werkzeug.serving import WSGIRequestHandler

from moderation.web.realtime.engine_socket import EngineSocket
from moderation.web.realtime.fanout import FanOut
from moderation.web.realtime.limited_socket import LimitedSocket
from moderation.web.realtime.redis_fanout import RedisFanOut
from moderation.web.realtime.threaded_socket import BoundedWebSocket, ThreadedSocket, _BoundedServer
from moderation.web.server.listener import Deadlines, with_deadlines
from moderation.web.server.turns import with_turns
from moderation.web.server.wsgi_guard import without_request_log

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "library-internals.md").read_text("utf-8")
ROW = re.compile(r"^\| (?P<library>[\w-]+) \| `(?P<name>[\w.:]+)` \| (?P<file>[\w.]+) \|.+\|.+\|$", re.MULTILINE)
TABLE = {row["name"]: row for row in ROW.finditer(DOCUMENT)}
USERS = (
    "server.py",
    "moderation/runtime.py",
    *(f"moderation/web/realtime/{name}.py" for name in ("engine_socket", "fanout", "frame_sender", "frames")),
    *(f"moderation/web/realtime/{name}.py" for name in ("managers", "redis_fanout", "sockets")),
    *(f"moderation/web/realtime/{name}.py" for name in ("limited_socket", "threaded_socket")),
    *(f"moderation/web/server/{name}.py" for name in ("listener", "serving", "shutdown", "turns", "wsgi_guard")),
)
"""Only these files may depend on library internals."""

READ_IN = {
    "Flask-SocketIO": "5.7.0",
    "Werkzeug": "3.1.9",
    "eventlet": "0.41.3",
    "python-engineio": "4.15.1",
    "python-socketio": "5.18.1",
    "simple-websocket": "1.1.0",
    "wsproto": "1.3.2",
}
"""{library: the version whose source was reviewed}."""
HASHES = {
    "engineio.server:Server._handle_connect": "264d8a2e305cf71c",
    "engineio.base_server:BaseServer.__init__": "8001445125b6e6ef",
    "engineio.base_server:BaseServer._get_socket": "0e6a7be33bfae989",
    "engineio.server:Server._trigger_event": "c956dfa806dafd0b",
    "engineio.server:Server.send_packet": "848836edb7d6077d",
    "engineio.server:Server.disconnect": "70297bc535b5acc9",
    "engineio.server:Server.handle_request": "012b61d09c4272bd",
    "engineio.base_socket:BaseSocket.__init__": "7155d2660c3ff491",
    "engineio.socket:Socket.send": "dd879482c50f529e",
    "engineio.socket:Socket.receive": "006dc60c673d08d2",
    "engineio.socket:Socket.check_ping_timeout": "d5748c8dc20b6da6",
    "engineio.socket:Socket.close": "b257658d665d863a",
    "engineio.socket:Socket.schedule_ping": "2e30d4043c16182f",
    "engineio.socket:Socket._send_ping": "7fa57a6334b1da6e",
    "engineio.socket:Socket.handle_get_request": "e9dbeac4bc0cae4c",
    "engineio.socket:Socket._upgrade_websocket": "5f073f854baf8456",
    "engineio.socket:Socket._websocket_handler": "0d6ac9ec5ec44e01",
    "engineio.packet:Packet.encode": "8355ce7f0ba15eee",
    "engineio.async_drivers.eventlet:WebSocketWSGI.__call__": "f1c7263d7ef0af41",
    "socketio.base_manager:BaseManager.__init__": "5815e714dc9485ba",
    "socketio.base_manager:BaseManager.basic_enter_room": "e99e9327a611b3d6",
    "socketio.base_manager:BaseManager.basic_leave_room": "b20a515922c3bf84",
    "socketio.base_manager:BaseManager.basic_disconnect": "42bef1019aa47acd",
    "socketio.base_manager:BaseManager.get_rooms": "73191943722ffd36",
    "socketio.base_manager:BaseManager.get_participants": "ca24e3e57af14e8f",
    "socketio.manager:Manager.emit": "3bd711d45c203dc2",
    "socketio.server:Server.disconnect": "57ce9c3790c7c8ab",
    "socketio.server:Server._handle_eio_connect": "3e31f2c49f691463",
    "flask_socketio:SocketIO._handle_event": "65d352947d423a95",
    "eventlet.wsgi:server": "881e210998d3eeb9",
    "eventlet.wsgi:HttpProtocol.__init__": "3dffd310409893fb",
    "eventlet.wsgi:HttpProtocol._read_request_line": "60da28722145ca21",
    "eventlet.wsgi:HttpProtocol.handle_one_request": "6de922e4e3da17c5",
    "eventlet.wsgi:HttpProtocol.handle_one_response": "8f99adc302681281",
    "eventlet.wsgi:HttpProtocol.get_environ": "ea4b989928f1ce54",
    "eventlet.wsgi:HttpProtocol.finish": "4114cbf8aa57f59c",
    "eventlet.wsgi:Input.__init__": "d954ce9dcf4f3ae3",
    "eventlet.websocket:WebSocketWSGI.__call__": "0fc5b63e6594733e",
    "eventlet.websocket:WebSocket.__init__": "9786531f2b98bfbe",
    "eventlet.websocket:RFC6455WebSocket.__init__": "95f2a8f49ab332af",
    "eventlet.websocket:RFC6455WebSocket._send_closing_frame": "36fe5aab1d6cd7f8",
    "eventlet.greenio.base:GreenSocket.__init__": "c9640bc1ca536579",
    "eventlet.greenio.base:GreenSocket.sendall": "1abfa4f6ef65c72c",
    "eventlet.hubs.hub:BaseHub.add": "d08eb54725146ee4",
    "eventlet.hubs.hub:BaseHub.schedule_call_global": "31694044f9be3226",
    "werkzeug.serving:WSGIRequestHandler.log": "923505a8a939892b",
    "werkzeug.serving:BaseWSGIServer.log": "abf08b94fe5a8a28",
    "werkzeug.serving:BaseWSGIServer.handle_error": "bab6df59c94d8b83",
    "engineio.socket:Socket.poll": "4060d1549abf965f",
    "engineio.async_drivers._websocket_wsgi:SimpleWebSocketWSGI.__init__": "4e25d536f27d3d9c",
    "engineio.async_drivers._websocket_wsgi:SimpleWebSocketWSGI.__call__": "269a07718ba1c14f",
    "engineio.async_drivers._websocket_wsgi:SimpleWebSocketWSGI.wait": "b17a277431e448c1",
    "engineio.async_drivers._websocket_wsgi:SimpleWebSocketWSGI.close": "96690d8e9373391a",
    "socketio.server:Server._handle_eio_message": "1fb1de834aa64f04",
    "socketio.packet:Packet.decode": "a8493215739ed3ba",
    "simple_websocket.ws:Base._handle_events": "127d6da29869a688",
    "simple_websocket.ws:Base._thread": "01540efe404d269c",
    "simple_websocket.ws:Base.receive": "0eb96568d62cab00",
    "simple_websocket.ws:Server.__init__": "bba45b118c14c5e6",
    "wsproto.frame_protocol:FrameProtocol.receive_bytes": "d0b2c07038dd00f5",
    "wsproto.frame_protocol:FrameProtocol.received_frames": "e19daa699d33657e",
}
"""{`module:qualified name` of a library function: hash (`source_hash`) of its source in the reviewed version}."""


def function(name: str) -> Any:
    """Return the function with this name (`module:qualified name`) as the library defines it.

    The product has replaced some classes of libraries by subclasses (fanout.py). For these, return the function of the
    library's class.
    """
    module, _, path = name.partition(":")
    target: Any = importlib.import_module(module)
    for part in path.split("."):
        target = inspect.getattr_static(target, part)
        if isinstance(target, type):
            target = next(base for base in target.__mro__ if not base.__module__.startswith("moderation"))
    return target


def source_hash(name: str) -> str:
    """Return a hash of a function's source. Indentation and blank lines do not count."""
    lines = (line.strip() for line in inspect.getsource(function(name)).splitlines())
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()[:16]


def private_names(source: str) -> tuple[set[str], set[str]]:
    """Return (names that a module reads as attributes, names that the module defines).

    Both sets contain only names with a leading underscore.
    """
    used, defined = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            (used if isinstance(node.ctx, ast.Load) else defined).add(node.attr)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defined.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.id)
    return tuple({name for name in names if re.match("_[a-z]", name)} for names in (used, defined))


def is_documented(name: str) -> bool:
    return re.search(rf"\b{name}\b", DOCUMENT) is not None


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_function_has_the_reviewed_source(name):
    library, file = TABLE[name]["library"], TABLE[name]["file"]
    assert source_hash(name) == HASHES.get(name), (
        f"{name} of {library} {version(library)} differs from the version that was read ({READ_IN[library]}). "
        f"Compare both sources, check {file} and docs/library-internals.md, then set its hash to {source_hash(name)}."
    )


def test_every_hash_belongs_to_a_row_of_the_table():
    assert HASHES.keys() == TABLE.keys()
    assert {row["library"] for row in TABLE.values()} == READ_IN.keys()


def test_each_row_names_a_file_that_exists():
    files = {Path(user).name for user in USERS}
    assert {row["file"] for row in TABLE.values()} <= files


@pytest.mark.parametrize(
    ("ours", "library"),
    [
        (EngineSocket, Socket),
        (LimitedSocket, Socket),
        (ThreadedSocket, Socket),
        (BoundedWebSocket, SimpleWebSocketWSGI),
        (_BoundedServer, simple_websocket.Server),
        (FanOut, Manager),
        (RedisFanOut, Manager),
        (with_deadlines(eventlet.wsgi.HttpProtocol, Deadlines()), eventlet.wsgi.HttpProtocol),
        (without_request_log(eventlet.wsgi.HttpProtocol), eventlet.wsgi.HttpProtocol),
        (with_turns(eventlet.wsgi.HttpProtocol, time.sleep), eventlet.wsgi.HttpProtocol),
        (without_request_log(WSGIRequestHandler), WSGIRequestHandler),
    ],
    ids=[
        "EngineSocket",
        "LimitedSocket",
        "ThreadedSocket",
        "BoundedWebSocket",
        "_BoundedServer",
        "FanOut",
        "RedisFanOut",
        "with_deadlines",
        "without_request_log",
        "with_turns",
        "without_request_log in the threading mode",
    ],
)
def test_every_overridden_method_of_a_library_is_in_the_table(ours, library):
    # These methods need no row in the table: the documentation of http.server allows subclasses to override them.
    public = {"log_message", "version_string", "parse_request"}
    overridden = {
        name
        for name, value in vars(ours).items()
        if (inspect.isfunction(value) or isinstance(value, property)) and hasattr(library, name)
    }
    definer = {name: next(base for base in library.__mro__ if name in vars(base)) for name in overridden - public}
    missing = {
        f"{base.__module__}:{base.__qualname__}.{name}"
        for name, base in definer.items()
        if base.__module__ != "http.server" and base.__module__ != "socketserver"
    }
    assert missing - TABLE.keys() == set()


@pytest.mark.parametrize("path", USERS)
def test_every_private_name_of_a_library_is_documented(path):
    used, _ = private_names((ROOT / path).read_text("utf-8"))
    ours = set().union(*(private_names((ROOT / user).read_text("utf-8"))[1] for user in USERS))
    assert {name for name in used - ours - {"_exit"} if not is_documented(name)} == set()


def test_an_inserted_private_name_is_found():
    used, defined = private_names("def f(ws):\n    ws._sendlock.acquire()\n    ws._mine = 1")
    assert (used, defined) == ({"_sendlock"}, {"_mine"}) and not is_documented("_sendlock")
