"""``docs/deploy.md`` followed word by word: its commands, settings, units and nginx file, on this machine's ports."""

import asyncio
import contextlib
import datetime
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pyotp
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import make_url, text

from core.db import Database
from tests.conftest import _admin, _named
from tests.proofs.operations.conftest import CLIENTS, PASSWORD
from tests.proofs.server import ROOT, free_port, in_a_loop

DOCUMENT = ROOT / "docs" / "deploy.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROBE = '''"""A probe: a table that the old release does not know."""

from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{before}", None, None


def upgrade():
    op.execute("CREATE TABLE probe (id INTEGER)")


def downgrade():
    op.execute("DROP TABLE probe")
'''


def is_listening(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        return True
    return False


def is_healthy(port: int) -> bool:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/health", headers={"Host": "miaopu.example"})
    with contextlib.suppress(OSError), urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 (our own)
        return answer.status == 200
    return False


@dataclass
class Machine:
    """A folder that stands for the machine of the document: its paths, ports and services, nothing as root."""

    place: Path
    words: dict[str, str]
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def here(self, words: str) -> str:
        """The document's words with the paths, ports and addresses of this test."""
        for theirs, ours in self.words.items():
            words = words.replace(theirs, ours)
        return re.sub(r"(?<![\w/-])/(?=(opt|etc|var)/)", f"{self.place}/", words)

    def write(self, block: str) -> None:
        """A file whose first line is its path."""
        path = Path(self.here(block.split("\n", 1)[0].removeprefix("# ")))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.here(block), encoding="utf-8")

    def run(self, block: str) -> str:
        """The lines of a block in one shell; what systemd would do is done here."""
        said, lines = "", []
        for line in block.strip().split("\n"):
            if line.startswith("systemctl "):
                said += self._shell(lines)
                self._systemctl(*line.split()[1:])
                lines = [step for step in lines if step.startswith(("set -a", "cd "))]
            else:
                lines.append(line)
        return said + self._shell(lines)

    def _shell(self, lines: list[str]) -> str:
        script = "set -e\n" + self.here("\n".join(lines))
        ended = subprocess.run(
            ["sh", "-c", script], env=self.environment, cwd=self._current(), capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, f"{script}\n{ended.stdout}\n{ended.stderr}\n{self.logs()}"
        return ended.stdout

    def _current(self) -> Path:
        current = self.place / "opt/miaopu/current"
        return current if current.exists() else self.place

    def _systemctl(self, verb: str, *units: str) -> None:
        for unit in units:
            if verb == "restart":
                self.stop(unit)
            self._start(unit)
        for unit in units:
            self._wait(unit)

    def _start(self, unit: str) -> None:
        name, _at, instance = unit.partition("@")
        instance = self.here(instance)
        described = (self.place / f"etc/systemd/system/{name}{'@' if instance else ''}.service").read_text()
        options = [line.split("=", 1) for line in described.replace("%i", instance).split("\n") if "=" in line]
        environment = dict(self.environment)
        for key, file in options:
            if key == "EnvironmentFile":
                pairs = (line.split("=", 1) for line in Path(file).read_text().split("\n") if "=" in line)
                environment |= dict(pairs)
        command = next(shlex.split(value) for key, value in options if key == "ExecStart")
        log = (self.place / f"{unit}.log").open("ab")
        self.processes[unit] = subprocess.Popen(
            command, env=environment, cwd=self._current(), stdout=log, stderr=log, start_new_session=True
        )
        log.close()

    def _wait(self, unit: str) -> None:
        """Until a server answers; systemd would not wait, the document's curl does."""
        _name, _at, port = unit.partition("@")
        deadline = time.monotonic() + 120
        while port and time.monotonic() < deadline:
            if is_healthy(int(self.here(port))):
                return
            assert self.processes[unit].poll() is None, self.logs()
            time.sleep(0.1)

    def stop(self, unit: str) -> None:
        process = self.processes.pop(unit)
        process.send_signal(signal.SIGTERM)
        process.wait(40)

    def logs(self) -> str:
        return "\n".join(path.read_text()[-2000:] for path in sorted(self.place.glob("*.log")))


def release(place: Path, number: int) -> Path:
    """One release in its folder: the code of this checkout; what is not changed by a release is only linked."""
    target = place / f"opt/miaopu/releases/{number}"
    target.mkdir(parents=True)
    for path in ROOT.iterdir():
        if path.name in ("portal", "migrations"):
            shutil.copytree(path, target / path.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif path.name == "dev":
            shutil.copy(path, target / path.name)
        elif path.name not in ("var", ".env", ".git"):
            (target / path.name).symlink_to(path)
    return target


def certificate(place: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "miaopu.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=2)).sign(key, hashes.SHA256())
    (place / "etc/miaopu/tls.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (place / "etc/miaopu/tls.key").write_bytes(key.private_bytes(*kinds))


@pytest.fixture
def machine(postgres_server, s3, tmp_path):
    """Ports, paths and addresses of this test for those of the document; everything it started ends with it."""
    mark = uuid.uuid4().hex[:8]
    owner, app, name = f"owner_{mark}", f"app_{mark}", f"miaopu_{mark}"
    at = make_url(_named(postgres_server, name))
    where = at.set(username="WHO", password="WORD").render_as_string(hide_password=False)
    words = {
        "postgresql+psycopg://miaopu_app:APP-PASSWORD@db.example/miaopu": where.replace("WHO:WORD", f"{app}:app"),
        "postgresql+psycopg://miaopu_owner:OWNER-PASSWORD@db.example/miaopu": where.replace("WHO:WORD", f"{owner}:own"),
        "OWNER-PASSWORD": "own",
        "APP-PASSWORD": "app",
        "miaopu_owner": owner,
        "miaopu_app": app,
        "CREATE DATABASE miaopu": f"CREATE DATABASE {name}",
        "MASTER-KEY": "R3kq9Zx0vT7mWc2LbN8pYd5sHf1gJ6uAeQ4iK",
        "METRICS-TOKEN": "counts-only",
        "https://s3.example": f"{s3[0]}\nAWS_ALLOW_HTTP=true",
        "8001": str(free_port()),
        "8002": str(free_port()),
        "listen 443": f"listen 127.0.0.1:{free_port()}",
    }
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("MIAOPU_", "AWS_"))}
    machine = Machine(tmp_path, words, plain | {"PATH": f"{CLIENTS}{os.pathsep}{os.environ['PATH']}"})
    for folder in ("etc/miaopu", "var/lib/miaopu", "var/log/nginx"):
        (tmp_path / folder).mkdir(parents=True)
    certificate(tmp_path)
    yield machine
    for unit in list(machine.processes):
        machine.stop(unit)
    _admin(
        postgres_server,
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f'DROP ROLE IF EXISTS "{app}"',
        f'DROP ROLE IF EXISTS "{owner}"',
    )


class Nginx:
    """The document's nginx file inside the smallest frame that runs without root, in the foreground."""

    def __init__(self, machine: Machine) -> None:
        place = machine.place
        folders = "".join(f"{kind}_temp_path {place}/nginx-{kind}; " for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
        frame = (
            f"daemon off; pid {place}/nginx.pid; error_log {place}/nginx-error.log; events {{}}\n"
            f"http {{ client_body_temp_path {place}/nginx-body; {folders} include {place}/etc/nginx/conf.d/*.conf; }}\n"
        )
        (place / "nginx.conf").write_text(frame)
        program = shutil.which("nginx", path="/usr/sbin:/usr/bin:" + os.environ["PATH"])
        assert program, "nginx is missing: apt-get install -y nginx-light"
        self.process = subprocess.Popen([program, "-p", str(place), "-c", str(place / "nginx.conf")])
        self.address = "https://" + machine.words["listen 443"].removeprefix("listen ")

    def __enter__(self) -> "Nginx":
        port = int(self.address.rsplit(":", 1)[1])
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if is_listening(port):
                return self
            time.sleep(0.05)
        raise RuntimeError("nginx did not start")

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def browser(machine: Machine) -> aiohttp.ClientSession:
    """A browser that knows this machine under the document's name."""
    trusted = ssl.create_default_context(cafile=machine.place / "etc/miaopu/tls.crt")
    trusted.check_hostname = False
    return aiohttp.ClientSession(
        headers={"Host": "miaopu.example", "Sec-Fetch-Site": "same-origin"},
        connector=aiohttp.TCPConnector(ssl=trusted),
        cookie_jar=aiohttp.CookieJar(unsafe=True),
        timeout=aiohttp.ClientTimeout(total=60),
    )


async def enter(web: aiohttp.ClientSession, address: str, link: str) -> None:
    """The first administrator: binds the code, sets the password, signs in with the next code."""
    async with web.get(address + link) as shown:
        page = await shown.text()
    secret, sealed = re.search(r"secret=([A-Z2-7]+)", page)[1], re.search(r'name="sealed"[^>]*value="([^"]+)"', page)[1]
    code = pyotp.TOTP(secret)
    for form in ({"code": code.at(time.time() - 30), "sealed": sealed}, {"password": PASSWORD}):
        async with web.post(address + link, data=form, allow_redirects=False) as answered:
            assert answered.status == 303, await answered.text()
    form = {"sign_in": "13900000001", "password": PASSWORD, "code": code.now()}
    async with web.post(address + "/sign-in", data=form, allow_redirects=False) as answered:
        assert answered.status == 303, await answered.text()
        cookie = answered.headers["set-cookie"]
    assert cookie.startswith("__Host-") and "Secure" in cookie and "HttpOnly" in cookie


async def asking(web: aiohttp.ClientSession, address: str, found: list[int]) -> None:
    """Somebody who reads a page and saves one, again and again."""
    while True:
        async with web.get(address + "/accounts") as answered:
            found.append(answered.status)
        async with web.post(address + "/preferences", data={"lang": "zh_CN"}, allow_redirects=False) as answered:
            found.append(answered.status)
        await asyncio.sleep(0.1)


def blocks() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, content in BLOCK.findall(DOCUMENT.read_text(encoding="utf-8")):
        found.setdefault(kind, []).append(content)
    return found


@pytest.mark.minutes
def test_the_document_is_followed(machine, postgres_server, s3):
    told = blocks()
    release(machine.place, 1)
    for file in (*told["ini"], *told["nginx"]):
        machine.write(file)
    for port in ("8001", "8002"):
        assert (machine.place / f"etc/miaopu/{machine.here(port)}.env").exists()
    for statement in machine.here(told["sql"][0]).strip().split(";\n"):
        _admin(postgres_server, statement.rstrip(";"))
    first, founding, starting, checking, upgrading = told["sh"]
    machine.run(first)
    link = re.search(r"https://miaopu\.example(/link/\S+)", machine.run(founding))[1]
    machine.run(starting)
    with Nginx(machine) as nginx:
        in_a_loop(use_it(machine, nginx, s3, link))
        loading = founding.split("\n", 1)[0] + "\n"
        anchors = machine.place / "var/lib/miaopu/anchors"
        deadline = time.monotonic() + 60
        while not list(anchors.glob("*")) and time.monotonic() < deadline:
            time.sleep(0.2)
        said = machine.run(loading + checking)
        assert "可以部署" in said
        in_a_loop(upgrade(machine, nginx, loading + upgrading))


async def use_it(machine: Machine, nginx: Nginx, s3, link: str) -> None:
    async with browser(machine) as web:
        await enter(web, nginx.address, link)
        async with web.get(nginx.address + "/metrics") as hidden:
            assert hidden.status == 404
        seen = set()
        for _ in range(12):
            async with web.get(nginx.address + "/desk") as answered:
                assert answered.status == 200 and answered.headers["strict-transport-security"]
        seen |= set(re.findall(r"127\.0\.0\.1:\d+", (machine.place / "var/log/nginx/miaopu.log").read_text()))
        assert len(seen) == 2, "both ports answer"
        async with web.get(nginx.address + "/health", headers={"Host": "other.example"}) as other:
            assert other.status in (200, 421)
    auth = {"Authorization": aiohttp.encode_basic_auth("metrics", "counts-only"), "Host": "miaopu.example"}
    async with aiohttp.ClientSession(headers=auth) as monitor:
        async with monitor.get(f"http://127.0.0.1:{machine.here('8001')}/metrics") as counted:
            assert counted.status == 200 and "miaopu_requests_total{" in await counted.text()


async def upgrade(machine: Machine, nginx: Nginx, commands: str) -> None:
    """The next release brings a migration; who works meanwhile notices nothing."""
    target = release(machine.place, 2)
    newest = sorted(path.name[:4] for path in (target / "migrations/versions").glob("*.py"))[-1]
    (target / "migrations/versions/9999_probe.py").write_text(PROBE.format(before=newest))
    found: list[int] = []
    async with browser(machine) as web:
        async with web.get(nginx.address + "/sign-in") as answered:
            assert answered.status == 200
        task = asyncio.create_task(asking(web, nginx.address, found))
        await asyncio.to_thread(machine.run, commands)
        await asyncio.sleep(0.3)
        assert not task.done(), task.exception()
        task.cancel()
    failed = [(place, status) for place, status in enumerate(found) if status >= 500]
    assert len(found) > 20 and failed == []
    url = re.search(r"MIAOPU_OWNER_URL=(.*)", (machine.place / "etc/miaopu/owner.env").read_text())[1]
    database = Database(url)
    with database.reading() as session:
        assert session.connection().execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
    database.close()
    with pytest.raises(AssertionError):  # self-check: what does not answer is noticed
        machine.run("curl --fail --silent http://127.0.0.1:1/ready")
