"""All acts of the product by name: the table that the edge calls."""

from . import adding, asking, chairing, flagging, muting, noting, organising, screen, translating, undoing

ACTS = {
    "ask": asking.ask,
    "reword": asking.reword,
    "withdraw": asking.withdraw,
    "vote": asking.vote,
    "unvote": asking.unvote,
}
ACTS |= (
    chairing.ACTS
    | adding.ACTS
    | muting.ACTS
    | screen.ACTS
    | undoing.ACTS
    | noting.ACTS
    | flagging.ACTS
    | organising.ACTS
    | translating.ACTS
)
