"""A page's server as a user starts it, and a client that talks to it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Client:
    """Requests to one server, with or without its session."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.cookie = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        status, headers, _ = self.ask("GET", f"/open?token={self.token}")
        assert status == 303, status
        self.cookie = headers["set-cookie"].split(";")[0]

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        sent = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie}
        if method == "POST":
            sent |= {"Origin": self.origin, "Content-Type": "application/json"}
        sent |= headers or {}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        if body is not None and "Content-Length" not in sent:
            sent["Content-Length"] = str(len(body))
        for name, value in sent.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found

    def json(self, path: str, body: Any = None) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        status, _, answer = self.ask("GET" if body is None else "POST", path, sent)
        assert status == 200, answer
        return json.loads(answer)

    def compare(self, settings: Any) -> Generator[dict[str, Any], None, None]:
        """Messages as they come."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": self.cookie, "Origin": self.origin, "Content-Type": "application/json"}
        try:
            connection.request("POST", "/api/compare", json.dumps(settings).encode(), headers)
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            while line := answer.readline():
                yield json.loads(line)
        finally:
            connection.close()

    def first_of(self, settings: Any, kind: str) -> dict[str, Any]:
        """The first message of a kind; the rest of the run is let go."""
        messages = self.compare(settings)
        try:
            for message in messages:
                if message["kind"] == kind:
                    return message
        finally:
            messages.close()
        raise AssertionError(f"no message '{kind}'")


def engine_pids(server: int) -> list[int]:
    """Processes that a server has started."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if int(fields[1]) == server and fields[0] != "Z":
            found.append(int(entry.name))
    return found


@contextmanager
def serving(log: Path, cache: Path, *more: str) -> Iterator[tuple[Client, subprocess.Popen[str]]]:
    """A server on a port of its own; ends with it, and fails where it has not ended by itself."""
    command = [sys.executable, "-m", "forestall.commands.app", "--no-browser", *more]
    environment = {**os.environ, "FORESTALL_CACHE": str(cache)}
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL, text=True, env=environment
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/open\?token=([\w-]+)", line)
            assert found, (line, log.read_text())
            yield Client(int(found[1]), found[2]), process
        finally:
            children = engine_pids(process.pid)
            process.send_signal(signal.SIGINT)
            process.wait(timeout=15)
            assert process.stdout is not None
            process.stdout.close()
            deadline = time.monotonic() + 5
            while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < deadline:
                time.sleep(0.05)
            assert not any(Path(f"/proc/{pid}").exists() for pid in children), "the engine outlives its server"
