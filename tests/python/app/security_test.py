"""Whatever a request is, the server answers with the right status, logs it and lives on."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from serving import Client

Server = tuple[Client, subprocess.Popen[str]]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Host": "127.0.0.1.nip.example:{port}"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Cookie": ""}, 401),
        ({"Cookie": "forestall-{port}=guessed"}, 401),
        ({"Cookie": 'forestall-{port}="'}, 401),
        ({"X-Long": "x" * 17000}, 431),
    ],
)
def test_who_is_not_this_page_is_refused(server: Server, headers: dict[str, str], status: int, log: Path) -> None:
    client, process = server
    port = str(client.port)
    given = {name: value.replace("{port}", port) for name, value in headers.items()}
    before = log.read_text().count("refused")
    for method, path in (("GET", "/"), ("GET", "/api/catalogue"), ("POST", "/api/compare")):
        found, answered, body = client.ask(method, path, b"{}" if method == "POST" else None, given)
        assert found == status
        assert json.loads(body)["problems"][0]["what"]
        assert "default-src 'none'" in answered["content-security-policy"]
    assert log.read_text().count("refused") == before + 3
    assert process.poll() is None


def test_a_token_opens_the_page_once(server: Server) -> None:
    client, _ = server
    assert client.ask("GET", f"/open?token={client.token}")[0] == 401
    assert client.ask("GET", "/open?token=guess")[0] == 401
    assert client.ask("GET", "/open")[0] == 401
    status, headers, _ = client.ask("GET", "/")
    assert status == 200
    assert "'unsafe" not in headers["content-security-policy"]


def test_the_cookie_is_out_of_reach_of_scripts_and_sites(server: Server, tmp_path: Path) -> None:
    from forestall.app.guard import Session

    session = Session(8000)
    token = session.new_token()
    newer = session.new_token()
    assert session.exchange(token) is None
    key = session.exchange(newer)
    assert key is not None
    assert session.is_open_to(f"{session.cookie}={key}")
    assert not session.is_open_to(f"forestall-8001={key}")


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/..%2f..%2fetc/passwd",
        "/app/engine.py",
        "/page/app.js",
        "//etc/passwd",
        "/%00",
        "/app.js/",
    ],
)
def test_a_path_outside_is_nowhere(client: Client, path: str) -> None:
    status, _, body = client.ask("GET", path)
    assert status == 404
    assert b"root:" not in body


def test_methods_that_nothing_is_here_for(client: Client) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
        assert client.ask(method, "/api/compare")[0] == 405
    assert client.ask("GET", "/api/compare")[0] == 405
    assert client.ask("POST", "/api/compare", b"{}", {"Origin": ""})[0] == 403


def test_a_body_over_the_limit_is_refused(client: Client) -> None:
    assert client.ask("POST", "/api/compare", b" " * (65 << 10))[0] == 413
    assert client.ask("POST", "/api/open", b" " * (9 << 20))[0] == 413
    assert client.ask("GET", "/api/catalogue", b"{}")[0] == 413
    # One that says it is short and goes on.
    status, _, _ = client.ask(
        "POST", "/api/compare", b"10000\r\n" + b" " * 0x10000 + b"\r\n1\r\n \r\n0\r\n\r\n",
        {"Transfer-Encoding": "chunked", "Content-Length": ""},
    )  # fmt: skip
    assert status == 413
    assert client.json("/api/catalogue")["version"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[" * 60000, b'{"left": 1, "right": []}', b"null", b'"x"'],
)
def test_settings_that_are_none_are_refused(client: Client, body: bytes) -> None:
    status, _, answer = client.ask("POST", "/api/compare", body)
    if status == 200:
        assert json.loads(answer.splitlines()[-1])["kind"] == "refused"
    else:
        assert status == 400
    assert client.ask("POST", "/api/save", body)[0] in (400, 422)


def test_every_problem_of_settings_is_told_at_once(client: Client) -> None:
    settings = client.json("/api/catalogue")["start"]
    card = settings["right"]["programmes"][0]
    card |= {"starts": "soon", "uptake": 2, "a_month": -1, "sensitivity": "high", "colour": "red"}
    settings["left"]["lens"] = "rosy"
    answer = client.first_of(settings, "refused")
    text = json.dumps(answer)
    for word in ("soon", "uptake", "places a month", "sensitivity", "colour", "evidence"):
        assert word in text


HOSTILE = {
    "not yaml": b"a: [",
    "not text": b"\xff\xfe\x00\x01",
    "not a study": b"forestall: model\nname: x\n",
    "a file of the machine": b"forestall: study\nname: x\ntitle: x\n"
    b"model: ../../../../../../etc/passwd\nplace: /etc/passwd\n"
    b"start: 2025-01-01\nend: 2026-01-01\narms: {today: {}, other: {programmes: [{file: /etc/passwd}]}}\n",
    "a billion laughs": b"forestall: study\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(9)),
    "code": b"forestall: study\nname: !!python/object/apply:os.system ['touch /tmp/forestall-was-here']\n",
    "deep": b"forestall: study\nx: " + b"[" * 5000 + b"]" * 5000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_study_file_is_refused(server: Server, kind: str) -> None:
    client, process = server
    status, _, answer = client.ask("POST", "/api/open", HOSTILE[kind], {"X-File-Name": f"../../{kind}.yaml"})
    assert status == 422, answer
    told = answer.decode()
    assert "root:" not in told
    assert json.loads(told)["problems"][0]["what"]
    assert not Path("/tmp/forestall-was-here").exists()
    assert process.poll() is None
    assert client.json("/api/catalogue")["studies"]


def test_a_hostile_archive_is_refused(client: Client) -> None:
    def archive(entries: dict[str, bytes]) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in entries.items():
                made.writestr(name, content)
        return held.getvalue()

    bomb = archive({"study.yaml": b"forestall: study\n", "table.csv": b"0" * (80 << 20)})
    assert len(bomb) < 1 << 20
    outside = archive({"../../../tmp/forestall-was-here.yaml": b"forestall: study\n"})
    for content in (bomb, outside, b"PK\x03\x04nothing", archive({})):
        assert client.ask("POST", "/api/open", content, {"X-File-Name": "a.zip"})[0] == 422
    assert not Path("/tmp/forestall-was-here.yaml").exists()
