"""What one process counts, in the text format of Prometheus; every line names the worker that counted."""

import os
import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds; a longer request falls into the last, open one."""


class Requests:
    """Answered requests by method, route and status, and how long they took by route."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str, int], int] = defaultdict(int)
        self._times: dict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._sums: dict[str, float] = defaultdict(float)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Routes are the declared ones, so that the number of lines is bounded whatever people ask for."""
        with self._lock:
            self._counts[method, route, status] += 1
            self._times[route][bisect_left(BUCKETS, seconds)] += 1
            self._sums[route] += seconds

    def lines(self) -> Iterable[str]:
        with self._lock:
            counts, sums = dict(self._counts), dict(self._sums)
            times = {route: list(found) for route, found in self._times.items()}
        yield "# TYPE miaopu_requests_total counter"
        for (method, route, status), number in sorted(counts.items()):
            yield line("miaopu_requests_total", number, method=method, route=route, status=str(status))
        yield "# TYPE miaopu_request_seconds histogram"
        for route, found in sorted(times.items()):
            below = 0
            for bound, number in zip((*map(str, BUCKETS), "+Inf"), found, strict=True):
                below += number
                yield line("miaopu_request_seconds_bucket", below, route=route, le=bound)
            yield line("miaopu_request_seconds_sum", round(sums[route], 6), route=route)
            yield line("miaopu_request_seconds_count", below, route=route)


def line(name: str, value: float, **labels: str) -> str:
    """One sample; the worker's label keeps the counts of several processes behind one port apart."""
    named = ",".join(f'{key}="{_quoted(text)}"' for key, text in {**labels, "worker": str(os.getpid())}.items())
    return f"{name}{{{named}}} {value}"


def _quoted(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def gauges(found: Mapping[str, float]) -> Iterable[str]:
    """What is so now, one line each."""
    for name, value in found.items():
        yield f"# TYPE {name} gauge"
        yield line(name, value)


REQUESTS = Requests()
STARTED = time.time()
