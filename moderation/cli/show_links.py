"""The output of a session's links."""

from __future__ import annotations

from typing import Any

import click


def show_links(links: dict[str, Any]) -> None:
    """Print the links of all seats, one per line."""
    for name, url in links.items():
        if name not in ("panellists", "booths"):
            click.echo(f"  {name:<11} {url or '(revoked)'}")
    for key, url in links["panellists"].items():
        click.echo(f"  panel {key:<11} {url or '(revoked)'}")
    for key, url in links.get("booths", {}).items():
        click.echo(f"  booth {key:<11} {url or '(revoked)'}")
