"""Every Chinese sentence that the interface can show, found in the code and the templates, and its .po files."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2.lexer import TOKEN_NAME, TOKEN_STRING

from core.codelists import shipped
from core.i18n import CHINESE, LOCALES, catalogue, words_of
from core.templating import ENVIRONMENT, ROOT

EPOCH = datetime(2026, 11, 22, tzinfo=UTC)
ABOUT: dict[str, Any] = {
    "project": "Miaopu",
    "version": "1",
    "charset": "utf-8",
    "creation_date": EPOCH,
    "revision_date": EPOCH,
    "last_translator": "Miaopu",
    "language_team": "Miaopu",
    "msgid_bugs_address": "none",
}
HEADER = "# Miaopu: Chinese sentence, then its translation. Written by portal/catalogues.py."
PACKAGES = ("core", "incubator", "grants", "ratings", "menus", "portal")
UNSHOWN_FOLDERS = {"demo", "documents", "imports"}
UNSHOWN_FILES = {
    "documents.py",
    "cli.py",
    "doctor.py",
    "deploy.py",
    "backups.py",
    "founding.py",
    "schema.py",
    "generated.py",
    "catalogues.py",
    "verify_audit.py",
    "clock.py",
}
# Words that are read from what people bring, never shown.
READ_NOT_SHOWN = {"COLUMNS", "_GENDERS", "_COMMUNITY_ENDINGS", "NOT_A_GROUP", "HOME", "LANGUAGES", "DAY"}
READ_NOT_SHOWN |= {"LINE_COLUMNS", "OUTCOME_WORDS", "UNIT_WORDS", "_AMOUNT", "_UNIT", "_YEAR", "_COUNT", "CAST", "MARK"}
READ_NOT_SHOWN |= {"KIND_OF_PLACE", "PRODUCT_WORDS"}
# Pieces of names, addresses and public notices: once made they are data, in Chinese.
DATA = {
    "{candidate}社区",
    "{street}办事处",
    "办事处",
    "{title}拟立项项目公示",
    "{title}拟授星名单公示",
    "关于拟入驻{name}组织的公示",
    "关于{name}拟出壳组织的公示",
    "{name}社会组织孵化中心",
    "{title}评审组",
    "{community}{year}年服务经费",
    "{name}星级申报",
    "{area}居民委员会",
    "{area}村民委员会",
    "村",
    "{name}组员",
    "{name}（试运行）",
    "试运行资金（不是真钱）",
}


def collect() -> dict[str, str]:
    """Each sentence → the package whose catalogue holds it: the first one that says it."""
    found: dict[str, str] = {}
    known = DATA | dict(words_of(shipped(), "en")).keys()
    for package in PACKAGES:
        for sentence in _of_package(package):
            if sentence not in known:
                found.setdefault(sentence, package)
    return found


def refresh(lang: str) -> list[str]:
    """Write the .po files anew: translations kept, dead sentences dropped; answers what has no translation yet."""
    sentences, words = collect(), catalogue(lang)
    for package in PACKAGES:
        catalog = Catalog(lang, header_comment=HEADER, fuzzy=False, **ABOUT)
        for sentence in sorted(s for s, home in sentences.items() if home == package):
            catalog.add(sentence, words.get(sentence, ""))
        with (LOCALES / lang / f"{package}.po").open("wb") as file:
            write_po(file, catalog, width=120, omit_header=False)
    return [sentence for sentence in sentences if sentence not in words]


def _of_package(package: str) -> Iterator[str]:
    for path in sorted((ROOT / package).rglob("*.py")):
        if not UNSHOWN_FOLDERS & set(path.relative_to(ROOT).parts) and path.name not in UNSHOWN_FILES:
            yield from sentences_of(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        folder = path.relative_to(ROOT / "templates").parts[0]
        if folder == package or (package == "core" and folder.startswith("_")):
            yield from sentences_of_template(path.read_text(encoding="utf-8"))


def sentences_of(source: str) -> Iterator[str]:
    """The Chinese strings of a module, without docstrings; an f-string counts as one sentence with named gaps."""
    tree = ast.parse(source)
    skipped = set(_unshown(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            sentence = pattern_of(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            sentence = node.value
        else:
            continue
        if CHINESE.search(sentence):
            yield sentence
    yield from _refusals(tree)


def _unshown(tree: ast.AST) -> Iterator[int]:
    """Docstrings, the pieces of f-strings, and words that are only read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from map(id, node.values)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and _is_vocabulary(node):
            yield from map(id, ast.walk(node))


def _is_vocabulary(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id in READ_NOT_SHOWN for target in targets)


def _refusals(tree: ast.AST) -> Iterator[str]:
    """The docstring of a class of refusal is the sentence that people read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and CHINESE.match(ast.get_docstring(node) or ""):
            yield ast.get_docstring(node) or ""


def pattern_of(node: ast.JoinedStr) -> str:
    """``f"已完成：{label}"`` as ``已完成：{label}``; a gap is named by the last word of its expression."""
    parts, names = [], []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            names.append(_gap(part, names))
            parts.append("{" + names[-1] + "}")
    return "".join(parts)


def _gap(part: ast.AST, taken: list[str]) -> str:
    words = [
        n.attr if isinstance(n, ast.Attribute) else n.id
        for n in ast.walk(part)
        if isinstance(n, ast.Attribute | ast.Name)
    ]
    name = words[0] if words else "value"
    return name if name not in taken else f"{name}{len(taken)}"


def sentences_of_template(source: str) -> Iterator[str]:
    """The literal arguments of ``_()`` in a template."""
    tokens = [token for token in ENVIRONMENT.lexer.tokenize(source)]
    for name, bracket, argument in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_call = name.type == TOKEN_NAME and name.value == "_" and bracket.value == "("
        if is_call and argument.type == TOKEN_STRING:
            yield argument.value


if __name__ == "__main__":
    print("\n".join(refresh("en")))
