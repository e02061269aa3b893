"""The generated types are up to date with `moderation/core/contracts.py`."""

from __future__ import annotations

import pytest

from docs.tools import contracts
from moderation.services.translation.engines import labels, registry


def test_types_of_the_browser_are_generated():
    assert contracts.TYPES.read_text("utf-8") == contracts.declarations(), "run python -m docs.tools.contracts"


def test_reference_of_the_wire_is_generated():
    page = contracts.WIRE.read_text("utf-8")
    assert page == contracts.with_reference(page), "run python -m docs.tools.contracts"


def test_page_without_markers_is_rejected():
    with pytest.raises(ValueError, match="no markers"):
        contracts.with_reference("# The wire")


def test_every_engine_has_a_label():
    assert set(labels.LABELS) == set(registry.NAMES)
