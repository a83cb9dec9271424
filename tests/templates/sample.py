"""Sample data for the interface kit: nothing, one, many, or hostile."""

from types import SimpleNamespace as Thing
from typing import Any

from core import charts
from core.tables import Heading

HOSTILE = '<script>alert(1)</script>{{ 7 * 7 }}" onload="x" {% raw %}'
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 3
TONES = ("grey", "blue", "amber", "green", "red", "teal", "purple")
COLOURS = ("RED", "ORANGE", "YELLOW", "GREEN", "CYAN", "BLUE", "PURPLE")


class SampleForm:
    """A bound form as the macros see it."""

    def __init__(self, fields: list[Thing], errors: list[tuple[str, str, str]], is_stale: bool) -> None:
        self.fields = {field.name: field for field in fields}
        self.errors, self.is_stale, self.key, self.version = errors, is_stale, "key-1", 3

    def field(self, name: str) -> Thing:
        return self.fields[name]

    def __iter__(self) -> Any:
        return iter(self.fields.values())


def make_field(name: str, widget: str, label: str, value: Any = "", **changed: Any) -> Thing:
    plain = dict.fromkeys(("error", "help", "max_length", "theirs", "autocomplete", "inputmode", "example"))
    base = {"name": name, "id": "f-" + name.replace(".", "-"), "label": label, "widget": widget, "value": value}
    more = {"choices": [], "is_required": False, "rows": 4, "columns": [], "items": []}
    return Thing(**plain | base | more | changed)


def make_form(word: str, count: int) -> SampleForm:
    options = [(str(n), f"{word} {n}") for n in range(count)]
    kinds = ("text", "textarea", "number", "money", "date", "datetime", "email", "tel", "password", "select")
    fields = [make_field(kind, kind, f"{word} {kind}", word, max_length=80, choices=options) for kind in kinds]
    fields += [make_field(kind, kind, f"{word} {kind}", ["0"], choices=options) for kind in ("radios", "checkboxes")]
    fields += [make_field("checkbox", "checkbox", word, "on"), make_field("file", "file", word, help=word)]
    fields += [make_field("hidden", "hidden", word, word)]
    line = [
        [
            make_field(f"lines.{n}.title", "text", word, word),
            make_field(f"lines.{n}.kind", "select", word, "0", choices=options),
            make_field(f"lines.{n}.fen", "money", word, "12.00", error=word if n == 0 else None),
        ]
        for n in range(count)
    ]
    fields.append(make_field("lines", "rows", word, help=word, items=line))
    if count:
        for field in fields:
            if field.widget not in ("hidden", "rows"):
                field.error, field.help, field.theirs, field.is_required = word, word, word, True
    return SampleForm(fields, [(f.id, f.label, word) for f in fields if f.error], count > 0)


def make_listing(word: str, count: int) -> Thing:
    kinds = ("link", "text", "number", "money", "date", "datetime", "state", "stars", "colour")
    rows = [
        Thing(
            id=n,
            href=f"/groups/{n}",
            cells=[
                Thing(text=word, kind=kind, tone=TONES[n % 7], href=None, number=n % 6)
                if kind != "colour"
                else Thing(text=word, kind=kind, tone=COLOURS[n % 7], href=None, number=None)
                for kind in kinds
            ],
        )
        for n in range(count)
    ]
    columns = [
        Heading(name=kind, label=kind, kind=kind, sort_href=f"?sort={kind}" if n % 2 == 0 else None,
                sort=(None, "asc", "desc")[n % 3], is_primary=n == 0)
        for n, kind in enumerate(kinds)
    ]  # fmt: skip
    options = [(str(n), f"{word} {n}") for n in range(count)]
    filters = [
        Thing(name="state", label="状态", value="0", choices=options, widget="select"),
        Thing(name="since", label="起", value="", choices=[], widget="date"),
    ]
    return Thing(
        title=word, columns=columns, rows=rows, filters=filters, q=word, count_text=f"{count}",
        next_href="?after=1" if count > 1 else None, previous_href="?before=1" if count > 1 else None,
        export_href="?export", empty_text=word, empty_action=(word, "/new") if count == 0 else None,
        bulk=[("remind", word)] if count else [], clear_href="/groups",
    )  # fmt: skip


def make_scheme(word: str, count: int) -> Thing:
    anchors = [(1.0, word), (0.8, word), (0.6, word), (0, word)][: count + 1]
    return Thing(
        groups=[
            Thing(
                code=f"G{g}",
                title=word,
                max_points=20,
                indicators=[
                    Thing(code=f"G{g}A", title=word, max_points=12, step=0.5, options=[], anchors=anchors),
                    Thing(
                        code=f"G{g}B", title=word, max_points=8, step=1, options=[(8, word), (2.5, word)], anchors=[]
                    ),
                ],
            )
            for g in range(count)
        ]
    )


def make_charts(word: str, count: int) -> dict[str, Any]:
    labels = [f"{word} {n}" for n in range(count)]
    axes = [f"{word}{n}" for n in range(count + 2)] if count else []
    values = [40 + 7 * n for n in range(len(axes))]
    return {
        "bars": charts.bars([(label, 10 * n) for n, label in enumerate(labels)]),
        "series": [f"{word}{n}" for n in range(3)],
        "stacked": charts.stacked_bars([(label, [3 + n, 2, n]) for n, label in enumerate(labels)]),
        "funnel": charts.funnel([(label, 1200 // (n + 1)) for n, label in enumerate(labels)]),
        "axes": axes,
        "radar": charts.radar(axes, [(word, values), ("上次", [v - 20 for v in values])] if axes else []),
        "line": charts.line([f"{n + 1}月" for n in range(count)], [(word, [n * n for n in range(count)])]),
        "line_series": [word],
        "line_body": [[f"{n + 1}月", n * n] for n in range(count)],
        "intervals": charts.intervals([(label, 70 + n, 76 + n, 80 + n) for n, label in enumerate(labels)], 0, 100),
        "dots": charts.dots(
            [(label, [(70, True), (80, False), (80, False), (95, True)], 80) for label in labels], 0, 100
        ),
    }


def make_sample(word: str = "苗圃", count: int = 3) -> Thing:
    """Everything that the gallery draws, ``count`` of each and ``word`` wherever people may write."""
    scheme = make_scheme(word, count)
    return Thing(
        word=word, sentence=f"{word}。", instant="2026年11月22日 周日 09:30", tones=TONES[1:5],
        crumbs=[(word, "/"), (word, None)][: count + 1], tabs=[(word, "#", n == 0, n or None) for n in range(count)],
        steps=[(f"{word} {n}", "#" if n == 0 else None) for n in range(max(2, count))],
        tiles=[(word, "12", "/" if n else None, word if n else None) for n in range(count)],
        tasks=[
            Thing(title=word, href="#", verb=word, note=word if n else None, since="11月21日 09:00",
                  due="11月22日 17:00" if n else None, left="还剩 7 小时" if n else None, is_late=n == 1)
            for n in range(count)
        ],
        listing=make_listing(word, count), form=make_form(word, count),
        states=[Thing(label=word, tone=tone) for tone in TONES[: count * 3]],
        choices=[
            Thing(verb=f"v{n}", label=word, is_allowed=n != 2, refusal=word if n == 2 else None, asks_reason=n == 1,
                  is_primary=n == 0, is_danger=n == 3, href="/x" if n == 4 else None)
            for n in range(count * 2)
        ],
        facts=[(word, word), (word, None), (word, "")][:count],
        documents=[Thing(title=word, href="#", note="PDF · 182 kB")] * count,
        attachments=[
            Thing(name=f"{word}{n}", href="#", note=word, remove_href="/x" if n else None) for n in range(count)
        ],
        timeline=[
            {"at": "2026年11月22日 周日 09:30", "ago": "1 小时前", "who": word, "on_behalf_of": word if n else None,
             "what": word, "reason": word if n else None, "tone": TONES[n],
             "changes": [(word, None, word)] if n else []}
            for n in range(count)
        ],
        scheme=scheme, marks={"G0A": "10.5", "G0B": "2.5"}, mark_errors={"G0A": word, "G0B": word} if count else {},
        columns=[Thing(label=word, marks={"G0A": 10.5}, totals={"G0": 13}, total=13)] * count,
        **make_charts(word, count),
    )  # fmt: skip


def make_context(**changed: Any) -> dict[str, Any]:
    """What every template gets."""
    items = [
        {"label": "待办", "href": "/desk", "is_current": False, "count": 7},
        {"label": "社区社会组织", "href": "/groups", "is_current": True, "count": None},
    ]
    base = {
        "_": str, "lang": "zh_CN", "large_print": False,
        "actor": Thing(name="王敏", is_signed_in=True, is_rehearsing=False),
        "nav": [{"label": "工作台", "items": items}], "flash": [("green", "已保存。"), ("red", "没有存上。")],
        "path": "/groups", "query_string": "q=a&b=c", "asset": lambda name: f"/static/{name}",
        "server_now": "2026年11月22日 周日 09:30", "site_name": "苗圃", "area_name": "梧桐街道",
        "role_label": "街道经办",
        "layout": "_layouts/centre.html",
    }  # fmt: skip
    return base | changed
