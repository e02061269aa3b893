"""The entry point of the command line in a checkout: `python -m moderation …`."""

from .cli.entry import run

run()
