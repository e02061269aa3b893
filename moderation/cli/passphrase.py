"""The command `passphrase`: the optional passphrases of staff seats."""

from __future__ import annotations

import click

from ..services import passphrase
from .client import execute_act


@click.command(name="passphrase")
@click.argument("code", required=False)
@click.argument("seat", required=False)
@click.option("--remove", is_flag=True, help="Remove the passphrase of SEAT.")
def set_passphrase(code: str | None, seat: str | None, remove: bool) -> None:
    """Ask for a passphrase, and set it for SEAT of session CODE (chair.a, stage, panel.KEY, …).

    Without CODE and SEAT, print the hash of the passphrase, for the table [passphrases] of a session file. A
    change of the passphrase ends the seat's logins in all browsers. Only the hash is stored.
    """
    if (code is None) != (seat is None) or (remove and seat is None):
        raise click.UsageError("give both CODE and SEAT")
    hashed = "" if remove else passphrase.hash_of(ask())
    if code is None:
        click.echo(hashed)
        return
    execute_act("passphrase", {"code": code, "seat": seat, "hash": hashed})
    click.echo(f"{seat}: {'no passphrase' if remove else 'passphrase set'}; people in this seat must enter again")


def ask() -> str:
    """Ask for a passphrase twice, without showing it. Raises ClickException if its length is wrong.

    Do not accept the passphrase as a command argument, because other users of the machine can read the arguments.
    """
    text: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    if not passphrase.is_valid(text):
        raise click.ClickException(f"a passphrase has {passphrase.SHORTEST} to {passphrase.LONGEST} characters")
    return text
