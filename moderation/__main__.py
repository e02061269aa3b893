"""The entry point of the organiser's command line: `python -m moderation …`."""

from .cli.main import main

main(prog_name="python -m moderation")
