"""Tests of the command `admin-link`, without a server and with a running server."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from moderation.cli.main import main
from tests.servers import Server

URL = "http://127.0.0.1:5000"
WORDS = "eight long words"


def run(folder: Path, *words: str, typing: str = "") -> Result:
    environment = {"DATA_DIR": str(folder), "PUBLIC_URL": URL}
    return CliRunner(env=environment).invoke(main, ["admin-link", *words], input=typing)


def test_the_link_is_printed_renewed_and_revoked_without_a_server(tmp_path):
    first = run(tmp_path).stdout
    assert first.startswith(f"{URL}/admin#") and run(tmp_path).stdout == first
    second = run(tmp_path, "--renew").stdout
    assert second.startswith(f"{URL}/admin#") and second != first and run(tmp_path).stdout == second
    closed = run(tmp_path, "--revoke").stdout
    assert closed == run(tmp_path).stdout
    assert closed == "The administration page is closed. To open it: open-floor admin-link --renew\n"
    assert run(tmp_path, "--renew").stdout not in (first, second, closed)


def test_a_passphrase_is_asked_twice_and_removed(tmp_path):
    link = run(tmp_path).stdout
    answer = run(tmp_path, "--passphrase", typing=f"{WORDS}\n{WORDS}\n")
    assert (answer.stdout.splitlines()[-1] + "\n", "needs its passphrase" in answer.stderr) == (link, True)
    assert WORDS.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert "needs its passphrase" not in run(tmp_path, "--remove-passphrase").stderr
    assert run(tmp_path, "--passphrase", "--remove-passphrase").exit_code == 2
    assert run(tmp_path, "--passphrase", typing="short\nshort\n").exit_code == 1


def test_a_running_server_ends_the_login_and_prints_its_link_at_the_start(tmp_path):
    server = Server(tmp_path / "data", options=("--links",)).start()
    try:
        client = server.client()
        link = run(server.data_dir).stdout.strip()
        assert server.process.stdout.readline().split() == ["administrator", link]
        status, _ = client.request("POST", "/api/admin/enter", {"secret": link.split("#")[1]})
        assert status == 204 and client.request("GET", "/api/admin/enter")[0] == 204
        assert run(server.data_dir, "--renew").stdout.strip() not in ("", link)
        assert client.request("GET", "/api/admin/enter")[1]["code"] == "admin.unknown"
    finally:
        server.stop()
