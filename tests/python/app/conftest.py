from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Client, serving


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture(scope="session")
def server(log: Path, cache: Path) -> Iterator[tuple[Client, subprocess.Popen[str]]]:
    with serving(log, cache) as (client, process):
        client.open()
        yield client, process


@pytest.fixture
def client(server: tuple[Client, subprocess.Popen[str]]) -> Client:
    return server[0]
