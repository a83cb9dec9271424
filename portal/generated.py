"""Documents that are made from the code: workflows, permissions, routes, glossary; a test asks that they are fresh."""

import csv
from pathlib import Path

import portal.app
from core.nouns import NOUNS
from core.permissions import ROLES, Permission, Role
from core.web import ROUTES
from grants.roadshow.workflow import ITEM

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SHOWN_ROLES = [role for role in Role if role is not Role.SYSTEM]


def permissions() -> str:
    """Permissions × roles, as the code declares them."""
    head = "| 权限 | " + " | ".join(ROLES[role].label for role in SHOWN_ROLES) + " |"
    line = "|---|" + "---|" * len(SHOWN_ROLES)
    rows = [
        f"| `{p}` | " + " | ".join("●" if p in ROLES[role].permissions else "" for role in SHOWN_ROLES) + " |"
        for p in Permission
    ]
    intro = "# 权限矩阵\n\n由 `./dev docs` 从 `core/permissions.py` 生成。每个角色只在授予它的区域内有这些权限。\n"
    return "\n".join([intro, head, line, *rows]) + "\n"


def routes() -> str:
    """All routes with their declared access."""
    portal.app.handlers()
    rows = sorted({(r.path, r.method, str(r.access), r.name) for r in ROUTES})
    intro = "# 路由与访问\n\n由 `./dev docs` 生成。没有声明访问的路由不能存在。\n"
    table = [f"| `{path}` | {method} | `{access}` | {name} |" for path, method, access, name in rows]
    return "\n".join([intro, "| 路径 | 方法 | 访问 | 处理 |", "|---|---|---|---|", *table]) + "\n"


def workflows() -> dict[str, str]:
    """One page per workflow: of nouns, and of rows that stand on the page of another record."""
    portal.app.handlers()
    declared = [*(noun.workflow for noun in NOUNS.values() if noun.workflow), ITEM]
    return {workflow.name: workflow.diagram() for workflow in declared}


def glossary() -> str:
    """The words of the field as the code writes them, from ``docs/glossary.csv``."""
    with (DOCS / "glossary.csv").open(encoding="utf-8") as file:
        rows = [f"| {row['zh']} | {row['en']} | `{row['identifier']}` |" for row in csv.DictReader(file)]
    intro = "# 词汇表\n\n由 `./dev docs` 从 `docs/glossary.csv` 生成。代码、页面和文档里同一件事只用一个词。\n"
    return "\n".join([intro, "| 中文 | English | 代码中 |", "|---|---|---|", *rows]) + "\n"


def pages() -> dict[Path, str]:
    """Every generated document by its path."""
    found = {DOCS / "permissions.md": permissions(), DOCS / "routes.md": routes(), DOCS / "glossary.md": glossary()}
    for name, text in workflows().items():
        found[DOCS / "workflows" / f"{name}.md"] = text
    return found


def write_all() -> list[str]:
    """Write what changed; returns the paths."""
    written = []
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            written.append(str(path.relative_to(ROOT)))
    return written
