"""What the rows of an earlier edition's list mean: accepted, a duplicate, or wrong, with a sentence that says why.

Amounts become integer fen. A list may give them in yuan or in ten thousand yuan, in the cell, in the title of the
column, or in a line above the table; nothing else is guessed, and what is not said stays empty.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core.imports import Planned, Record, Unclear, Verdict, compact, text_of, tidy
from core.imports.values import says_nothing
from core.money import format_yuan
from grants.past.models import Outcome, PastProposal
from incubator.people.rules import read_community

MAX_ROWS = 5_000
EARLIEST_YEAR = 1990
LARGEST_FEN = 10**10
"""Ten million fen times a hundred: one hundred million yuan is no small grant, and a unit that was misread."""
SAME_PROPOSAL = "same proposal"

COLUMNS: Mapping[str, Sequence[str]] = {
    "year": ("年度", "年份", "申报年度", "申报年份", "立项年度", "year"),
    "edition": ("届次", "届别", "大赛名称", "大赛", "期次", "edition"),
    "title": ("项目名称", "申报项目", "项目", "title"),
    "applicant": (
        "申报单位", "申报主体", "申报团队", "申报组织", "承办单位", "实施单位", "项目单位", "组织名称", "团队名称",
        "申请人", "applicant",
    ),
    "community": ("落地社区", "所在社区", "所属社区", "实施社区", "社区", "社区(村)", "community"),
    "category": ("项目类别", "项目类型", "项目领域", "类别", "类型", "领域", "category"),
    "asked": ("申请金额", "申报金额", "申请资金", "申报资金", "申请经费", "asked"),
    "granted": ("资助金额", "批准金额", "立项金额", "核定金额", "获批金额", "支持金额", "资助资金", "granted"),
    "outcome": ("结果", "评审结果", "立项情况", "项目状态", "状态", "结项情况", "outcome"),
    "beneficiaries": ("受益人数", "直接受益人数", "受益人次", "服务人数", "beneficiaries"),
    "summary": ("项目简介", "项目内容", "主要内容", "简介", "项目概述", "summary"),
}  # fmt: skip
REQUIRED = ("title", "applicant")
LINE_COLUMNS: Mapping[str, Sequence[str]] = {
    "year": COLUMNS["year"],
    "title": COLUMNS["title"],
    "category": ("科目", "费用科目", "支出科目", "category"),
    "item": ("支出内容", "明细", "支出项目", "用途", "内容", "item"),
    "unit": ("单位", "计量单位", "unit"),
    "quantity": ("数量", "quantity"),
    "price": ("单价", "price"),
}
LINES_REQUIRED = ("title", "category", "item", "quantity", "price")

OUTCOME_WORDS: Mapping[str, Outcome] = {
    word: outcome
    for outcome, words in {
        Outcome.FUNDED: ("立项", "已立项", "予以立项", "入选", "获奖", "资助", "已资助", "通过", "在实施", "实施中"),
        Outcome.FINISHED: ("已结项", "结项", "已结题", "结题", "已验收", "验收通过", "验收合格", "完成", "已完成"),
        Outcome.STOPPED: ("中止", "终止", "撤项", "撤销", "未结项", "验收不合格"),
        Outcome.NOT_SELECTED: ("未入选", "未立项", "不予立项", "落选", "未通过", "不通过", "淘汰"),
        Outcome.INELIGIBLE: ("资格不符", "资格审查不通过", "初审不通过", "不符合条件"),
        Outcome.WITHDRAWN: ("撤回", "已撤回", "放弃", "放弃申报", "自愿放弃"),
    }.items()
    for word in words
}
GOT_MONEY = (Outcome.FUNDED, Outcome.FINISHED, Outcome.STOPPED)
UNIT_WORDS = {"万元": 10_000, "万": 10_000, "千元": 1_000, "元": 1, "": 1}
_AMOUNT = re.compile(r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(万元|万|千元|元|)(?:整)?")
_YEAR = re.compile(r"([0-9]{4})(?:\.0)?(?:年度?)?")
_COUNT = re.compile(r"([0-9]{1,7})(?:\.0)?(?:余?人次?|名)?")
_UNIT = re.compile(r"单位[:：]?(?:人民币)?(万元|千元|元)")


@dataclass(frozen=True)
class Known:
    """What rows are measured by: words for codes, the applicants that are groups here, what was imported before."""

    communities: Mapping[str, str]
    categories: Mapping[str, str]
    costs: Mapping[str, str]
    groups: Mapping[str, int]
    identities: AbstractSet[str]
    this_year: int
    home: str
    year: int | None = None


def identity_of(district: str, year: int, title: str, applicant: str) -> str:
    """The same title of the same applicant in the same year is the same proposal, however it was spaced."""
    said = "\n".join([district[:6], str(year), compact(title), compact(applicant)])
    return hashlib.sha256(said.encode()).hexdigest()


def was_funded(past: PastProposal) -> bool:
    return past.outcome in GOT_MONEY or bool(past.granted_fen)


def is_finished(past: PastProposal) -> bool | None:
    """Whether it was carried through; None where the list does not say."""
    return {Outcome.FINISHED: True, Outcome.STOPPED: False}.get(past.outcome)


def told_text(title: str, summary: str) -> str:
    """What is compared with other proposals: the name and the few words that a list has."""
    return f"{title}\n{summary}"


def unit_of(title: str, above: Iterable[str]) -> int:
    """How many yuan 1 is: as the title of the column says, else a line above the table (单位：万元), else one."""
    for word, yuan in UNIT_WORDS.items():
        if word and word in title:
            return yuan
    found = [UNIT_WORDS[said[1]] for text in above if (said := _UNIT.search(text))]
    return found[-1] if found else 1


def read_amount(cell: object, yuan: int) -> int | None:
    """Fen; None where nothing is typed. ``yuan`` is how many yuan 1 is where the cell names no unit of its own."""
    typed = compact(cell).replace("，", ",").replace("¥", "").replace("￥", "")
    if says_nothing(typed):
        return None
    found = _AMOUNT.fullmatch(typed)
    if not found:
        raise Unclear("金额看不明白，请写成 5000 或 0.5万元。")
    fen = Decimal(found[1].replace(",", "")) * 100 * (UNIT_WORDS[found[2]] if found[2] else yuan)
    if fen != fen.to_integral_value():
        raise Unclear("金额不足一分，请核对。")
    if fen > LARGEST_FEN:
        raise Unclear("金额过大，请核对单位是元还是万元。")
    return int(fen)


def read_year(cell: object, known: Known) -> int:
    if says_nothing(cell) and known.year:
        return known.year
    found = _YEAR.fullmatch(compact(cell))
    if not found:
        raise Unclear("没有写明年度，请写成 2024。")
    if not EARLIEST_YEAR <= int(found[1]) <= known.this_year:
        raise Unclear("年度不在合理范围内，请核对。")
    return int(found[1])


def _text(what: str, least: int, most: int) -> Callable[[object], str]:
    def read(cell: object) -> str:
        typed = tidy(cell)
        if least and says_nothing(typed):
            raise Unclear(f"没有填写{what}。")
        if len(typed) > most:
            raise Unclear(f"{what}最多 {most} 个字，请删减。")
        return "" if says_nothing(typed) else typed

    return read


def read_outcome(cell: object) -> Outcome:
    typed = compact(cell)
    if says_nothing(typed):
        return Outcome.UNKNOWN
    if typed not in OUTCOME_WORDS:
        raise Unclear("结果看不明白，请写立项、已结项、中止、未入选、资格不符或撤回。")
    return OUTCOME_WORDS[typed]


def read_count(cell: object) -> int | None:
    if says_nothing(cell):
        return None
    found = _COUNT.fullmatch(compact(cell).replace(",", ""))
    if not found:
        raise Unclear("受益人数请写成数字。")
    return int(found[1])


def _place(cell: object, known: Known) -> str:
    """The community; a list without one belongs to the office that has it."""
    return known.home if says_nothing(cell) else read_community(cell, known.communities)


def _category(cell: object, known: Known) -> str:
    """Today's code where the word is known; a category of its own time stays as it was called."""
    said = _text("项目类别", 0, 40)(cell)
    return known.categories.get(compact(said), said)


def plan_import(
    rows: Iterable[Record], known: Known, units: Mapping[str, int], lines: Mapping[int, "Lines"] | None = None
) -> list[Planned]:
    """Judge every row; nothing is written. What was imported before, or stands in the list twice, is a duplicate.

    ``units`` says for ``asked`` and ``granted`` how many yuan 1 is; ``lines`` holds the budget of a row by its number.
    """
    taken, planned = set(known.identities), []
    for row in rows:
        plan = _plan_row(row, known, units, (lines or {}).get(row.number))
        if plan.verdict is Verdict.OK:
            identity = plan.made["identity"]
            if identity in taken:
                reason = "同一年度、同一申报主体的同名项目已经有了。"
                problems = [(SAME_PROPOSAL, reason)]
                plan = replace(plan, verdict=Verdict.DUPLICATE, field=SAME_PROPOSAL, reason=reason, problems=problems)
            taken.add(identity)
        planned.append(plan)
    return planned


def _plan_row(row: Record, known: Known, units: Mapping[str, int], lines: "Lines | None") -> Planned:
    readers: dict[str, Callable[[object], Any]] = {
        "year": lambda cell: read_year(cell, known),
        "edition": _text("届次", 0, 40),
        "title": _text("项目名称", 1, 80),
        "applicant": _text("申报主体", 1, 80),
        "community": lambda cell: _place(cell, known),
        "category": lambda cell: _category(cell, known),
        "asked": lambda cell: read_amount(cell, units.get("asked", 1)),
        "granted": lambda cell: read_amount(cell, units.get("granted", 1)),
        "outcome": read_outcome,
        "beneficiaries": read_count,
        "summary": _text("项目简介", 0, 1000),
    }
    made: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for name, read in readers.items():
        try:
            made[name] = read(row.typed.get(name, ""))
        except Unclear as unclear:
            problems.append((name, str(unclear)))
    problems += _contradictions(made) + [("lines", sentence) for sentence in (lines.problems if lines else ())]
    if not problems:
        made["identity"] = identity_of(made["community"], made["year"], made["title"], made["applicant"])
        made["group_id"] = known.groups.get(compact(made["applicant"]))
        made["lines"] = lines.rows if lines else []
    typed = {name: text_of(cell) for name, cell in row.typed.items()}
    first = problems[0] if problems else ("", "")
    verdict = Verdict.ERROR if problems else Verdict.OK
    return Planned(row.number, verdict, *first, typed, made, _normalised(typed, made), problems)


def _contradictions(made: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What cannot be true together: a list is then wrong in one place, and a person has to say in which."""
    asked, granted, outcome = made.get("asked"), made.get("granted"), made.get("outcome")
    found = []
    if granted and asked and granted > asked:
        found.append(("granted", "资助金额大于申请金额，请核对，也看看单位是元还是万元。"))
    if granted and outcome not in (None, Outcome.UNKNOWN, *GOT_MONEY):
        found.append(("outcome", "结果写的是没有立项，却有资助金额，请核对。"))
    return found


def _normalised(typed: Mapping[str, str], made: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Amounts and outcomes as they were understood, where that is not how they were typed."""
    shown = {name: format_yuan(made[name]) for name in ("asked", "granted") if made.get(name)}
    if typed.get("outcome") and made.get("outcome"):
        shown["outcome"] = made["outcome"].label
    plain = lambda text: text.replace(",", "").removesuffix(".00")  # noqa: E731
    return [(name, typed[name], value) for name, value in shown.items() if plain(typed[name]) != plain(value)]


@dataclass
class Lines:
    """The budget of one row: its lines, and what is wrong with them."""

    rows: list[dict[str, Any]]
    problems: list[str]


def lines_by_row(
    lines: Iterable[Record], rows: Sequence[Record], known: Known, yuan: int
) -> tuple[dict[int, Lines], list[int]]:
    """Row number → its budget, and the numbers of the lines that belong to no row, or to more than one."""
    at: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        title = compact(row.typed.get("title", ""))
        for year in {compact(row.typed.get("year", "")), ""}:
            at.setdefault((title, year), []).append(row.number)
    found: dict[int, Lines] = {}
    lost = []
    for line in lines:
        owners = at.get((compact(line.typed.get("title", "")), compact(line.typed.get("year", ""))), [])
        if len(owners) != 1:
            lost.append(line.number)
            continue
        own = found.setdefault(owners[0], Lines([], []))
        try:
            own.rows.append(_read_line(line, known, yuan))
        except Unclear as unclear:
            own.problems.append(f"预算明细第 {line.number} 行：{unclear}")
    return found, lost


def _read_line(line: Record, known: Known, yuan: int) -> dict[str, Any]:
    category = known.costs.get(compact(line.typed.get("category", "")))
    if category is None:
        raise Unclear("没有这个科目。")
    quantity = compact(line.typed.get("quantity", "")).removesuffix(".0")
    if not re.fullmatch(r"[1-9][0-9]{0,5}", quantity):
        raise Unclear("数量请写成整数。")
    price = read_amount(line.typed.get("price", ""), yuan)
    if price is None:
        raise Unclear("没有填写单价。")
    item, unit = _text("支出内容", 1, 80)(line.typed.get("item", "")), _text("单位", 0, 10)(line.typed.get("unit", ""))
    return {"category": category, "item": item, "unit": unit, "quantity": int(quantity), "price_fen": price}
