"""What an imported list of talents means, row by row: accepted, a duplicate, or an error with the field at fault."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from core.imports import (
    Planned,
    Record,
    Unclear,
    Verdict,
    compact,
    read_birth_year,
    read_name,
    read_phone,
    split_list,
    text_of,
    tidy,
)

EARLIEST_BIRTH_YEAR = 1900
YOUNGEST_AGE = 16
MAX_ROWS = 5_000
MAX_NOTES = 500

# The words under which lists carry each field, the most exact first.
COLUMNS: Mapping[str, Sequence[str]] = {
    "name": ("姓名", "能人姓名", "名字", "人员姓名", "居民姓名", "骨干姓名", "本人姓名", "name"),
    "phone": (
        "手机号码", "手机号", "手机", "移动电话", "本人电话", "联系电话", "联系手机", "电话号码", "电话", "联系方式",
        "联系号码", "phone",
    ),
    "community": (
        "所在社区", "所属社区", "居住社区", "社区名称", "社区", "社区(村)", "村社区", "社区居委会", "所在村社区",
        "居委会", "所属居委", "community",
    ),
    "gender": ("性别", "gender"),
    "birth_year": (
        "出生年月", "出生年份", "出生年", "出生日期", "出生年月日", "出生时间", "出生", "生日", "生年", "birth year",
    ),
    "categories": (
        "特长类别", "能人类别", "特长类型", "专长类别", "专长类型", "人才类别", "类别", "特长", "专长", "能人类型",
        "类型", "擅长领域", "擅长", "技能", "特长爱好", "category",
    ),
    "channel": ("发现渠道", "挖掘渠道", "发现方式", "来源渠道", "发掘渠道", "渠道", "推荐方式", "来源", "channel"),
    "notes": ("备注", "备注信息", "其他说明", "情况说明", "说明", "notes"),
}  # fmt: skip
REQUIRED = ("name", "phone", "community")

SAME_PHONE = "same phone and community"
_GENDERS = {"男": "M", "男性": "M", "M": "M", "女": "F", "女性": "F", "F": "F"}
_COMMUNITY_ENDINGS = ("社区居民委员会", "社区居委会", "居委会", "社区")


def plan_import(
    rows: Iterable[Record],
    communities: Mapping[str, str],
    categories: Mapping[str, str],
    channels: Mapping[str, str],
    known_phones: AbstractSet[tuple[str, str]],
    today: date,
    fingerprint: Callable[[str], str] = str,
) -> list[Planned]:
    """Judge every row; nothing is written. A row that repeats the phone and community of a stored or an
    earlier accepted one is a duplicate.

    ``communities``, ``categories`` and ``channels`` map words to codes (see ``names_of``);
    ``known_phones`` holds (community code, ``fingerprint(phone)``): where phones are encrypted, their blind index.
    """
    taken = set(known_phones)
    planned = []
    for row in rows:
        plan = _plan_row(row, communities, categories, channels, today)
        if plan.verdict is Verdict.OK:
            place = (plan.made["community"], fingerprint(plan.made["phone"]))
            plan = _duplicate(plan) if place in taken else plan
            taken.add(place)
        planned.append(plan)
    return planned


def _duplicate(plan: Planned) -> Planned:
    reason = "同一社区已有相同的手机号。"
    return Planned(
        plan.row_number, Verdict.DUPLICATE, SAME_PHONE, reason, plan.typed, plan.made, plan.normalised,
        [(SAME_PHONE, reason)],
    )  # fmt: skip


def _plan_row(
    row: Record,
    communities: Mapping[str, str],
    categories: Mapping[str, str],
    channels: Mapping[str, str],
    today: date,
) -> Planned:
    readers: list[tuple[str, str, Callable[[object], Any]]] = [
        ("name", "name", read_name),
        ("community", "community", lambda cell: read_community(cell, communities)),
        ("phone", "phone", read_phone),
        ("categories", "category", lambda cell: read_codes(cell, categories)),
        (
            "birth_year",
            "birth year",
            lambda cell: read_birth_year(cell, EARLIEST_BIRTH_YEAR, today.year - YOUNGEST_AGE),
        ),
        ("channel", "channel", lambda cell: read_channel(cell, channels)),
        ("gender", "gender", read_gender),
        ("notes", "notes", read_notes),
    ]
    made: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for name, shown, read in readers:
        try:
            made[name] = read(row.typed.get(name, ""))
        except Unclear as unclear:
            problems.append((shown, str(unclear)))
    first = problems[0] if problems else ("", "")
    verdict = Verdict.ERROR if problems else Verdict.OK
    typed = {name: text_of(cell) for name, cell in row.typed.items()}
    return Planned(row.number, verdict, *first, typed, made, _normalised(typed, made, communities), problems)


def _normalised(
    typed: Mapping[str, str], made: Mapping[str, Any], communities: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Each field whose value is not what was typed, so that a person can look at the difference."""
    labels = {code: name for name, code in reversed(list(communities.items()))}
    shown = {name: str(made[name]) for name in ("name", "phone", "birth_year", "notes") if made.get(name)}
    if "community" in made:
        shown["community"] = labels[made["community"]]
    return [(name, typed[name], value) for name, value in shown.items() if name in typed and typed[name] != value]


def read_community(cell: object, communities: Mapping[str, str]) -> str:
    """The code of a community by its name, with or without its ending, or after the name of its street."""
    typed = compact(cell)
    if not typed:
        raise Unclear("没有填写社区。")
    names = {compact(name): code for name, code in communities.items()}
    if typed in communities.values():
        return typed
    for candidate in _community_names(typed):
        found = {code for name, code in names.items() if name in (candidate, f"{candidate}社区")}
        if len(found) == 1:
            return found.pop()
    raise Unclear("本区没有这个社区，请核对名称。")


def _community_names(typed: str) -> list[str]:
    """Ways to read what was typed: as it stands, without its ending, without the street before it."""
    bare = next((typed.removesuffix(end) for end in _COMMUNITY_ENDINGS if typed.endswith(end)), typed)
    _, street, after = bare.rpartition("街道")
    return [typed, bare, after] if street and after else [typed, bare]


def read_codes(cell: object, words: Mapping[str, str]) -> list[str]:
    """The codes of one or several categories in a cell; the whole cell may itself be a label that holds a comma."""
    whole = compact(cell)
    if whole in words:
        return [words[whole]]
    typed = split_list(cell)
    unknown = [word for word in typed if word not in words]
    if unknown:
        raise Unclear("没有这个类别：" + "、".join(unknown) + "。")
    return list(dict.fromkeys(words[word] for word in typed))


def read_channel(cell: object, words: Mapping[str, str]) -> str | None:
    codes = read_codes_or_none(cell, words)
    if len(codes) > 1:
        raise Unclear("发现渠道只能填一个。")
    return codes[0] if codes else None


def read_codes_or_none(cell: object, words: Mapping[str, str]) -> list[str]:
    try:
        return read_codes(cell, words)
    except Unclear as unclear:
        raise Unclear(str(unclear).replace("类别", "渠道")) from unclear


def read_gender(cell: object) -> str | None:
    typed = compact(cell).upper()
    if not typed:
        return None
    if typed not in _GENDERS:
        raise Unclear("性别请填“男”或“女”。")
    return _GENDERS[typed]


def read_notes(cell: object) -> str:
    notes = tidy(cell)
    if len(notes) > MAX_NOTES:
        raise Unclear(f"备注最多 {MAX_NOTES} 个字，请删减。")
    return notes
