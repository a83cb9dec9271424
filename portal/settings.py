"""Settings from the environment and .env: what a machine may decide."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "MIAOPU_"


def read_env_file(path: Path) -> dict[str, str]:
    """``NAME=value`` lines; blank lines and comments are passed over."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


@dataclass(frozen=True)
class Settings:
    """One deployment."""

    database_url: str
    owner_url: str
    secret: str
    base_url: str
    var: Path
    uploads: str
    clamd: str
    smtp_host: str
    smtp_port: int
    mail_from: str
    trusted_proxies: frozenset[str]
    hosts: frozenset[str]
    metrics_from: frozenset[str]
    metrics_token: str
    is_demo: bool
    asks_totp: bool
    site_name: str
    workers: int

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def upload_folder(self) -> Path:
        return Path(self.uploads)

    @property
    def anchor_folder(self) -> Path:
        return self.var / "anchors"


def load(environment: dict[str, str] | None = None) -> Settings:
    """Settings of this process: the environment wins over .env, and both over the defaults of a demo."""
    values = read_env_file(ROOT / ".env") | dict(os.environ if environment is None else environment)
    get = lambda name, default="": values.get(PREFIX + name, default)  # noqa: E731
    var = Path(get("VAR", str(ROOT / "var")))
    is_demo = get("DEMO", "1") == "1"
    database_url = get("DATABASE_URL", f"sqlite:///{var / 'miaopu.db'}")
    return Settings(
        database_url=database_url,
        owner_url=get("OWNER_URL", database_url),
        secret=get("SECRET") or _kept_secret(var),
        base_url=get("BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        var=var,
        uploads=get("UPLOADS", str(var / "uploads")),
        clamd=get("CLAMD"),
        smtp_host=get("SMTP_HOST"),
        smtp_port=int(get("SMTP_PORT", "25")),
        mail_from=get("MAIL_FROM", "miaopu@localhost"),
        trusted_proxies=frozenset(get("TRUSTED_PROXIES").replace(",", " ").split()),
        hosts=frozenset(get("HOSTS").replace(",", " ").split()),
        metrics_from=frozenset(get("METRICS_FROM").replace(",", " ").split()),
        metrics_token=get("METRICS_TOKEN"),
        is_demo=is_demo,
        asks_totp=get("ASKS_TOTP", "0" if is_demo else "1") == "1",
        site_name=get("SITE_NAME", "苗圃"),
        workers=int(get("WORKERS", "1")),
    )


def _kept_secret(var: Path) -> str:
    """The secret of a machine that was given none: made once and kept beside the database."""
    path = var / "secret"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()
