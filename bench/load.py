"""How many requests a second a server answers while several clients ask at once."""

import asyncio
import time

from tests.proofs.server import client

CLIENTS, SECONDS = 8, 4.0


def per_second(address: str, path: str, cookies: dict[str, str]) -> float:
    return asyncio.run(_asked(address, path, cookies))


async def _asked(address: str, path: str, cookies: dict[str, str]) -> float:
    async with client(cookies, {"Accept-Encoding": "gzip"}) as http:
        await asyncio.gather(*(_once(http, address + path) for _number in range(CLIENTS)))
        started = time.perf_counter()
        counts = await asyncio.gather(*(_until(http, address + path, started + SECONDS) for _ in range(CLIENTS)))
        return sum(counts) / (time.perf_counter() - started)


async def _once(http, address: str) -> None:
    async with http.get(address, allow_redirects=False) as answer:
        await answer.read()
        assert answer.status == 200, answer.status


async def _until(http, address: str, end: float) -> int:
    done = 0
    while time.perf_counter() < end:
        await _once(http, address)
        done += 1
    return done
