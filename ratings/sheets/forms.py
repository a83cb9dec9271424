"""What people send of a score sheet."""

from typing import Any

from pydantic import Field

from core.forms import Form


class SheetForm(Form):
    """The marks of one score column; ``submit`` is a verb of the assessment, not of the sheet."""

    marks: dict[str, str] = Field(default_factory=dict, title="得分")
    notes: dict[str, str] = Field(default_factory=dict, title="说明")
    bonus: list[str] = Field(default_factory=list, title="加分项")
    vetoes: list[str] = Field(default_factory=list, title="一票否决")


def sheet_content(raw: Any) -> dict[str, Any]:
    """The page's inputs ``mark-A1`` and ``note-A1`` as the form wants them."""
    marks = {key[5:]: values[-1].strip() for key, values in raw.items() if key.startswith("mark-")}
    notes = {key[5:]: values[-1].strip()[:500] for key, values in raw.items() if key.startswith("note-")}
    return {
        "marks": {code: mark for code, mark in marks.items() if mark},
        "notes": {code: note for code, note in notes.items() if note},
        "bonus": [code for code in raw.get("bonus", []) if code],
        "vetoes": [code for code in raw.get("vetoes", []) if code],
    }
