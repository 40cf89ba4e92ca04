"""How many cores and threads there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitpad.cores import requested_threads, usable_cores


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        ({"cpu.max": "150000 100000\n"}, 2),
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu.max": "max 100000\n"}, 4),
        ({"cpu/cpu.cfs_quota_us": "100000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, 4),
        ({"cpu.max": "nonsense"}, 4),
        ({"own": "0::/user/job\n", "user/cpu.max": "300000 100000", "user/job/cpu.max": "max 100000"}, 3),
        (
            {
                "own": "2:cpu,cpuacct:/job\n1:memory:/other\n",
                "cpu/job/cpu.cfs_quota_us": "200000",
                "cpu/job/cpu.cfs_period_us": "100000",
            },
            2,
        ),
        ({}, 4),
    ],
)
def test_a_containers_share_of_the_processor_counts(
    files: dict[str, str], cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: {0, 1, 2, 3}, raising=False)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert usable_cores(tmp_path, tmp_path / "own") == cores


@pytest.mark.parametrize(
    ("asked", "threads"),
    [("3", 3), ("2,1", 2), (" 4 , 2", 4), ("", 0), ("many", 0), ("-1", 0), (",2", 0), (None, 0)],
)
def test_the_first_number_of_threads_counts(
    asked: str | None, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if asked is not None:
        monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert requested_threads() == threads
