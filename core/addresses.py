"""The address under which people reach this site, for links in mails, on paper and in codes to scan."""

_base: list[str] = ["http://127.0.0.1:8000"]


def configure(base_url: str) -> None:
    _base[:] = [base_url.rstrip("/")]


def absolute(path: str) -> str:
    return _base[0] + path
