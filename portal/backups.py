"""Backup and restore in one command each: database, files and anchors in one archive, proved when it comes back."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from core import audit, clock, ledger
from core.db import Database
from portal.settings import Settings

DUMP = "database.dump"
SQLITE_COPY = "database.sqlite"
MANIFEST = "manifest.json"


def save(database: Database, settings: Settings, target: Path) -> str:
    """Write the archive; a live SQLite file is copied by VACUUM INTO, never as a file, which would lose its log."""
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        place = Path(folder)
        _dump(database, settings, place)
        with database.reading() as session:
            heads = [list(head) for head in audit.list_heads(session)]
        manifest = {"made_at": clock.now().isoformat(), "heads": heads, "files": _digests(settings)}
        (place / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        with tarfile.open(target, "w:gz") as archive:
            for path in sorted(place.iterdir()):
                archive.add(path, path.name)
            for name, folder_path in (("uploads", settings.upload_folder), ("anchors", settings.anchor_folder)):
                if folder_path.exists():
                    archive.add(folder_path, name)
    return f"已备份到 {target}（{target.stat().st_size // 1024} KB）/ saved to {target}"


def _dump(database: Database, settings: Settings, place: Path) -> None:
    if database.is_sqlite:
        source = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
        source.execute("VACUUM INTO ?", (str(place / SQLITE_COPY),))
        source.close()
        return
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://")
    subprocess.run(["pg_dump", "--format=custom", f"--file={place / DUMP}", url], check=True)


def _digests(settings: Settings) -> dict[str, str]:
    """SHA-256 by path of every uploaded file."""
    folder = settings.upload_folder
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def restore(settings: Settings, source: Path) -> int:
    """Put an archive into an empty place and prove it: files, chain and ledger."""
    target = Path(settings.database_url.removeprefix("sqlite:///"))
    if settings.database_url.startswith("sqlite") and target.exists():
        print(f"{target} 已存在，没有覆盖。 / already exists, nothing was overwritten.", file=sys.stderr)
        return 1
    settings.var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var) as folder:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        place = Path(folder)
        manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        _put_back(settings, place, target)
    problems = _prove(settings, manifest)
    for problem in problems:
        print(f"✗ {problem}", file=sys.stderr)
    if not problems:
        print("✓ 已恢复，账目、审计链和文件都核对无误。 / restored and proved.")
    return 1 if problems else 0


def _put_back(settings: Settings, place: Path, target: Path) -> None:
    if (place / SQLITE_COPY).exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(place / SQLITE_COPY, target)
    else:
        url = settings.owner_url.replace("postgresql+psycopg://", "postgresql://")
        subprocess.run(["pg_restore", "--no-owner", f"--dbname={url}", str(place / DUMP)], check=True)
    for name, folder in (("uploads", settings.upload_folder), ("anchors", settings.anchor_folder)):
        if (place / name).exists():
            shutil.copytree(place / name, folder, dirs_exist_ok=True)


def _prove(settings: Settings, manifest: dict) -> list[str]:
    database = Database(settings.database_url)
    with database.reading() as session:
        problems = [*audit.verify_all(session), *ledger.check_funds(session)]
        heads = [list(head) for head in audit.list_heads(session)]
    database.close()
    if heads != manifest["heads"]:
        problems.append("审计链头与备份时不同")
    present = _digests(settings)
    problems += [
        f"文件 {name} 缺失或已改动" for name, digest in manifest["files"].items() if present.get(name) != digest
    ]
    return problems
