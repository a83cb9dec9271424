"""Named constraints as sentences: what a person reads when the database itself refuses."""

from sqlalchemy.exc import IntegrityError

SENTENCES: dict[str, str] = {}
GENERAL = "这条内容与已有记录冲突，没有保存；您填写的内容还在。请刷新后核对。"


def explain(constraint: str, sentence: str) -> None:
    """Give a named constraint, or on SQLite its ``table.column`` list, the sentence that a person reads."""
    SENTENCES[constraint] = sentence


def sentence_of(error: IntegrityError) -> str:
    text = str(error.orig)
    return next((sentence for name, sentence in SENTENCES.items() if name in text), GENERAL)
