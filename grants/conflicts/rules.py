"""Which traces of a judge in the records are a conflict with a proposal: pure, on loaded values.

The kinds and how far each looks back are data (``conflict_kinds`` in the code lists, after field.md 3.2).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from incubator.dealings.rules import Dealing, Somebody, by_name, plain_name


@dataclass(frozen=True)
class Sitting:
    """A judge on the panel: the seat, the person behind it, and the community that the judge belongs to."""

    seat_id: int
    person: Somebody
    community_code: str | None = None


@dataclass(frozen=True)
class Item:
    """What the search looks at in a proposal; ``team`` holds every name in its team list with the leader's.

    ``holders`` are the organisations, by number, whose own grants the edition gives on.
    """

    proposal_id: int
    group_id: int
    area_code: str
    team: Sequence[str] = ()
    payee: str = ""
    phone: str = ""
    authors: frozenset[int] = frozenset()
    partners: tuple[int, ...] = ()
    holders: Mapping[int, str] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[int, ...]:
        """Everybody who applies: the lead, and whoever joins it."""
        return (self.group_id, *self.partners)


@dataclass(frozen=True)
class Found:
    """One conflict to propose: whose, with what, of which kind, and the evidence as sentences."""

    seat_id: int
    proposal_id: int
    kind: str
    evidence: str


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def is_recent(on: date | None, months: int | None, today: date) -> bool:
    """Whether a trace still counts: what has no day still lasts, a kind without months is never too old."""
    return on is None or months is None or on >= months_before(today, months)


def own_traces(sittings: Sequence[Sitting], item: Item, *, by_community: bool) -> Iterator[tuple[int, str, str]]:
    """(seat, kind, sentence) for what stands in the proposal itself."""
    named = by_name(sitting.person for sitting in sittings)
    seats = {sitting.person.account_id: sitting for sitting in sittings}
    for name in item.team:
        for person in named.get(plain_name(name), ()):
            yield seats[person.account_id].seat_id, "NAME", f"项目团队名单里有一位也叫{person.name}。"
    for sitting in sittings:
        person = sitting.person
        if person.organisation and plain_name(person.organisation) == plain_name(item.payee):
            yield sitting.seat_id, "HOST", f"评委的工作单位“{person.organisation}”是这份申报的收款或代管单位。"
        if person.organisation and plain_name(person.organisation) in map(plain_name, item.holders.values()):
            yield sitting.seat_id, "HOST", f"评委的工作单位“{person.organisation}”是办这届大赛的母项目单位。"
        if person.phone and person.phone == item.phone:
            yield sitting.seat_id, "CONTACT", f"申报书上负责人的手机号与{person.name}的登录手机号相同。"
        if person.account_id in item.authors:
            yield sitting.seat_id, "CONTACT", f"这份申报书由{person.name}的账号填写、盖章或提交过。"
        if by_community and sitting.community_code == item.area_code:
            yield sitting.seat_id, "COMMUNITY", "评委居住或工作的社区就是项目落地社区。"


def find(
    sittings: Sequence[Sitting],
    items: Sequence[Item],
    dealings: Iterable[Dealing],
    kinds: Mapping[str, Mapping[str, Any]],
    today: date,
) -> list[Found]:
    """Every conflict between these judges and these proposals, one for each kind of trace, in a fixed order."""
    seats = {sitting.person.account_id: sitting.seat_id for sitting in sittings}
    by_group: dict[int, list[Dealing]] = {}
    for dealing in dealings:
        rule = kinds.get(dealing.kind)
        if rule and dealing.account_id in seats and is_recent(dealing.on, rule["months"], today):
            by_group.setdefault(dealing.group_id, []).append(dealing)
    said: dict[tuple[int, int, str], list[str]] = {}
    for item in items:
        found = (dealing for group in item.groups for dealing in by_group.get(group, ()))
        traces = [(seats[d.account_id], d.kind, d.sentence) for d in found]
        held = (dealing for group in item.holders for dealing in by_group.get(group, ()) if dealing.kind == "ROSTER")
        traces += [(seats[d.account_id], "HOST", d.sentence) for d in held]
        traces += own_traces(sittings, item, by_community="COMMUNITY" in kinds)
        for seat_id, kind, sentence in traces:
            if kind in kinds and sentence not in (kept := said.setdefault((seat_id, item.proposal_id, kind), [])):
                kept.append(sentence)
    return [Found(*key, evidence=shortened(sentences)) for key, sentences in sorted(said.items())]


def shortened(sentences: Sequence[str], most: int = 300) -> str:
    """The evidence in at most so many characters: whole sentences, and how many more there are."""
    kept = ""
    for place, sentence in enumerate(sentences):
        left = len(sentences) - place
        rest = f"另有 {left} 条。"
        if len(kept) + len(sentence) + (len(rest) if left > 1 else 0) > most:
            return kept + rest if kept else sentence[: most - 1] + "…"
        kept += sentence
    return kept
