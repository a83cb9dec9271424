"""What each serving process loads: the application, made from the settings of the deployment."""

import asyncio
import gc
import logging
import os
import signal
from typing import Any

from litestar import Litestar

from portal import logs
from portal.app import make_app
from portal.settings import load

log = logging.getLogger("miaopu.serving")


def app() -> Litestar:
    """The application of one process."""
    logs.start()
    made = make_app(load())
    made.on_startup += [_end_streams_in_time, _settle, _tell_ready]
    return made


async def _settle() -> None:
    """What was loaded stays: the collector would look through all of it, half a second long, during some request."""
    gc.collect()
    gc.freeze()


async def _end_streams_in_time(app: Litestar) -> None:
    """A server that is told to stop waits for open answers before it says so here: streams end at the signal itself."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def told(number: int, frame: Any, before: Any = before) -> None:
            loop.call_soon_threadsafe(app.state.site.hub.close)
            if callable(before):
                before(number, frame)

        signal.signal(number, told)


async def _tell_ready() -> None:
    log.info("process %s answers requests", os.getpid())
