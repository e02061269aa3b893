"""All acts of the product by name: the table that the edge calls."""

from . import asking, chairing, organising, translating

ACTS = {"ask": asking.ask, "reword": asking.reword, "withdraw": asking.withdraw, "vote": asking.vote, "unvote": asking.unvote}
ACTS |= chairing.ACTS | organising.ACTS | translating.ACTS
