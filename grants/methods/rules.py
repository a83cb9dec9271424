"""The scoring method as data: what it may be, what it lacks, and how it reads in plain words.

Points are ``Decimal``, shares whole percent, amounts fen. Nothing here is code that an office could write: a method
only chooses among computations that ``grants.scores`` and ``grants.ranking`` define.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import codelists
from grants.methods.models import Basis


@dataclass(frozen=True)
class Method:
    """How an edition ranks.

    ``trim_drop`` highest and as many lowest go from ``trim_from`` sheets on; 0 keeps the plain mean. ``shrink`` counts
    as that many sheets on which a judge was exactly average, and pulls the correction of severity towards nothing.
    """

    pass_line: Decimal
    trim_from: int = 5
    trim_drop: int = 1
    tie_break: tuple[str, ...] = ()
    outlier_points: Decimal = Decimal(15)
    basis: Basis = Basis.TOTAL
    corrects_severity: bool = False
    shrink: Decimal = Decimal(1)
    document_percent: int = 100
    roadshow_percent: int = 0
    vote_cap: Decimal = Decimal(0)
    raise_cap: Decimal = Decimal(0)
    raise_full_percent: int = 100
    places: int = 2
    shows_board: bool = False

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> "Method":
        """The method that an edition kept; what an older one does not say stays as it was before there was a choice."""
        points = ("pass_line", "outlier_points", "shrink", "vote_cap", "raise_cap")
        whole = ("trim_from", "trim_drop", "document_percent", "roadshow_percent", "raise_full_percent", "places")
        found: dict[str, Any] = {name: Decimal(str(rules[name])) for name in points if name in rules}
        found |= {name: int(rules[name]) for name in whole if name in rules}
        found |= {"basis": Basis(rules["basis"])} if "basis" in rules else {}
        found |= {name: bool(rules.get(name)) for name in ("corrects_severity", "shows_board")}
        return cls(**found, tie_break=tuple(rules["tie_break"]))


def shipped_method() -> dict[str, Any]:
    """The method that an edition starts with, as it is stored."""
    shipped = codelists.shipped()["scoring_rules"]
    names = ("pass_line", "trim_from", "trim_drop", "outlier_points", *shipped["method"])
    values = shipped["method"] | shipped
    found = {name: values[name] for name in names} | {"tie_break": [rule["code"] for rule in shipped["tie_break"]]}
    return found | {"judges_per_proposal": None, "conflict_kinds": shipped_kinds()}


def shipped_kinds() -> list[str]:
    """The traces of a conflict that every edition looks for unless it says otherwise."""
    return list(codelists.shipped()["scoring_rules"]["conflict_kinds"])


def kind_labels() -> dict[str, str]:
    return {kind["code"]: kind["zh"] for kind in codelists.shipped()["conflict_kinds"]}


def kept(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The scoring part of what an edition stores, with what it leaves open filled in from the shipped rules."""
    general = shipped_method()
    return general | {name: value for name, value in stored.items() if name in general}


def tie_labels() -> dict[str, str]:
    """What may break a tie, in words."""
    return {rule["code"]: rule["zh"] for rule in codelists.shipped()["scoring_rules"]["tie_break"]}


def problems(values: Mapping[str, Any], tie_codes: frozenset[str]) -> dict[str, str]:
    """Field → sentence for everything that makes a method impossible."""
    found = {}
    if 2 * values["trim_drop"] >= values["trim_from"]:
        found["trim_drop"] = "去掉的份数太多，一份也剩不下。"
    codes = values["tie_break"]
    if unknown := [code for code in codes if code not in tie_codes]:
        found["tie_break"] = f"没有这些同分依据：{'、'.join(unknown)[:100]}。"
    elif len(set(codes)) != len(codes):
        found["tie_break"] = "同一项依据只能用一次。"
    return found


def lines(rules: Mapping[str, Any], ties: Mapping[str, str]) -> list[tuple[str, str]]:
    """The method as applicants and judges read it: (heading, sentence)."""
    method = Method.of(rules)
    found = [("怎样取平均", _mean_words(method))]
    if method.corrects_severity:
        found.append(("宽严校正", f"先减去每位评委整体偏宽偏严的部分（按 {method.shrink:f} 份收缩），再取平均。"))
    if method.roadshow_percent:
        found.append(("比重", f"书面评审占 {method.document_percent}%，路演占 {method.roadshow_percent}%。"))
    if method.shows_board:
        found.append(("公布", "开封后在现场大屏逐名公布得分，去掉的最高、最低分划去。"))
    if method.vote_cap:
        found.append(("公众投票加分", f"得票最多的加 {method.vote_cap:f} 分，其余按得票数折算。"))
    if method.raise_cap:
        found.append(
            (
                "自筹加分",
                f"自筹到申请金额的 {method.raise_full_percent}% 加满 {method.raise_cap:f} 分，不足的按比例折算。",
            )
        )
    each, kinds = rules.get("judges_per_proposal"), kind_labels()
    return [
        *found,
        ("由谁来评", f"每份申报书由 {each} 位评委评" if each else "评审组全体都评"),
        ("查找回避", "；".join(kinds.get(code, code) for code in rules.get("conflict_kinds", ()))),
        ("入围分数线", f"{method.pass_line:f}"),
        ("同分先后", "；".join(ties.get(code, code) for code in method.tie_break) or "按编号"),
        ("提示偏离", f"与中位数相差超过 {method.outlier_points:f} 分"),
        ("取整", f"四舍五入，保留 {method.places} 位小数，只在最后取整一次"),
    ]


def _mean_words(method: Method) -> str:
    what = "每项指标各自" if method.basis == Basis.CRITERION else "各评委总分"
    if not method.trim_drop:
        return f"{what}直接取平均。"
    return f"{what}有 {method.trim_from} 份及以上时，去掉最高、最低各 {method.trim_drop} 份再取平均。"
