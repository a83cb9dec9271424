"""The wall page of a roadshow: what 300 viewers of one process cost, seen from outside, while things change."""

import asyncio
import time
from pathlib import Path

from sqlmodel import select

from bench.judging import person
from bench.processes import cpu_seconds, pids_of_server
from core.accounts.queries import actor_of
from core.db import Database
from grants.hosting import actions as hosting
from grants.panels.models import PanelSeat
from grants.roadshow import rules
from grants.roadshow.models import Roadshow, RoadshowStatus
from grants.roadshow.queries import items_of
from grants.sheets import actions as sheet_actions
from grants.sheets import queries as sheet_queries
from grants.sheets.forms import SheetForm
from grants.sheets.models import Stage
from portal.demo.roadshow import SHOWN
from portal.demo.scoring import JUDGES
from tests.proofs.server import Server

VIEWERS, SECONDS = 300, 20


def measure(database: Database, folder: Path) -> float:
    """CPU milliseconds a second with all viewers listening, while four judges hand in and the host goes on."""
    with database.reading() as session:
        roadshow = session.exec(select(Roadshow).where(Roadshow.status == RoadshowStatus.RUNNING)).one()
    with Server(database.url, folder) as server:
        pids = [server.pid, *pids_of_server(database)]
        return asyncio.run(_watched(database, server.address, f"/wall/{roadshow.code}/stream", roadshow.id or 0, pids))


async def _watched(database: Database, address: str, path: str, roadshow_id: int, pids: list[int]) -> float:
    host, port = address.removeprefix("http://").split(":")
    told: list[int] = [0] * VIEWERS
    viewers = [asyncio.create_task(_view(host, int(port), path, told, n)) for n in range(VIEWERS)]
    while min(told) == 0:
        await asyncio.sleep(0.1)
    await asyncio.sleep(2)
    before, started = cpu_seconds(pids), time.perf_counter()
    for number in range(5):
        await asyncio.sleep(SECONDS / 5)
        await asyncio.to_thread(_change, database, roadshow_id, number)
    await asyncio.sleep(2)
    spent = (cpu_seconds(pids) - before) * 1000 / (time.perf_counter() - started)
    for viewer in viewers:
        viewer.cancel()
    await asyncio.gather(*viewers, return_exceptions=True)
    if min(told) < 6:
        raise RuntimeError(f"a viewer was told {min(told)} times and not of every change")
    return spent


async def _view(host: str, port: int, path: str, told: list[int], number: int) -> None:
    """One viewer as a browser is: a connection that stays open and is told."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/event-stream\r\n\r\n".encode())
    try:
        while line := await reader.readline():
            told[number] += b"wall-lead" in line  # stands once in all that is told at one time
    finally:
        writer.close()


def _change(database: Database, roadshow_id: int, number: int) -> None:
    """A judge hands in the sheet of the running item; the last time the host calls up the next one."""
    with database.writing() as session:
        roadshow = session.get_one(Roadshow, roadshow_id)
        item = rules.running(items_of(session, roadshow))
        if item is None:
            raise RuntimeError("nothing runs")
        if number == 4:
            hosting.call_next(session, actor_of(session, person(session, "centre")), roadshow, item.id)
            return
        judge = person(session, JUDGES[number][0])
        here = (PanelSeat.panel_id == roadshow.panel_id, PanelSeat.account_id == judge.id)
        seat = session.exec(select(PanelSeat).where(*here)).one()
        sheet = sheet_queries.sheet_of(session, seat.id or 0, item.proposal_id, Stage.ROADSHOW)
        if sheet is None:
            raise RuntimeError("the judge has no sheet")
        actor, data = actor_of(session, judge), SheetForm(marks={code: str(most) for code, most in SHOWN.items()})
        sheet_actions.save_sheet(session, actor, sheet, data, None)
        sheet_actions.submit_sheet(session, actor, sheet)
