"""What pages and savings cost, rows a to f and h, of the real server signed in, beside the two yardsticks."""

import json
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from sqlmodel import col, select

from bench.judging import person
from bench.load import per_second
from bench.processes import Client, cost, floor_server, pids_of_server
from core.db import Database
from grants.contests.models import Contest
from grants.proposals.models import Proposal, ProposalStatus
from grants.sheets.models import Sheet
from tests.proofs.server import Server, session_cookie

ROUNDS, REQUESTS = 5, 40
WRITER = "yiwu"  # whose draft is saved: a team, as on its phone
Work = Callable[[], object]


@dataclass(frozen=True)
class Place:
    """Where the pages of a measured district are."""

    contest: int
    proposal: int
    draft: int
    sheet: int


def find_place(database: Database, sheet: int) -> Place:
    with database.reading() as session:
        editions = select(Contest.id).where(col(Contest.number).startswith("规模-")).order_by(col(Contest.id).desc())
        contest = session.exec(editions).first()  # the newest: as full as any, and among those that the filter offers
        awarded = (ProposalStatus.AWARDED, ProposalStatus.FINISHED)
        proposal = session.exec(select(Proposal.id).where(col(Proposal.status).in_(awarded))).first()
        author = person(session, WRITER).id
        drafts = select(Proposal.id).where(Proposal.status == ProposalStatus.DRAFT, Proposal.created_by == author)
        draft = session.exec(drafts).first()
        return Place(contest or 0, proposal or 0, draft or 0, sheet)


def _saving(client: Client, path: str, version: int, content: Callable[[int], dict[str, str]]) -> Work:
    """Save again and again as autosave does: each time other content, each time the version of the last answer."""
    stand = {"version": version}
    numbers = count(1)

    def save() -> None:
        body = urlencode({**content(next(numbers)), "version": stand["version"]})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        stand["version"] = json.loads(client.ask("POST", path, body, **kind))["version"]

    return save


def works(database: Database, address: str, place: Place) -> dict[str, Work]:
    """Row → one request of it."""
    with database.reading() as session:
        people = {key: person(session, key) for key in ("centre", "judge", WRITER)}
        draft, sheet = session.get_one(Proposal, place.draft), session.get_one(Sheet, place.sheet)
        versions = draft.version, sheet.version
    clients = {key: Client(address, session_cookie(database, account)) for key, account in people.items()}
    centre, judge, writer = clients["centre"], clients["judge"], clients[WRITER]
    filters = urlencode({"q": "hc", "status": "NOT_SELECTED", "contest_id": place.contest})
    step = lambda n: {"need_text": f"走访了六十户，第 {n} 次修改。" * 3, "target": "独居老人", "beneficiaries": "80"}  # noqa: E731
    marks = lambda n: {"comment": f"需求写得实在，活动安排具体，第 {n} 次修改。", "recommendation": "FUND"}  # noqa: E731
    return {
        "c 申报书列表 / proposals list": lambda: centre.ask("GET", f"/proposals?{filters}"),
        "d 一份申报书 / one proposal": lambda: centre.ask("GET", f"/proposals/{place.proposal}"),
        "e 自动保存 / autosave": _saving(writer, f"/proposals/{place.draft}/steps/3", versions[0], step),
        "f 保存评分 / score sheet": _saving(judge, f"/score-sheets/{place.sheet}/form", versions[1], marks),
        "h 待办 / desk": lambda: centre.ask("GET", "/desk"),
        "m 评分页 / scoring page": lambda: judge.ask("GET", f"/score-sheets/{place.sheet}"),
    }


def measure(database: Database, folder: Path, place: Place) -> dict[str, float]:
    """Row → CPU milliseconds of a request: medians of rounds in which every row has its turn."""
    with floor_server(folder) as (yardstick, pid), Server(database.url, folder) as server:
        ours = [server.pid, *pids_of_server(database)]
        plain = Client(yardstick, {})
        tasks = {
            "a 空处理 / empty handler": ([pid], lambda: plain.ask("GET", "/empty")),
            "b 五十行模板 / 50-row template": ([pid], lambda: plain.ask("GET", "/rows")),
        } | {name: (ours, work) for name, work in works(database, server.address, place).items()}
        for _pids, work in tasks.values():
            work()
        rounds = [{name: cost(pids, work, REQUESTS) for name, (pids, work) in tasks.items()} for _ in range(ROUNDS)]
    return {name: statistics.median(one[name] for one in rounds) for name in tasks}


def throughput(database: Database, folder: Path, place: Place) -> Iterator[tuple[int, float]]:
    """(workers, proposals lists a second) with one and with two processes, asked by several clients at once."""
    filters = urlencode({"status": "NOT_SELECTED", "contest_id": place.contest})
    with database.reading() as session:
        account = person(session, "centre")
    for workers in (1, 2):
        with Server(database.url, folder, workers=workers) as server:
            yield workers, per_second(server.address, f"/proposals?{filters}", session_cookie(database, account))
