"""The style sheet of a session's accent colour."""

from __future__ import annotations

from functools import lru_cache

from ...core import colour


@lru_cache(maxsize=64)
def accent_style(accent: str) -> str:
    """Return the CSS that replaces the accent colour in both themes."""
    palette = colour.palette(accent)
    light = f"--accent:{palette.accent};--on-accent:{palette.on_accent};--tint:{palette.tint}"
    dark = f"--accent:{palette.dark_accent};--on-accent:{palette.dark_on_accent};--tint:{palette.dark_tint}"
    return (
        f":root{{{light}}}\n"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}\n'
        f':root[data-theme="dark"]{{{dark}}}\n'
    )


def light_style(accent: str) -> str:
    """Return the CSS that replaces the accent colour in a printed document, which has no dark theme."""
    return f":root {{ --accent: {colour.palette(accent).accent}; }}\n"
