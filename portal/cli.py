"""The commands of ./dev: run, serve, migrate, demo, doctor, docs, backup and their like."""

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from core.db import Database
from core.errors import AppError
from portal import logs, schema
from portal.settings import Settings, load

Command = Callable[[argparse.Namespace, Settings], int]


def fail(chinese: str, english: str) -> int:
    """One clear sentence, in both languages, and a failing exit."""
    print(f"{chinese} / {english}", file=sys.stderr)
    return 1


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The deployment's database with the kernel configured, closed at the end."""
    from portal.app import configure

    settings.var.mkdir(parents=True, exist_ok=True)
    configure(settings)
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def upgrade(settings: Settings) -> str | None:
    """Migrate as the owner of the tables, and give the application's role its rights when it is another one."""
    settings.var.mkdir(parents=True, exist_ok=True)
    database = Database(settings.owner_url)
    try:
        schema.upgrade(database)
        schema.grant_app(settings.owner_url, settings.database_url)
        return schema.current(database)
    finally:
        database.close()


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Migrate, tell the demo story into an empty database, and serve."""
    from portal import demo

    if problem := port_taken(arguments):
        return problem
    if arguments.fresh:
        reset(arguments, settings)
    upgrade(settings)
    with opened(settings) as database:
        if settings.is_demo and demo.is_empty(database):
            print("正在讲述演示故事…… / telling the demo story…", flush=True)
            demo.build(database)
        print(f"\n苗圃启动 / running: http://127.0.0.1:{arguments.port}\n", flush=True)
        if settings.is_demo:
            print(demo.accounts_table(database), flush=True)
    return serve(arguments, settings)


def serve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve a database that is up to date, in one process or several; --no-jobs leaves the jobs to ./dev work."""
    from portal import serving

    if problem := port_taken(arguments) or not_current(settings):
        return problem
    with contextlib.nullcontext() if arguments.no_jobs else jobs_of(settings):
        serving.serve(arguments.host, arguments.port, arguments.workers or settings.workers)
    return 0


def jobs_of(settings: Settings) -> contextlib.AbstractContextManager[None]:
    from portal import working

    return working.jobs(settings)


def work(arguments: argparse.Namespace, settings: Settings) -> int:
    """Only run the jobs: the worker of a deployment whose servers run with --no-jobs."""
    from portal import working

    if problem := not_current(settings):
        return problem
    working.work(settings)
    return 0


def port_taken(arguments: argparse.Namespace) -> int:
    """A failing exit and a sentence when somebody else listens there."""
    from portal import serving

    if serving.is_port_free(arguments.host, arguments.port):
        return 0
    port = arguments.port
    return fail(f"端口 {port} 已被占用，请用 --port 换一个。", f"port {port} is taken, choose another with --port")


def not_current(settings: Settings) -> int:
    """Nothing is migrated by surprise: a failing exit and a sentence when the tables are not those of the code."""
    settings.var.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    is_current = schema.is_current(database)
    database.close()
    if is_current:
        return 0
    return fail("数据库结构不是最新，请先运行 ./dev migrate。", "the schema is not the newest, run ./dev migrate first")


def migrate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring the database to the newest schema; with --check say whether code and migrations agree."""
    if arguments.check:
        from portal import checking

        if name := checking.where_migrations_differ():
            return fail(f"{name}：迁移与模型不一致。", f"{name}: migrations and models differ")
        print("迁移与模型一致。 / migrations and models agree.")
        return 0
    if not arguments.write:
        version = upgrade(settings)
        print(f"数据库版本 {version} / schema at {version}")
        return 0
    with opened(settings) as database:
        schema.write_migration(database, arguments.write)
    return 0


def demo_command(arguments: argparse.Namespace, settings: Settings) -> int:
    from portal import demo

    if arguments.accounts:
        print(json.dumps(demo.accounts(), ensure_ascii=False, indent=1))
        return 0
    upgrade(settings)
    with opened(settings) as database:
        if not demo.is_empty(database):
            return fail("数据库里已有数据，请先运行 ./dev reset。", "the database is not empty, run ./dev reset first")
        demo.build(database, arguments.size)
        print(demo.accounts_table(database))
    return 0


def found(arguments: argparse.Namespace, settings: Settings) -> int:
    """Begin: the district, and its administrator with the link that sets the password."""
    from portal import founding

    with opened(settings) as database, database.writing() as session:
        path = founding.found(session, arguments.code, arguments.area, arguments.admin, arguments.sign_in)
    print(f"请{arguments.admin}在三天内打开 / to be opened within three days: {settings.base_url}{path}")
    return 0


def reset(arguments: argparse.Namespace, settings: Settings) -> int:
    """Remove the demo's data; a database that is not the demo's is never touched."""
    if not settings.is_demo:
        return fail("这不是演示环境，没有清空。", "this is not a demo, nothing was removed")
    if settings.database_url.startswith("sqlite"):
        path = Path(settings.database_url.removeprefix("sqlite:///"))
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    else:
        owner = Database(settings.owner_url)
        with owner._writer.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        owner.close()
    print("已清空。 / removed.")
    return 0


def doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    from portal import doctor as checks

    with opened(settings) as database, database.reading() as session:
        problems = checks.examine(session)
    for problem in problems:
        print(f"✗ {problem}")
    if problems:
        return fail(f"发现 {len(problems)} 个问题。", f"{len(problems)} problems found")
    print(f"✓ {len(checks.CHECKS)} 项检查全部通过。 / all {len(checks.CHECKS)} checks hold.")
    return 0


def docs(arguments: argparse.Namespace, settings: Settings) -> int:
    from portal import generated

    for path in generated.write_all():
        print(path)
    return 0


def backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Save database, files and anchors into one archive, while everybody works on."""
    from portal import backups

    target = Path(arguments.file)
    with opened(settings) as database:
        problems = backups.save(database, settings, target)
    for problem in problems:
        print(f"✗ {problem}", file=sys.stderr)
    print(f"已备份到 {target}（{target.stat().st_size // 1024} KB）。 / saved to {target}.")
    return 1 if problems else 0


def restore(arguments: argparse.Namespace, settings: Settings) -> int:
    """Put an archive into an empty place and prove it: files, chain, ledger and keys."""
    from portal import backups
    from portal.app import configure

    configure(settings)
    problems = backups.restore(settings, Path(arguments.file))
    for problem in problems:
        print(f"✗ {problem}", file=sys.stderr)
    if problems:
        return fail("恢复了，但有不符之处。", "restored, but not everything holds")
    print("✓ 已恢复，账目、审计链、密钥和文件都核对无误。 / restored and proved.")
    return 0


def deploy_check(arguments: argparse.Namespace, settings: Settings) -> int:
    from portal import deploy

    refusals = deploy.refusals(settings)
    for sentence in refusals:
        print(f"✗ {sentence}")
    if refusals:
        return fail("还不能部署。", "not ready to be deployed")
    print("✓ 可以部署。 / ready to be deployed.")
    return 0


def verify_audit(arguments: argparse.Namespace, settings: Settings) -> int:
    from portal import verify_audit as verifier

    return verifier.main([arguments.file, arguments.anchor])


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="./dev", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)

    def command(name: str, action: Command) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=(action.__doc__ or "").split("\n")[0])
        added.set_defaults(action=action)
        return added

    for name, action in (("run", run), ("serve", serve)):
        server = command(name, action)
        server.add_argument("--port", type=int, default=8000)
        server.add_argument("--host", default="127.0.0.1")
        server.add_argument("--workers", type=int, default=0, help="processes; MIAOPU_WORKERS when not given")
        server.add_argument("--no-jobs", action="store_true")
        if name == "run":
            server.add_argument("--fresh", action="store_true")
    command("work", work)
    moving = command("migrate", migrate)
    moving.add_argument("--check", action="store_true")
    moving.add_argument("--write", metavar="MESSAGE")
    telling = command("demo", demo_command)
    telling.add_argument("--accounts", action="store_true")
    telling.add_argument("--size", choices=["S", "M", "L"], default=None)
    for name, action in (("reset", reset), ("doctor", doctor), ("docs", docs), ("deploy-check", deploy_check)):
        command(name, action)
    founding = command("found", found)
    for name in ("code", "area", "admin", "sign_in"):
        founding.add_argument(name)
    command("backup", backup).add_argument("file")
    command("restore", restore).add_argument("file")
    verifying = command("verify-audit", verify_audit)
    verifying.add_argument("file")
    verifying.add_argument("anchor")
    return top


def main() -> int:
    logs.start()
    arguments = parser().parse_args()
    try:
        return arguments.action(arguments, load())
    except AppError as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    except OSError as error:
        return fail(f"系统错误：{error.strerror or error}", f"system error: {error.strerror or error}")


if __name__ == "__main__":
    sys.exit(main())
