"""`python -m moderation …`: the organiser's command line."""

from .cli import main

main(prog_name="python -m moderation")
