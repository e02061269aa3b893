"""The sentences of refusals that contain a waiting time in seconds. Each sentence has a singular and a plural form."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import ngettext

WAITING_SENTENCES: dict[str, Callable[[int], str]] = {
    "passphrase.wait": lambda n: ngettext(
        "Too many wrong passphrases. Please try again in %(n)s second.",
        "Too many wrong passphrases. Please try again in %(n)s seconds.",
        n,
        n=n,
    ),
    "limit.rate": lambda n: ngettext(
        "Please wait %(n)s second before the next question.",
        "Please wait %(n)s seconds before the next question.",
        n,
        n=n,
    ),
    "limit.attendees": lambda n: ngettext(
        "A lot of people are joining from your network. This will be sent in %(n)s second.",
        "A lot of people are joining from your network. This will be sent in %(n)s seconds.",
        n,
        n=n,
    ),
    "limit.requests": lambda n: ngettext(
        "Too many requests in a short time. Please wait %(n)s second.",
        "Too many requests in a short time. Please wait %(n)s seconds.",
        n,
        n=n,
    ),
    "limit.entry": lambda n: ngettext(
        "Please wait %(n)s second before you try another code.",
        "Please wait %(n)s seconds before you try another code.",
        n,
        n=n,
    ),
}
"""{refusal code: function}. The function returns the sentence for a number of seconds until the next try."""


def send_again(seconds: int) -> str:
    """Return the sentence above a form whose text the server has refused.

    It asks the person to send the form again in `seconds`.
    """
    return ngettext(
        "The server receives many questions at the moment. Your text is kept: send it again in %(n)s second.",
        "The server receives many questions at the moment. Your text is kept: send it again in %(n)s seconds.",
        seconds,
        n=seconds,
    )
