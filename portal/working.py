"""Running the jobs of a deployment, beside a server or alone."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from core.db import Database
from core.worker import Worker
from portal.app import configure, handlers
from portal.settings import Settings


@contextmanager
def jobs(settings: Settings) -> Iterator[None]:
    """The jobs run meanwhile; one that runs at the end is finished first."""
    handlers()  # importing every feature registers its jobs
    configure(settings)
    database = Database(settings.database_url)
    worker = Worker(database).start()
    try:
        yield
    finally:
        worker.stop()
        database.close()


def work(settings: Settings) -> None:
    """Run the jobs, and nothing else, until told to stop."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    with jobs(settings):
        told.wait()
