"""Facts about projects: progress, grades, who may check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grants.projects.models import Expense, ExpenseStatus


@dataclass(frozen=True)
class Progress:
    """What was planned and what is done; money in fen."""

    planned_activities: int
    done_activities: int
    planned_people: int
    served_people: int
    granted_fen: int
    spent_fen: int

    @property
    def spent_percent(self) -> int:
        """The budget execution rate, cut to a whole per cent."""
        return self.spent_fen * 100 // self.granted_fen if self.granted_fen else 0


def spent(expenses: Sequence[Expense]) -> int:
    """Confirmed spending in fen: what nobody has looked at yet does not count."""
    return sum(e.amount_fen for e in expenses if e.status == ExpenseStatus.CONFIRMED)


def grade_of(total: Decimal, grades: Sequence[Mapping[str, Any]]) -> str:
    """The code of the best grade whose floor the total reaches; ``grades`` as in defaults.json, any order."""
    reached = [grade for grade in grades if total >= grade["min"]]
    return str(max(reached, key=lambda grade: grade["min"])["code"])


def checker_is_another(check: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != check.submitted_by


def confirmer_is_another(expense: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return actor.account_id != expense.created_by


def is_marked(check: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(check.marks) and check.total is not None


def has_own_marks(check: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return bool(check.own_marks) and len(check.summary) >= 20


def is_at_or_above_line(check: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return check.total is not None and Decimal(check.total) >= facts["pass_line"]


def is_below_line(check: Any, actor: Any, facts: Mapping[str, Any]) -> bool:
    return check.total is not None and Decimal(check.total) < facts["pass_line"]
