"""What tests of every layer share."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.factories import make_database

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", parent=settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture
def store():
    """A store in memory with the session PANEL1, open."""
    connection = make_database()
    yield connection
    connection.close()
