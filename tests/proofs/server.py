"""The real server as processes of its own, and people who may enter it; for every proof that needs more than a call.

with Server(database.url, tmp_path, workers=2) as server:
    cookie = session_cookie(database, account)
    async with client(cookie) as http:
        answer = await http.post(server.address + "/talents/new", data=form)
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import aiohttp

from core import clock
from core.accounts import actions as account_actions
from core.accounts import queries as account_queries
from core.accounts.forms import TokenForm
from core.accounts.models import Account
from core.db import Database

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret of the tests, long enough to be one"
STARTING = 120
STOPPING = 40


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def environment(url: str, var: Path, changed: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a process of the system is told: this database, this folder, nothing of the machine's own settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MIAOPU_")}
    told = {"MIAOPU_DATABASE_URL": url, "MIAOPU_VAR": str(var), "MIAOPU_SECRET": SECRET, "MIAOPU_DEMO": "0"}
    return plain | told | {"MIAOPU_ASKS_TOTP": "0", "PYTHONUTF8": "1"} | dict(changed or {})


class Server:
    """``./dev serve`` on a database: ``workers`` processes behind one port; what they say is kept in ``log``.

    ``url`` is the database; ``var`` its folder; ``changed`` overrides settings; ``before`` goes before the command
    (a tracer, a changed clock). ``stop`` asks politely, ``kill`` does not; both end the whole group of processes.
    """

    def __init__(
        self,
        url: str,
        var: Path,
        workers: int = 1,
        changed: Mapping[str, str] | None = None,
        jobs: bool = False,
        port: int | None = None,
        before: tuple[str, ...] = (),
    ) -> None:
        self.url, self.var, self.workers, self.jobs, self.before = url, var, workers, jobs, before
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = environment(url, var, changed)
        self.log = var / f"server-{self.port}.log"
        self.process: subprocess.Popen | None = None

    def start(self) -> "Server":
        self.var.mkdir(parents=True, exist_ok=True)
        command = [*self.before, sys.executable, "-m", "portal.cli", "serve", "--port", str(self.port)]
        command += ["--workers", str(self.workers), *([] if self.jobs else ["--no-jobs"])]
        self._said = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self._wait_until_ready()
        return self

    @property
    def pid(self) -> int:
        assert self.process is not None, "the server was not started"
        return self.process.pid

    def said(self) -> str:
        """What the server has written since its last start."""
        return self.log.read_bytes()[self._said :].decode("utf-8", errors="replace")

    def _wait_until_ready(self) -> None:
        """Every worker has said that it answers, and one has."""
        deadline = time.monotonic() + STARTING
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"the server ended: {self.said()}")
            if self.said().count("answers requests") >= self.workers and self.is_healthy():
                return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the server did not start: {self.said()}")

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(self.address + "/health", timeout=5) as answer:  # noqa: S310 (our own address)
                return answer.status == 200
        except OSError:
            return False

    def restart_gently(self) -> None:
        """Replace the workers one after another, each only once its successor answers (SIGHUP)."""
        os.kill(self.pid, signal.SIGHUP)

    def stop(self) -> int:
        """Ask to end and wait: what is in flight is finished."""
        if self.process is None:
            return 0
        self.process.terminate()
        try:
            return self.process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """End all its processes at once, as a lost machine would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop()


def cli(url: str, var: Path, *arguments: str, changed: Mapping[str, str] | None = None) -> subprocess.CompletedProcess:
    """One command of ``./dev`` on this database, as its process ended."""
    command = [sys.executable, "-m", "portal.cli", *arguments]
    options = {"cwd": ROOT, "env": environment(url, var, changed), "capture_output": True, "text": True}
    return subprocess.run(command, **options, check=False)


def session_cookie(database: Database, account: Account) -> dict[str, str]:
    """The cookie of a new session of this account."""
    with database.writing() as session:
        return {"miaopu_session": account_actions.open_session(session, account)}


def api_token(database: Database, account: Account, may_act: bool = True) -> dict[str, str]:
    """The header of a new API token of this account."""
    with database.writing() as session:
        actor = account_queries.actor_of(session, account)
        ends_on = clock.today() + timedelta(days=30)
        token = account_actions.make_token(session, actor, TokenForm(label="证明", may_act=may_act, ends_on=ends_on))
    return {"Authorization": f"Bearer {token}"}


def in_a_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run it in an event loop of its own, in a thread of its own: a browser may keep a loop going in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def client(
    cookies: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, at_once: int = 0
) -> aiohttp.ClientSession:
    """An asynchronous client that sends as a browser on our own pages does; ``at_once`` bounds its connections."""
    return aiohttp.ClientSession(
        cookies=dict(cookies or {}),
        headers={"Sec-Fetch-Site": "same-origin", **(headers or {})},
        connector=aiohttp.TCPConnector(limit=at_once),
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        timeout=aiohttp.ClientTimeout(total=120),
    )
