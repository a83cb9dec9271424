"""Serving: one process or several that share a socket. The parent loads nothing of the application."""

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn


def is_port_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until told to stop; what is in flight is finished first.

    With several workers the parent holds the socket and starts a process anew that died; SIGHUP replaces them
    one after another, each only once its successor answers.
    """
    with _ending_in_order():
        uvicorn.run(
            "portal.asgi:app",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_config=None,  # its lines take the form of ours
            access_log=False,
            timeout_graceful_shutdown=10,
            # A new process needs seconds to load, on a busy machine many; given up, the old ones would stay for good.
            timeout_worker_healthcheck=60,
            server_header=False,
            proxy_headers=False,
        )


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """uvicorn raises the signal that stopped it once more, which by default kills before anything is put in order."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
