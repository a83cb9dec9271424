"""Workflows as data: states and transitions declared once, read by buttons, API, timeline, diagrams, 待办 and tests."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from core import audit, clock, workdays
from core.access import Actor
from core.db import write
from core.errors import Forbidden, Refused, StaleForm, WrongState
from core.permissions import ROLES, Permission, Role

TONES = ("grey", "blue", "amber", "green", "red", "teal", "purple")
Rule = Callable[[Any, Actor, Mapping[str, Any]], bool]
AreaOf = Callable[[Any, Permission], str]


@dataclass(frozen=True)
class State:
    """A state: its label, its colour, and within how many working days somebody should act on it."""

    value: StrEnum
    label: str
    tone: str = "grey"
    due: int | None = None
    escalates_to: Role | None = None


@dataclass(frozen=True)
class Need:
    """A rule on (thing, actor, facts) and the sentence that is read when it does not hold.

    One that ``asks_who`` looks at the row and the actor alone: maker and checker are different people.
    ``cure`` is the page on which this actor can make it hold.
    """

    rule: Rule
    refusal: str
    asks_who: bool = False
    cure: str | None = None


PROVEN = Need(
    lambda thing, actor, facts: actor.is_proven,
    "请先再填一次动态码，证明是您本人（15 分钟内有效）。",
    cure="/account/proof",
)
"""The need of a step that moves public money: whoever takes it has lately shown the second factor (core.proof)."""

EFFECT: Mapping[str, Any] = {"is_effect": True}


def effect(refusal: str) -> Need:
    """The need of a step that only follows from another one, whose action fires it with ``EFFECT`` among its facts.

    Pressed by itself, on a page or in the API, it is refused with the sentence that says where it comes from.
    """
    return Need(lambda thing, actor, facts: bool(facts.get("is_effect")), refusal)


@dataclass(frozen=True)
class Transition:
    """An edge: who may take it, from where to where, and what must hold."""

    verb: str
    label: str
    sources: tuple[StrEnum, ...]
    target: StrEnum
    permission: Permission
    needs: tuple[Need, ...] = ()
    asks_reason: bool = False
    is_danger: bool = False


@dataclass(frozen=True)
class Choice:
    """A button: allowed, or greyed with the reason why not yet."""

    verb: str
    label: str
    is_allowed: bool
    refusal: str | None = None
    asks_reason: bool = False
    is_primary: bool = False
    is_danger: bool = False
    href: str | None = None
    cure: str | None = None


class BadWorkflow(Exception):
    """A declaration that contradicts itself; raised at import, so that it never reaches a user."""


WORKFLOWS: dict[type[StrEnum], "Workflow"] = {}
"""The kind of state → the workflow that has it."""


class Workflow:
    """The life of one noun. ``area_of`` says where a permission must be held, when that is not the row's own area."""

    def __init__(
        self,
        name: str,
        initial: StrEnum,
        states: Iterable[State],
        transitions: Iterable[Transition],
        area_of: AreaOf = lambda thing, permission: thing.area_code,
    ) -> None:
        self.area_of = area_of
        self.name = name
        self.initial = initial
        declared = tuple(states)
        self.states = {state.value: state for state in declared}
        self.transitions = tuple(transitions)
        if len(self.states) != len(declared):
            raise BadWorkflow(f"{self.name}: a state is declared twice")
        self._check(type(initial))
        WORKFLOWS[type(initial)] = self

    def _check(self, members: type[StrEnum]) -> None:
        if set(self.states) != set(members):
            raise BadWorkflow(f"{self.name}: states and {members.__name__} differ")
        named = {place for t in self.transitions for place in (t.target, *t.sources)}
        if unknown := named - set(self.states):
            raise BadWorkflow(f"{self.name}: unknown states {sorted(unknown)}")
        if any(state.tone not in TONES for state in self.states.values()):
            raise BadWorkflow(f"{self.name}: unknown tone")
        pairs = [(t.verb, source) for t in self.transitions for source in t.sources]
        if len(pairs) != len(set(pairs)):
            raise BadWorkflow(f"{self.name}: a verb leaves a state twice")
        if missing := set(self.states) - self.reachable():
            raise BadWorkflow(f"{self.name}: unreachable {sorted(missing)}")

    def reachable(self) -> set[StrEnum]:
        """The states that can be reached from the initial one."""
        found = {self.initial}
        while more := {t.target for t in self.transitions if found & set(t.sources)} - found:
            found |= more
        return found

    def state(self, value: str) -> State:
        return self.states[type(self.initial)(value)]

    def label_of(self, verb: str) -> str | None:
        return next((t.label for t in self.transitions if t.verb == verb), None)

    def find(self, verb: str, status: str) -> Transition:
        """The edge that this verb takes from this state; a refusal when there is none."""
        named = [t for t in self.transitions if t.verb == verb]
        if not named:
            raise Refused("没有这个操作。", field="verb")
        for transition in named:
            if status in transition.sources:
                return transition
        raise WrongState(f"当前状态是“{self.state(status).label}”，不能“{named[0].label}”。请刷新页面。")

    def leads_on(self, thing: Any, actor: Actor) -> bool:
        """Whether there is anything that this actor might do with the thing from the state in which it is."""
        return any(thing.status in t.sources and self._may(actor, t, thing) for t in self.transitions)

    def choices(self, thing: Any, actor: Actor, facts: Mapping[str, Any] | None = None) -> list[Choice]:
        """The buttons for this viewer: what may be done now, and greyed what may not yet."""
        found = [
            self._choice(t, thing, actor, facts or {})
            for t in self.transitions
            if thing.status in t.sources and self._may(actor, t, thing)
        ]
        back = {t.verb for t in self.transitions if thing.status in t.sources and t.target == self.initial}
        ahead = (c for c in found if c.is_allowed and not c.is_danger and not c.asks_reason and c.verb not in back)
        first = next((c.verb for c in ahead), None)
        return [Choice(**{**vars(c), "is_primary": c.verb == first}) for c in found]

    def lets(self, actor: Actor, verb: str, thing: Any) -> bool:
        """Whether this verb is at all this actor's to do on this thing, in whatever state it is."""
        return any(t.verb == verb and self._may(actor, t, thing) for t in self.transitions)

    def _may(self, actor: Actor, transition: Transition, thing: Any) -> bool:
        place = self.area_of(thing, transition.permission)
        return actor.may_act and actor.can(transition.permission, place)

    def _choice(self, transition: Transition, thing: Any, actor: Actor, facts: Mapping[str, Any]) -> Choice:
        missing = next((need for need in transition.needs if not need.rule(thing, actor, facts)), None)
        return Choice(
            transition.verb,
            transition.label,
            missing is None,
            missing.refusal if missing else None,
            transition.asks_reason,
            is_danger=transition.is_danger,
            cure=missing.cure if missing else None,
        )

    def check(self, transition: Transition, actor: Actor, thing: Any, reason: str | None, facts: Mapping) -> None:
        """Permission, rule and reason; raises the refusal that a person reads."""
        if not self._may(actor, transition, thing):
            raise Forbidden(f"您的角色不能“{transition.label}”。")
        for need in transition.needs:
            if not need.rule(thing, actor, facts):
                raise Refused(need.refusal)
        if transition.asks_reason and not (reason or "").strip():
            raise Refused("请写明理由，对方会看到。", field="reason")

    def fire(
        self,
        session: Session,
        actor: Actor,
        thing: Any,
        verb: str,
        reason: str | None = None,
        facts: Mapping[str, Any] | None = None,
        version: int | None = None,
        said: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> None:
        """Move ``thing`` along the edge named ``verb`` in one conditional UPDATE, with its audit row.

        Of two people who press at once exactly one wins. ``values`` are columns that the new state needs,
        ``said`` is what the audit row tells beside the states.
        """
        session.flush()
        transition = self.find(verb, thing.status)
        self.check(transition, actor, thing, reason, facts or {})
        before = thing.status
        if version is not None and version != thing.version:
            raise StaleForm("别人刚刚处理过，请核对最新内容后再操作。")
        moved = {"status": transition.target, "status_since": clock.now(), "version": thing.version + 1}
        moved |= {"due_on": self.due_on(session, transition.target)} | values
        if not write(session, thing, moved, status=before, version=thing.version):
            raise WrongState("别人刚刚处理过，请刷新页面。")
        audit.record(
            session,
            actor,
            f"{self.name}.{verb}",
            thing,
            before=str(before),
            after=str(transition.target),
            reason=(reason or "").strip() or None,
            **(said or {}),
        )

    def due_on(self, session: Session, status: StrEnum) -> date | None:
        """The day by which somebody should have acted on a thing that enters this state now."""
        days = self.states[status].due
        if days is None:
            return None
        return workdays.add_working_days(clock.today(), days, workdays.load_overrides(session))

    def next_step(self, thing: Any, actor: Actor) -> Transition | None:
        """What this actor is to do with the thing, or None when it waits for somebody else.

        Whether everything is there that the step needs is seen on the record: who has to provide it is the same person.
        """
        mine = [t for t in self.transitions if thing.status in t.sources and not t.is_danger]
        mine = [t for t in mine if self._may(actor, t, thing)]
        ahead = [t for t in mine if not t.asks_reason and t.target != self.initial]
        return next((t for t in ahead or mine if self._is_for(actor, t, thing)), None)

    def _is_for(self, actor: Actor, transition: Transition, thing: Any) -> bool:
        return all(need.rule(thing, actor, {}) for need in transition.needs if need.asks_who)

    def watched_states(self, permissions: Iterable[Permission], roles: Iterable[Role]) -> set[StrEnum]:
        """The states with a clock that concern an actor: to be moved on, or escalated to a role of theirs when late."""
        held, known = set(permissions), set(roles)
        movable = {source for t in self.transitions if t.permission in held and not t.is_danger for source in t.sources}
        timed = [state for state in self.states.values() if state.due is not None]
        return {state.value for state in timed if state.value in movable or state.escalates_to in known}

    def diagram(self) -> str:
        """The workflow as a Mermaid state diagram and a table of who may do what."""
        name = {value: state.label for value, state in self.states.items()}
        lines = [f"# {self.name}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {value}: {label}" for value, label in name.items()]
        lines += [f"    {s} --> {t.target}: {t.label}" for t in self.transitions for s in t.sources]
        lines += ["```", "", "| 动作 | 从 | 到 | 权限 | 角色 | 条件 | 理由 |", "|---|---|---|---|---|---|---|"]
        for t in self.transitions:
            roles = "、".join(
                spec.label for r, spec in ROLES.items() if t.permission in spec.permissions and r != "SYSTEM"
            )
            needs = " ".join(need.refusal for need in t.needs)
            sources = "、".join(name[source] for source in t.sources)
            reason = "须写明" if t.asks_reason else ""
            lines.append(
                f"| {t.label} | {sources} | {name[t.target]} | `{t.permission}` | {roles} | {needs} | {reason} |"
            )
        clocks = [f"- {s.label}：{s.due} 个工作日" for s in self.states.values() if s.due]
        return "\n".join([*lines, "", *(["时限：", "", *clocks] if clocks else [])]).rstrip() + "\n"
