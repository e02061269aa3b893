"""`python -m moderation …`: the organiser's command line."""

from .cli.main import main

main(prog_name="python -m moderation")
