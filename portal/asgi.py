"""What each serving process loads: the application, made from the settings of the deployment."""

import logging
import os

from litestar import Litestar

from portal import logs
from portal.app import make_app
from portal.settings import load

log = logging.getLogger("miaopu.serving")


def app() -> Litestar:
    """The application of one process."""
    logs.start()
    made = make_app(load())
    made.on_startup.append(_tell_ready)
    return made


async def _tell_ready() -> None:
    log.info("process %s answers requests", os.getpid())
