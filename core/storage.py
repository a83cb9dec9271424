"""Where the bytes of files live: content-addressed, on a local folder or in an S3-compatible store."""

import hashlib
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from obstore.exceptions import BaseError, NotFoundError
from obstore.store import from_url

from core.errors import Unavailable
from core.templating import STATIC

RETRY: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=5)}


class Damaged(Unavailable):
    """这个文件与登记的摘要不符，已停止下载。请联系管理员从备份恢复。"""


class Missing(Unavailable):
    """这个文件暂时取不到，请稍后再试；若一直如此，请联系管理员从备份恢复。"""


class Away(Unavailable):
    """附件存储暂时连不上，没有保存。请稍后再试。"""


class Store(Protocol):
    """Bytes by the name of their SHA-256."""

    def put(self, name: str, content: bytes) -> None: ...

    def get(self, name: str) -> bytes | None: ...


def _place(name: str) -> str:
    """Two levels of folders, so that no folder grows beyond what tools can list."""
    return f"{name[:2]}/{name[2:4]}/{name}"


class Folder:
    """A folder of this machine; a file is complete under its name or not there at all."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        if self.root.is_relative_to(STATIC):
            raise ValueError("uploads may not lie under static/")

    def put(self, name: str, content: bytes) -> None:
        path = self.root / _place(name)
        if path.exists() and path.stat().st_size == len(content):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

    def get(self, name: str) -> bytes | None:
        path = self.root / _place(name)
        return path.read_bytes() if path.is_file() else None


class Bucket:
    """An object store by address, such as ``s3://bucket/prefix``; its credentials come from the environment."""

    def __init__(self, url: str) -> None:
        # Options that are given replace those of the environment, so this one is read from there.
        is_plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true"
        self.store = from_url(url, client_options={"timeout": "20s", "allow_http": is_plain}, retry_config=RETRY)

    def put(self, name: str, content: bytes) -> None:
        try:
            self.store.put(_place(name), content)
        except BaseError:
            raise Away from None

    def get(self, name: str) -> bytes | None:
        try:
            return bytes(self.store.get(_place(name)).bytes())
        except (NotFoundError, FileNotFoundError):
            return None
        except BaseError:
            raise Away from None


_stores: list[Store] = []


def configure(url_or_path: str | Path) -> None:
    """Choose the store of this process: an address with ``://``, or a folder."""
    place = str(url_or_path)
    _stores[:] = [Bucket(place) if "://" in place else Folder(Path(place))]


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put(content: bytes) -> str:
    """Keep the bytes; returns their SHA-256. The same bytes are kept once."""
    name = digest_of(content)
    _stores[0].put(name, content)
    return name


def get(name: str) -> bytes:
    """The bytes of this SHA-256; raises Missing, or Damaged when they no longer have it."""
    content = _stores[0].get(name)
    if content is None:
        raise Missing
    if digest_of(content) != name:
        raise Damaged
    return content
