"""What a page costs beside an empty handler: CPU time per request in this process, interleaved rounds, medians."""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from litestar.testing import TestClient

from core.db import Database
from portal import demo, schema
from portal.app import make_app
from portal.settings import load

ROUNDS, REQUESTS = 7, 20


def measured(client: TestClient, path: str) -> Callable[[], float]:
    """A function that asks for the page some times and returns the CPU milliseconds of one request."""

    def once() -> float:
        started = time.process_time()
        for _number in range(REQUESTS):
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
        return (time.process_time() - started) * 1000 / REQUESTS

    return once


def run(client: TestClient) -> list[dict[str, object]]:
    """Medians per page and their ratio to the empty handler of the same run."""
    pages = {
        "空处理 / empty handler": "/health",
        "待办 / desk": "/desk",
        "申报书列表 / proposals": "/proposals",
        "筛选与查找 / filtered": "/proposals?q=xh&status=AWARDED",
        "一份申报书 / one proposal": "/proposals/1",
        "组织列表 / groups": "/groups",
        "资金公开 / money": "/money",
    }
    tasks = {name: measured(client, path) for name, path in pages.items()}
    rounds = [{name: task() for name, task in tasks.items()} for _round in range(ROUNDS)]
    medians = {name: statistics.median(one[name] for one in rounds) for name in tasks}
    base = medians["空处理 / empty handler"]
    return [
        {"name": name, "cpu_ms": round(value, 2), "ratio": round(value / base, 2)} for name, value in medians.items()
    ]


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="./dev bench")
    options.add_argument("--json", metavar="FILE")
    asked = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = load({"MIAOPU_VAR": folder, "MIAOPU_SECRET": "only for measuring, thrown away at once"})
        database = Database(settings.database_url)
        app = make_app(settings, database)
        schema.upgrade(database)
        demo.build(database)
        with TestClient(app) as client:
            person = {"sign_in": "centre@demo.example", "password": demo.PASSWORD, "next": "/desk"}
            client.post("/sign-in", data=person, headers={"Sec-Fetch-Site": "same-origin"})
            rows = run(client)
    for row in rows:
        print(f"{row['name']:<32} {row['cpu_ms']:>8} ms CPU   × {row['ratio']}")
    if asked.json:
        Path(asked.json).write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
