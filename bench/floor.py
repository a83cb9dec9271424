"""The two yardsticks: an empty handler of the framework, and our list page of fifty rows without a database."""

import gzip
from typing import Any

from litestar import Litestar, Response, get

from core.access import Actor, Grant
from core.call import Call
from core.nouns import NOUNS
from core.permissions import Role
from core.tables import Cell, Heading, Listing, ShownFilter, ShownRow
from core.templating import Page, render
from portal.app import Shell, handlers
from portal.demo.district import DISTRICT
from portal.settings import load

HEADINGS = ("项目名称", "编号", "申报团队", "落地社区", "组别", "申请金额（元）", "提交时间", "状态")
KINDS = ("text", "text", "text", "text", "text", "money", "datetime", "state")
WORDS = (
    "合唱进楼院第1号",
    "990105-SB-0001",
    "规模编织队",
    "银杏里社区",
    "备案组织组",
    "9,936.00",
    "2026年9月1日 周二 09:30",
    "已提交",
)
ROWS = 50


def sample() -> Listing:
    """A list as the proposals' page has it: eight columns, two filters of about ten choices, a search."""
    choices = [(str(n), f"第 {n} 种状态") for n in range(10)]
    rows = [
        ShownRow(n, f"/proposals/{n}", [Cell(text, kind, tone="blue") for text, kind in zip(WORDS, KINDS, strict=True)])
        for n in range(ROWS)
    ]
    return Listing(
        title="申报书",
        columns=[Heading(f"c{n}", text, KINDS[n], None, None, n == 0) for n, text in enumerate(HEADINGS)],
        rows=rows,
        filters=[ShownFilter(name, name, "3", choices) for name in ("status", "contest_id")],
        q="hc",
        count_text="1,000+",
        next_href="/proposals?after=x",
        previous_href=None,
        export_href="/proposals/export",
        empty_text="",
        clear_href="/proposals",
    )


def make_app() -> Litestar:
    handlers()
    shell, noun = Shell(load({"MIAOPU_SECRET": "only for measuring, thrown away at once"})), NOUNS["proposal"]
    actor = Actor(1, "量一量", (Grant(Role.CENTRE, DISTRICT),))
    call = Call("GET", "/proposals")

    @get("/empty", sync_to_thread=True)
    def empty() -> str:
        return "ok"

    @get("/rows", sync_to_thread=True)
    def rows() -> Response[bytes]:
        shown: dict[str, Any] = {"noun": noun, "listing": sample(), "may_add": False, "page_title": "申报书"}
        body = render(Page(noun.list_template, **shown), actor, lambda: shell.shared(None, actor, call))
        headers = {"Content-Encoding": "gzip"}
        return Response(gzip.compress(body, 4, mtime=0), media_type="text/html; charset=utf-8", headers=headers)

    return Litestar([empty, rows], openapi_config=None)
