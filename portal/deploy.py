"""What stands between these settings and a safe deployment, each as a sentence."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from core import clock, vault
from core.accounts.models import Account
from core.addresses import LOCAL
from core.db import Database
from portal import schema
from portal.app import handlers
from portal.settings import ROOT, Settings

WEAK = ("secret", "changeme", "password", "miaopu")
OLD = timedelta(days=2)


def refusals(settings: Settings) -> list[str]:
    """Every reason not to deploy; empty when there is none."""
    return [*_settings(settings), *_folders(settings), *_database(settings)]


def _settings(settings: Settings) -> list[str]:
    secret, found = settings.secret, []
    if len(secret) < 32 or len(set(secret)) < 10 or any(word in secret.lower() for word in WEAK):
        found.append("MIAOPU_SECRET 太弱：至少 32 个随机字符。")
    if settings.is_demo:
        found.append("MIAOPU_DEMO 还是 1：正式环境请设为 0。")
    if not settings.is_secure:
        found.append("MIAOPU_BASE_URL 不是 https://：会话 Cookie 不安全。")
    if not settings.hosts:
        found.append("没有设置 MIAOPU_HOSTS：请列出允许的主机名。")
    if not settings.asks_totp:
        found.append("MIAOPU_ASKS_TOTP 为 0：管理、审批和财务岗位须用动态码。")
    if not _is_private(settings.database_url):
        found.append("数据库在另一台机器上而没有加密连接：请在 MIAOPU_DATABASE_URL 加上 sslmode=verify-full。")
    return found


def _is_private(database_url: str) -> bool:
    """Whether what is said to the database stays on this machine or goes over TLS that proves the server's name."""
    url = make_url(database_url)
    host = url.query.get("host", url.host)
    is_here = not host or host in LOCAL or str(host).startswith("/")
    return is_here or url.query.get("sslmode") == "verify-full"


def _folders(settings: Settings) -> list[str]:
    found, static = [], (ROOT / "static").resolve()
    if "://" not in settings.uploads and settings.upload_folder.resolve().is_relative_to(static):
        found.append("上传目录在 static 之下，会被直接访问。")
    for name, path in (("备份", settings.var / "backups"), ("审计锚点", settings.anchor_folder)):
        newest = max((f.stat().st_mtime for f in path.glob("*")), default=0) if path.exists() else 0
        if clock.now().timestamp() - newest > OLD.total_seconds():
            found.append(f"{name}超过两天没有更新（{_short(path)}）。")
    return found


def _short(path: Path) -> str:
    return path.name


def _database(settings: Settings) -> list[str]:
    database = Database(settings.database_url)
    try:
        if not schema.is_current(database):
            return ["数据库结构不是最新，请运行 ./dev migrate。"]
        found = _sqlite(database) if database.is_sqlite else _role(database)
        return [*found, *_demo_accounts(settings, database)]
    except OperationalError:
        return ["数据库连不上：请核对 MIAOPU_DATABASE_URL。"]
    finally:
        database.close()


def _sqlite(database: Database) -> list[str]:
    with database.reading() as session:
        connection = session.connection()
        safe = connection.execute(text("PRAGMA synchronous")).scalar_one() >= 2
        linked = connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    return [*([] if safe else ["SQLite 的 synchronous 低于 FULL。"]), *([] if linked else ["SQLite 没有打开外键。"])]


def _role(database: Database) -> list[str]:
    handlers()  # importing every feature names the tables
    if not schema.changeable(database):
        return []
    return ["应用的数据库角色能改动账目和审计链：请让表归另一个角色所有，见 MIAOPU_OWNER_URL。"]


def _demo_accounts(settings: Settings, database: Database) -> list[str]:
    vault.configure(settings.secret)
    index = vault.blind_index("centre@demo.example", "sign-in")
    with database.reading() as session:
        exists = session.exec(select(Account.id).where(Account.sign_in_index == index)).first()
    return ["数据库里还有演示账号。"] if exists else []
