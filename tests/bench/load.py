"""A bounded load from this machine to this machine: some connections, some seconds, then it stops by itself."""

import http.client
import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """One request to send: method, path, headers, body, and the status that a good answer has."""

    path: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    expect: int = 200


@dataclass(frozen=True)
class Figures:
    """Requests a second and the median in milliseconds; `wrong` counts answers with another status."""

    rate: float
    median: float
    count: int
    wrong: int


def measure(port: int, requests: Iterator[Request], *, connections: int, seconds: float) -> Figures:
    """Send `requests` over some connections until they are used up or the time is over."""
    times: list[float] = []
    wrong: list[int] = []
    lock = threading.Lock()
    stop = time.monotonic() + seconds

    def work():
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < stop:
            with lock:
                request = next(requests, None)
            if request is None:
                break
            started = time.monotonic()
            link.request(request.method, request.path, request.body or None, dict(request.headers))
            answer = link.getresponse()
            answer.read()
            with lock:
                times.append(time.monotonic() - started)
                if answer.status != request.expect:
                    wrong.append(answer.status)
        link.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    return Figures(
        rate=len(times) / took,
        median=statistics.median(times) * 1000 if times else 0.0,
        count=len(times),
        wrong=len(wrong),
    )
