"""How many cores there are for this process, and how many threads were asked for."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path


def requested_threads() -> int:
    """What OMP_NUM_THREADS asks for, 0 if nothing: in a list, such as "2,1", the first is the outermost."""
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    return int(first) if first.isdecimal() else 0


def usable_cores(groups: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> int:
    """How many cores this process may use: its affinity, and the share of time that a container allows.

    Args:
        groups: where Linux describes its groups of processes (cgroups).
        own: says in which of them this one is.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([cores, *map(math.ceil, _quotas(groups, own))]))


def _quotas(groups: Path, own: Path) -> Iterator[float]:
    """The cores' worth of time that each group around this process allows; none without a limit."""
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):  # not Linux
        lines = []
    places = {groups, groups / "cpu"}
    for line in lines:
        _, _, parts = line.partition(":")
        controllers, _, path = parts.partition(":")
        if controllers and "cpu" not in controllers.split(","):
            continue
        root = groups / "cpu" if controllers else groups  # version 1 has a tree for each controller
        inner = root / path.lstrip("/")
        places |= {inner, *(parent for parent in inner.parents if parent.is_relative_to(root))}
    for place in places:
        quota = _quota(place)
        if quota > 0:
            yield quota


def _quota(group: Path) -> float:
    """What a group of version 2 or 1 allows; 0 without a limit."""
    try:
        if (limit := group / "cpu.max").exists():
            allowed, period = limit.read_text(encoding="ascii").split()
        else:
            allowed = (group / "cpu.cfs_quota_us").read_text(encoding="ascii")
            period = (group / "cpu.cfs_period_us").read_text(encoding="ascii")
        return int(allowed) / int(period)
    except (OSError, ValueError, ZeroDivisionError):  # "max" is no number
        return 0.0
