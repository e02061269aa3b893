"""Tests of the command `doctor`: its checks of PUBLIC_URL, of the certificate and of the proxies."""

from __future__ import annotations

import socket
import ssl
import urllib.error

import pytest

from moderation.cli.checks import reach
from moderation.cli.checks.finding import Verdict
from moderation.web.api.operation import proxies_token
from moderation.web.config import from_environment

OK, WRONG, UNKNOWN = Verdict.OK, Verdict.WRONG, Verdict.UNKNOWN
PUBLIC = from_environment({"PUBLIC_URL": "https://floor.example"})
NOW = ssl.cert_time_to_seconds("Dec  8 14:00:00 2021 GMT")


@pytest.mark.parametrize(
    ("url", "of_server", "verdict"),
    [
        ("https://floor.example", None, OK),
        ("https://floor.example", "https://floor.example", OK),
        ("https://floor.example", "https://other.example", WRONG),
        ("http://floor.example", None, WRONG),
        ("http://127.0.0.1:5000", None, WRONG),
        ("https://localhost", None, WRONG),
    ],
)
def test_public_url(url, of_server, verdict):
    server = {"public_url": of_server} if of_server else None
    assert reach.public_url(from_environment({"PUBLIC_URL": url}), server).verdict is verdict


def certificate_or(problem):
    def connect(host, port):
        assert (host, port) == ("floor.example", 443)
        if isinstance(problem, str):
            return {"notAfter": problem}
        raise problem

    return connect


def not_valid() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "certificate has expired"
    return error


@pytest.mark.parametrize(
    ("outcome", "verdict", "fact"),
    [
        ("Jan  8 14:00:00 2022 GMT", OK, "the certificate is valid for 31 days"),
        ("Dec 21 14:00:00 2021 GMT", WRONG, "the certificate ends in 13 days"),
        (not_valid(), WRONG, "floor.example: certificate has expired"),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), WRONG, "floor.example does not speak TLS (no handshake)"),
        (socket.gaierror(-2, "Name or service not known"), WRONG, "floor.example has no address"),
        (TimeoutError(), UNKNOWN, "floor.example cannot be reached from this machine (time-out)"),
    ],
)
def test_certificate(outcome, verdict, fact):
    assert reach.certificate(PUBLIC, NOW, certificate_or(outcome))[1:3] == (verdict, fact)


def test_no_certificate_without_tls():
    assert reach.certificate(from_environment({}), NOW, certificate_or(AssertionError())) is None


@pytest.mark.parametrize(
    ("forwarded", "trusted", "https", "verdict", "advice"),
    [
        (1, 1, True, OK, ""),
        (2, 1, True, WRONG, "set TRUSTED_PROXIES=2: "),
        (0, 1, True, WRONG, "set TRUSTED_PROXIES=0: "),
        (1, 1, False, WRONG, "let it set X-Forwarded-Proto"),
    ],
)
def test_proxies(forwarded, trusted, https, verdict, advice):
    def read(url, token):
        assert (url, token) == ("https://floor.example", proxies_token("secret"))
        return {"forwarded": forwarded, "https": https}

    finding = reach.proxies(PUBLIC, {"url": "", "token": "secret"}, {"trusted_proxies": trusted}, read)
    assert finding.verdict is verdict and finding.advice.startswith(advice)


@pytest.mark.parametrize(
    ("problem", "verdict"),
    [
        (urllib.error.HTTPError("", 502, "", {}, None), WRONG),
        (urllib.error.URLError("refused"), UNKNOWN),
        (ValueError("no JSON"), WRONG),
    ],
)
def test_proxies_that_do_not_reach_the_server(problem, verdict):
    def read(*arguments):
        raise problem

    assert reach.proxies(PUBLIC, {"url": "", "token": "secret"}, {"trusted_proxies": 1}, read).verdict is verdict


def test_proxies_are_unknown_without_a_server():
    assert reach.proxies(PUBLIC, None, None).verdict is UNKNOWN
