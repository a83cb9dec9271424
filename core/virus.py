"""Asks a clamd daemon about uploaded bytes, where there is one; where there is none, that is said and not hidden."""

import logging
import socket
import struct

from core.errors import Refused

log = logging.getLogger("miaopu.virus")

CLEAN, NOT_SCANNED = "clean", "not scanned"
CHUNK = 1 << 16
TIMEOUT = 20

_address: list[str] = []


def configure(address: str) -> None:
    """``host:port`` or the path of a Unix socket; empty when this machine has no clamd."""
    _address[:] = [address] if address else []


def scan(content: bytes) -> str:
    """``CLEAN`` or ``NOT_SCANNED``; raises Refused for what clamd recognises."""
    if not _address:
        return NOT_SCANNED
    try:
        answer = _ask(_address[0], content)
    except OSError as error:
        log.warning("clamd did not answer: %s", type(error).__name__)
        return NOT_SCANNED
    if answer.endswith("FOUND"):
        raise Refused("病毒扫描认为这个文件有问题，没有保存。请检查电脑后换一个文件。", field="file")
    return CLEAN if answer.endswith("OK") else NOT_SCANNED


def _ask(address: str, content: bytes) -> str:
    """clamd's INSTREAM: chunks with their length before them, an empty one at the end."""
    with _connect(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
        return connection.recv(4096).decode("utf-8", errors="replace").strip("\0 \n")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT)
        connection.connect(address)
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT)
