"""Enums whose members carry the Chinese label that people read."""

from enum import StrEnum


class Labelled(StrEnum):
    """``ELDER = "ELDER", "为老"``: stored by value, shown by label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Labelled":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.label) for member in cls]
