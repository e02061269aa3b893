"""The chat messages that yt-dlp writes, one JSON object for each action of the replay."""

from __future__ import annotations

from typing import Any

_MESSAGES = ("liveChatTextMessageRenderer", "liveChatPaidMessageRenderer")


def message_of(value: dict[str, Any]) -> dict[str, str] | None:
    """Return the message in an action of the replay: its text `message`, its `author.name` and its `timestamp`.

    `timestamp` is in microseconds since 1970. If the action contains no message of a person, all three values are "".
    Return None if `value` is not an action of the replay.
    """
    if not isinstance(value.get("replayChatItemAction"), dict):
        return None
    message = {"message": "", "author.name": "", "timestamp": ""}
    actions = value["replayChatItemAction"].get("actions")
    for action in actions if isinstance(actions, list) else ():
        item = _inner(action, "addChatItemAction", "item")
        for name in _MESSAGES:
            renderer = _inner(item, name)
            runs = _inner(renderer, "message").get("runs")
            if isinstance(runs, list):
                message["message"] = "".join(_text_of(run) for run in runs)
                message["author.name"] = str(_inner(renderer, "authorName").get("simpleText", ""))
                message["timestamp"] = str(renderer.get("timestampUsec", ""))
    return message


def _inner(value: Any, *names: str) -> dict[str, Any]:
    """Return the JSON object at this path; an empty object if there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _text_of(run: Any) -> str:
    """Return the text of a part of a message. For an emoji, return its character.

    For YouTube's own emoji, return its name.
    """
    if not isinstance(run, dict):
        return ""
    if isinstance(run.get("text"), str):
        return str(run["text"])
    emoji = _inner(run, "emoji")
    shortcuts = emoji.get("shortcuts")
    if emoji.get("isCustomEmoji") and isinstance(shortcuts, list) and shortcuts:
        return str(shortcuts[0])
    return str(emoji.get("emojiId", ""))
