"""The address under which people reach this site, for links in mails and on paper; and which hosts are here."""

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""What is said to these hosts stays on this machine; everything else goes over TLS."""

_base: list[str] = ["http://127.0.0.1:8000"]


def configure(base_url: str) -> None:
    _base[:] = [base_url.rstrip("/")]


def absolute(path: str) -> str:
    return _base[0] + path
