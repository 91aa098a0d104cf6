"""A real local cluster of processes, one of which is killed in the middle."""

from __future__ import annotations

import os
import signal
import warnings

import pytest
from sweeping import OPTIONS, PLACES, TAKE_UP, digest, sweep_of

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster():
    import dask

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with dask.config.set({"distributed.scheduler.allowed-failures": 3}):
            with distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            ) as made:
                yield made


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_figures(small, cluster) -> None:
    with distributed.Client(cluster) as client:
        there = sweep_of(small).run(executor=client, **OPTIONS)
        assert digest(there) == digest(sweep_of(small).run(threads=2, **OPTIONS))
        executor = client.get_executor()
        assert digest(sweep_of(small).run(executor=executor, **OPTIONS)) == digest(there)


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_loses_nothing(small, cluster) -> None:
    sweep = small.sweep(parameters={PLACES: list(range(10, 130, 5)), TAKE_UP: [0.4, 0.8]})
    with distributed.Client(cluster) as client:
        pids = client.run(os.getpid)
        done = []

        def told(share: float) -> None:
            done.append(share)
            if len(done) == 5:
                os.kill(next(iter(pids.values())), signal.SIGKILL)

        there = sweep.run(executor=client, **{**OPTIONS, "progress": told})
        assert len(there.data["point"]) == 48 and not there.failures
        assert next(iter(pids.values())) not in client.run(os.getpid).values()
    here = small.sweep(parameters={PLACES: list(range(10, 130, 5)), TAKE_UP: [0.4, 0.8]}).run(threads=2, **OPTIONS)
    assert digest(there) == digest(here)
