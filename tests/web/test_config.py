"""Tests of the settings from environment variables: accepted values, warnings, and refusals.

Each refusal names the variable.
"""

from __future__ import annotations

import pytest

from moderation.web.config import from_environment


def test_the_defaults():
    config = from_environment({})
    assert (config.host, config.port, config.public_url, config.trusted_proxies) == (
        "127.0.0.1",
        5000,
        "http://127.0.0.1:5000",
        0,
    )
    assert (config.concurrency, config.links_file, config.secure, config.warning) == ("eventlet", None, False, None)
    assert (config.metrics, from_environment({"METRICS": "1"}).metrics) == (False, True)
    assert (config.embeddings, from_environment({"OPEN_FLOOR_EMBEDDINGS": "0"}).embeddings) == (True, False)
    assert (config.hsts_subdomains, from_environment({"HSTS_SUBDOMAINS": "0"}).hsts_subdomains) == (True, False)
    assert config.session_file is None and config.data_dir.parts[-2:] == ("data", "live")
    assert (
        from_environment(
            dict.fromkeys(
                ("PORT", "HOST", "PUBLIC_URL", "TRUSTED_PROXIES", "DATA_DIR", "SESSION_FILE", "CONCURRENCY", "METRICS"),
                "",
            )
        )
        == config
    )


@pytest.mark.parametrize(
    ("given", "normalised"),
    [
        ("https://floor.example", "https://floor.example"),
        ("https://floor.example/", "https://floor.example"),
        ("HTTPS://Floor.Example", "https://floor.example"),
        ("https://floor.example:443", "https://floor.example"),
        ("http://floor.example:80", "http://floor.example"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://floor.example:8443/", "https://floor.example:8443"),
        ("http://192.0.2.7:5000", "http://192.0.2.7:5000"),
        ("https://xn--sesin-1ta.example", "https://xn--sesin-1ta.example"),
    ],
)
def test_a_public_url_is_an_origin_as_browsers_write_it(given, normalised):
    config = from_environment({"PUBLIC_URL": given})
    assert (
        config.public_url == normalised
        and normalised in config.origins
        and config.secure == normalised.startswith("https")
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "http"),
        ("PORT", "5000.0"),
        ("PORT", "٥٠٠٠"),
        ("PORT", "9" * 5000),
        ("PORT", "5000\n"),
        ("TRUSTED_PROXIES", "yes"),
        ("TRUSTED_PROXIES", "11"),
        ("METRICS", "yes"),
        ("METRICS", "2"),
        ("HSTS_SUBDOMAINS", "2"),
        ("CONCURRENCY", "asyncio"),
        ("CONCURRENCY", "Eventlet"),
        *(
            ("PUBLIC_URL", url)
            for url in (
                "floor.example",
                "ftp://floor.example",
                "https://",
                "https://floor.example/path",
                "https://floor.example?x",
                "https://floor.example#x",
                "http://[::1",
                "https://floor.example:port",
                "https://floor.example:99999",
                "https://floor.example:0",
                "https://user:secret@floor.example",
                "https://floor example",
                "https://floor.example; script-src *",
                "https://*.example",
                "https://sesión.example",
                "javascript://x",
            )
        ),
    ],
)
def test_a_wrong_setting_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=name):
        from_environment({name: value})


def test_a_loopback_url_allows_all_loopback_names():
    for url in ("http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000"):
        assert from_environment({"PUBLIC_URL": url}).origins == {
            "http://127.0.0.1:5000",
            "http://localhost:5000",
            "http://[::1]:5000",
        }
    assert from_environment({"PUBLIC_URL": "https://floor.example"}).origins == {"https://floor.example"}


@pytest.mark.parametrize(
    ("settings", "warned"),
    [
        ({}, False),
        ({"HOST": "localhost"}, False),
        ({"HOST": "::1"}, False),
        ({"HOST": "0.0.0.0"}, True),
        ({"HOST": "::"}, True),
        ({"HOST": "192.0.2.7"}, True),
        ({"HOST": "0.0.0.0", "PUBLIC_URL": "https://floor.example"}, False),
        ({"HOST": "0.0.0.0", "PUBLIC_URL": "http://floor.example"}, True),
    ],
)
def test_a_network_address_without_https_has_a_warning(settings, warned):
    warning = from_environment(settings).warning
    assert (warning is not None) == warned
    if warned:
        assert "https" in warning and settings["HOST"] in warning


CLUSTER = {"DATABASE_URL": "postgresql://u:password@db/x", "SECRET_KEY_FILE": "/run/key"}


def test_a_database_url_makes_a_cluster():
    config = from_environment(CLUSTER | {"REDIS_URL": "rediss://u:password@redis"})
    assert config.is_cluster and config.database_url == CLUSTER["DATABASE_URL"]
    assert (config.redis_url, config.redis_prefix) == ("rediss://u:password@redis", "open-floor")
    assert "password" not in repr(config)
    assert not from_environment({}).is_cluster


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"DATABASE_URL": "mysql://u:password@db"}, "DATABASE_URL"),
        ({"SECRET_KEY_FILE": ""}, "SECRET_KEY_FILE"),
        ({"REDIS_URL": "http://u:password@redis"}, "REDIS_URL"),
        ({"DATABASE_URL": "", "REDIS_URL": "redis://u:password@redis"}, "REDIS_URL"),
        ({"CONCURRENCY": "threading"}, "CONCURRENCY"),
    ],
)
def test_a_wrong_cluster_is_refused_without_its_passwords(changes, name):
    with pytest.raises(ValueError, match=name) as refused:
        from_environment(CLUSTER | changes)
    assert "password" not in str(refused.value)
