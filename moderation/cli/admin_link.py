"""The command `admin-link`: the link of the administration page."""

from __future__ import annotations

import click

from ..services import passphrase
from .client import execute_act
from .passphrase import ask


@click.command(name="admin-link")
@click.option(
    "--renew", "change", flag_value="renew", help="First make a new link. The old link stops working at once."
)
@click.option("--revoke", "change", flag_value="revoke", help="Close the page until its link is renewed.")
@click.option("--passphrase", "sets_passphrase", is_flag=True, help="Ask for a passphrase that the link then needs.")
@click.option("--remove-passphrase", is_flag=True, help="Remove the passphrase.")
def admin_link(change: str | None, sets_passphrase: bool, remove_passphrase: bool) -> None:
    """Print the link of the administration page, which lists, creates and purges sessions.

    A change of the link or of its passphrase ends the administrator's logins in all browsers.
    """
    if sets_passphrase and remove_passphrase:
        raise click.UsageError("--passphrase and --remove-passphrase exclude each other")
    body = {} if change is None else {"change": change}
    if sets_passphrase:
        body["hash"] = passphrase.hash_of(ask())
    elif remove_passphrase:
        body["hash"] = ""
    answer = execute_act("admin_link", body)
    if answer["admin_link"] is None:
        click.echo("The administration page is closed. To open it: open-floor admin-link --renew")
        return
    click.echo(answer["admin_link"])
    if answer["has_passphrase"]:
        click.echo("This link needs its passphrase.", err=True)
