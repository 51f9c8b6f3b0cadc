"""800 slow connections beside a visitor: behind the shipped proxy the visitor notices nothing."""

import asyncio
import http.client
import resource
import time
from contextlib import suppress

import pytest

from . import proxy

SLOW = 800
VISITS = 40
LONGEST = 5.0  # seconds until a visitor gives up
USUAL = 0.5  # seconds that most visits must stay below
HEAD = b"GET /find-your-members/ HTTP/1.1\r\nHost: localhost\r\n"
BODY = b"POST /find-your-members/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n"
pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


async def dawdle(port, number, tls, opened):
    """Send the head or the body of a request a byte at a time, and begin again when it is refused."""
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
            try:
                opened.add(number)
                writer.write(BODY if number % 2 else HEAD)
                while not reader.at_eof():
                    await writer.drain()
                    await asyncio.sleep(2)
                    writer.write(b"x")
            finally:
                writer.transport.abort()
        await asyncio.sleep(1)


def visit(port, tls) -> float:
    """Return the seconds that a page took."""
    began = time.monotonic()
    kind = http.client.HTTPSConnection if tls else http.client.HTTPConnection
    connection = kind("127.0.0.1", port, timeout=LONGEST, **({"context": tls} if tls else {}))
    try:
        connection.request("GET", "/find-your-members/", headers={"Host": "localhost"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        return time.monotonic() - began
    finally:
        connection.close()


async def visits_beside_slow_clients(port, tls, *, visits):
    """Return the seconds of each visit while the slow connections are open; LONGEST for one that got no answer."""
    opened = set()
    slow = [asyncio.create_task(dawdle(port, number, tls, opened)) for number in range(SLOW)]
    deadline = time.monotonic() + 60
    while len(opened) < SLOW and time.monotonic() < deadline:
        await asyncio.sleep(0.2)
    times = []
    for _each in range(visits):
        try:
            times.append(await asyncio.to_thread(visit, port, tls))
        except OSError:
            times.append(LONGEST)
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    return len(opened), times


@pytest.fixture(autouse=True)
def room_for_connections():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_visitor_is_not_held_up_by_slow_clients_of_the_proxy(assembly, tmp_path, proof):
    if proxy.NGINX is None:
        pytest.skip("needs nginx: install the package nginx, or name the program in NGINX")
    tls = proxy.trusting_anyone()
    with proxy.web_server() as web, proxy.nginx(tmp_path, web=web) as port:
        alone = sorted(visit(port, tls) for _each in range(VISITS))
        opened, times = asyncio.run(visits_beside_slow_clients(port, tls, visits=VISITS))
    beside = sorted(times)
    said = f"alone median {alone[VISITS // 2]:.2f} s, worst {alone[-1]:.2f} s; "
    said += f"beside {opened} slow connections median {beside[VISITS // 2]:.2f} s, worst {beside[-1]:.2f} s"
    failures = [f"{seconds:.1f} s" for seconds in beside if seconds >= LONGEST]
    failures += ["half of the visits"] if beside[VISITS // 2] >= USUAL else []
    failures += [] if opened == SLOW else [f"only {opened} slow connections"]
    proof("threat 29", f"visits beside slow connections ({said})", tried=VISITS, failures=failures)


def test_web_server_without_the_proxy_is_held_up_by_them(assembly):
    """The reason for the proxy. It shows as well that the slow clients are slow enough to be noticed."""
    with proxy.web_server() as web:
        visit(web, None)
        _opened, times = asyncio.run(visits_beside_slow_clients(web, None, visits=3))
    assert max(times) >= LONGEST
