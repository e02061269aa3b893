"""Tests that the generated types are up to date with `moderation/core/contracts.py`."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from moderation.services.translation.engines import labels, registry

TOOL = Path(__file__).resolve().parents[1] / "docs" / "tools" / "contracts.py"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """Load the generator by its path.

    An import would add a package `docs` to `sys.modules`. This package would break `Flask("docs")` in test_docs.py.
    """
    spec = spec_from_file_location("contracts_generator", TOOL)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_types_of_the_browser_are_generated(generator):
    assert generator.TYPES.read_text("utf-8") == generator.declarations(), "run python -m docs.tools.contracts"


def test_reference_of_the_wire_is_generated(generator):
    page = generator.WIRE.read_text("utf-8")
    assert page == generator.with_reference(page), "run python -m docs.tools.contracts"


def test_page_without_markers_is_rejected(generator):
    with pytest.raises(ValueError, match="no markers"):
        generator.with_reference("# The wire")


def test_every_engine_has_a_label():
    assert set(labels.LABELS) == set(registry.NAMES)
