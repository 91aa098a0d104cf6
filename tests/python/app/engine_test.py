"""The engine's process: newer changes stop older ones, it is started anew when it dies, nothing grows."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from serving import Client, engine_pids, serving

Server = tuple[Client, subprocess.Popen[str]]


def with_caseload(client: Client, places: float) -> Any:
    settings = client.json("/api/catalogue")["start"]
    settings["right"]["programmes"][0]["a_month"] = places
    return settings


def memory(pid: int) -> int:
    """Bytes that a process holds by itself."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def test_a_sample_comes_first_and_then_everybody(client: Client) -> None:
    kinds = [(m["kind"], m.get("comparison", {}).get("stage")) for m in client.compare(with_caseload(client, 55.0))]
    told = [one for one in kinds if one[0] != "progress"]
    assert told == [("comparison", "sample"), ("comparison", "whole"), ("done", None)]
    assert ("progress", None) in kinds


def test_a_newer_change_stops_the_older_run(client: Client) -> None:
    ends: dict[str, str] = {}
    begun = threading.Event()

    def older() -> None:
        for message in client.compare(with_caseload(client, 41.0)):
            ends["older"] = message["kind"]
            begun.set()

    thread = threading.Thread(target=older)
    thread.start()
    assert begun.wait(20)
    client.first_of(with_caseload(client, 42.0), "comparison")
    thread.join(20)
    assert ends["older"] == "superseded"


def test_who_asks_for_what_is_running_listens_to_that_run(server: Server) -> None:
    client, process = server
    settings = with_caseload(client, 43.0)
    found: list[str] = []

    def listen() -> None:
        found.append(client.first_of(settings, "comparison")["comparison"]["study_hash"])

    threads = [threading.Thread(target=listen) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 3
    assert len(set(found)) == 1


def test_an_engine_that_is_killed_is_told_of_and_started_anew(server: Server, log: Path) -> None:
    client, process = server
    messages = client.compare(with_caseload(client, 44.0))
    next(messages)
    (engine,) = engine_pids(process.pid)
    os.kill(engine, signal.SIGKILL)
    last = list(messages)[-1]
    assert last["kind"] == "failed"
    assert last["may_retry"] is True
    assert "started anew" in last["text"]
    assert client.first_of(with_caseload(client, 44.0), "comparison")["comparison"]["stage"] == "sample"
    (another,) = engine_pids(process.pid)
    assert another != engine
    assert f"{engine} ended" in log.read_text()


def test_a_thousand_rapid_changes_leave_one_engine_and_no_growth(log: Path, cache: Path, tmp_path: Path) -> None:
    with serving(tmp_path / "log", cache) as (client, process):
        client.open()
        settings = client.json("/api/catalogue")["start"]
        for _ in client.compare(settings):  # everything that is kept is kept
            pass
        (engine,) = engine_pids(process.pid)
        rapid(client, settings, 100)
        before = memory(engine), memory(process.pid)
        rapid(client, settings, 1000)
        after = memory(engine), memory(process.pid)
        assert engine_pids(process.pid) == [engine]
        assert process.poll() is None
        # What differs is noise of the allocator: 1,000 comparisons are some 150 MB.
        assert after[0] - before[0] < 60 << 20, (before, after)
        assert after[1] - before[1] < 20 << 20, (before, after)
        assert client.first_of(settings, "comparison")["comparison"]["stage"] == "whole"


def rapid(client: Client, settings: Any, many: int) -> None:
    """Changes that come faster than any answer: each asks, and lets go."""
    import http.client
    import json

    held = []
    for number in range(many):
        settings["right"]["programmes"][0]["a_month"] = 10.0 + number % 97
        connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=30)
        headers = {"Cookie": client.cookie, "Origin": client.origin, "Content-Type": "application/json"}
        connection.request("POST", "/api/compare", json.dumps(settings).encode(), headers)
        held.append(connection)
        if len(held) > 4:
            held.pop(0).close()
        time.sleep(0.005)
    for connection in held:
        connection.close()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        last = [m["kind"] for m in client.compare(settings)]
        if last[-1] == "done":
            return
    pytest.fail("the engine did not answer after many changes")


@pytest.mark.parametrize("given", ["nothing-such", "riskpaths", "no/such.yaml"])
def test_a_study_that_cannot_be_shown_is_refused_before_anything_is_served(given: str) -> None:
    import sys

    command = [sys.executable, "-m", "forestall.commands.app", "--no-browser", given]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert given in done.stderr
    assert "Traceback" not in done.stderr
    assert "http" not in done.stdout
