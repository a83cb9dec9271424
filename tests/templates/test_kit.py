"""The interface kit: every macro with nothing, one and many, with hostile text and long words, in every shell."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateRuntimeError

from tests.templates import sample as kit

ROOT = Path(__file__).parents[2]
SHELLS = ("centre", "applicant", "judge", "public", "print")
VOID = {"input", "img", "meta", "link", "br", "hr"}
TARGET = {"rect", "path", "line", "circle", "polygon", "polyline"}


@pytest.fixture(scope="module")
def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Page(HTMLParser):
    """Reads a page strictly: what opens must close, ids are unique, nothing inline."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.refs: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        self.problems += [f"never closed: {tag}" for tag in self.open]
        self.problems += [f"id twice: {name}" for name in {i for i in self.ids if self.ids.count(i) > 1}]
        self.problems += [f"refers to nothing: {name}" for name in set(self.refs) - set(self.ids)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if len(values) != len(attrs):
            self.problems.append(f"attribute twice: {self.get_starttag_text()}")
        self.problems += [f"inline {name} on {tag}" for name in values if name == "style" or name.startswith("on")]
        if tag in ("script", "style") and not values.get("src"):
            self.problems.append(f"inline {tag}")
        if tag in ("p", "a", "form", "label", "button") and tag in self.open:
            self.problems.append(f"{tag} inside {tag}: {self.get_starttag_text()}")
        if tag in ("div", "ul", "ol", "dl", "table", "form", "fieldset", "h1", "h2") and "p" in self.open:
            self.problems.append(f"{tag} inside p")
        if values.get("id"):
            self.ids.append(str(values["id"]))
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.refs += str(values.get(name) or "").split()
        if tag not in VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TARGET:
            self.problems.append(f"closed at once: {tag}")
        self.problems += [f"inline {name} on {tag}" for name, _ in attrs if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def gallery(environment: Environment, word: str, count: int, **changed: object) -> str:
    context = kit.make_context(sample=kit.make_sample(word, count), **changed)
    return environment.get_template("_layouts/gallery.html").render(context)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("count", [0, 1, 4])
@pytest.mark.parametrize("word", ["苗圃", kit.HOSTILE, kit.LONG], ids=["plain", "hostile", "long"])
def test_gallery_is_well_formed(environment: Environment, shell: str, count: int, word: str) -> None:
    html = gallery(environment, word, count, layout=f"_layouts/{shell}.html")
    assert Page(html).problems == []
    assert "alert(1)</script>" not in html.replace("&lt;/script&gt;", "")


def test_hostile_text_is_shown_as_typed(environment: Environment) -> None:
    html = gallery(environment, kit.HOSTILE, 3)
    assert "<script>alert" not in html
    assert "{{ 7 * 7 }}" in html
    assert all(tag != "script" or values.get("src") for tag, values in Page(html).tags)


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("large_print", [False, True])
def test_language_and_large_print(environment: Environment, lang: str, large_print: bool) -> None:
    html = gallery(environment, "苗圃", 2, lang=lang, large_print=large_print, _=lambda text: f"<{text}>")
    assert Page(html).problems == []
    assert f'<html lang="{lang.replace("_", "-")}"' in html
    assert ("large-print" in html.split("<head>")[0]) == large_print


def test_every_chinese_word_can_be_translated(environment: Environment) -> None:
    """With a catalogue that knows everything, no Chinese of the kit itself is left."""
    html = gallery(environment, "W", 2, lang="en", _=lambda text: re.sub(r"[\u3000-\u9fff\uff00-\uffef]+", "x", text))
    context = kit.make_context()
    known = {context["site_name"], context["area_name"], context["role_label"], context["actor"].name, "中文"}
    found = set(re.findall(r"[\u4e00-\u9fff]+", html))
    sample = set(re.findall(r"[\u4e00-\u9fff]+", (Path(__file__).with_name("sample.py")).read_text(encoding="utf-8")))
    assert found - sample - known == set()


def test_a_page_without_title_fails(environment: Environment) -> None:
    page = environment.from_string('{% extends "_layouts/centre.html" %}{% block content %}x{% endblock %}')
    with pytest.raises(TemplateRuntimeError, match="title"):
        page.render(kit.make_context())


@pytest.mark.parametrize("shell", SHELLS)
def test_a_page_without_content_fails(environment: Environment, shell: str) -> None:
    page = environment.from_string("{% extends '_layouts/" + shell + ".html' %}{% block title %}x{% endblock %}")
    with pytest.raises(TemplateRuntimeError, match="content"):
        page.render(kit.make_context())


@pytest.mark.parametrize("status", [401, 403, 404, 409, 418, 422, 500, 503])
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_refusal_says_that_nothing_was_lost(environment: Environment, status: int, is_signed_in: bool) -> None:
    context = kit.make_context(sentence="别人刚刚处理过。", error_status=status, nav=[])
    context["actor"].is_signed_in = is_signed_in
    html = environment.get_template("_errors/error.html").render(context)
    assert Page(html).problems == []
    assert "别人刚刚处理过。" in html and "没有任何内容丢失" in html and 'href="/"' in html


@pytest.mark.parametrize("name", ["sign_in", "set_password", "totp"])
def test_account_pages(environment: Environment, name: str) -> None:
    names = {"sign_in": "text", "password": "password", "code": "text", "next": "hidden", "sealed": "hidden"}
    form = kit.SampleForm([kit.make_field(n, widget, n) for n, widget in names.items()], [], False)
    context = kit.make_context(form=form, action="/x", secret="ABCD EFGH", uri="otpauth://totp/x", flash=[])
    assert Page(environment.get_template(f"core/accounts/{name}.html").render(context)).problems == []


def test_greyed_choice_says_why_and_has_no_form(environment: Environment) -> None:
    choice = kit.Thing(verb="v", label="通过", is_allowed=False, refusal="还差一份意见。", asks_reason=False,
                       is_primary=True, is_danger=False, href=None)  # fmt: skip
    source = '{% from "_macros/record.html" import buttons with context %}{{ buttons("/p/1", choices, 2, "k") }}'
    html = environment.from_string(source).render(kit.make_context(choices=[choice]))
    assert "还差一份意见。" in html and "<form" not in html


def test_one_primary_button(environment: Environment) -> None:
    make = lambda verb: kit.Thing(verb=verb, label=verb, is_allowed=True, refusal=None, asks_reason=False,  # noqa: E731
                                  is_primary=True, is_danger=False, href=None)  # fmt: skip
    source = '{% from "_macros/record.html" import buttons with context %}{{ buttons("/p/1", choices, 2, "k") }}'
    html = environment.from_string(source).render(kit.make_context(choices=[make("a"), make("b")]))
    assert html.count("primary") == 1


def test_scheme_form_keeps_what_was_typed(environment: Environment) -> None:
    html = gallery(environment, "苗圃", 1)
    assert re.search(r'id="mark-G0A"[^>]* value="10\.5"', html)
    assert re.search(r'name="mark-G0B" value="2\.5" data-mark checked', html)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colour_pairs() -> Iterator[tuple[str, str]]:
    css = (ROOT / "static/app.css").read_text(encoding="utf-8")
    token = dict(
        re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", css.split("/* ---------- elements")[0].split(".tone-grey")[0])
    )
    for ground in ("paper", "paper-2", "surface", "teal-wash"):
        yield from ((token[ink], token[ground]) for ink in ("ink", "muted", "teal-dark"))
    for ground in ("paper", "paper-2", "surface"):
        yield from ((token[ink], token[ground]) for ink in ("hot", "red"))
    yield from (("#FFFFFF", token[ground]) for ground in ("teal", "teal-dark", "teal-deep", "hot"))
    yield from ((ink, ground) for ground, ink in re.findall(r"--t-bg: (#[0-9A-F]{6}); --t-ink: (#[0-9A-F]{6})", css))
    for colour in re.findall(r"--c: (#[0-9A-F]{6})", css):
        yield from (
            (colour, token["paper"]),
            (colour, "#FFFFFF"),
            (colour, token["paper-2"]),
            (colour, token["teal-wash"]),
        )
    yield from ((colour, "#FFFFFF") for colour in re.findall(r"--s: (#[0-9A-F]{6})", css))


@pytest.mark.parametrize(("ink", "ground"), sorted(set(colour_pairs())))
def test_contrast(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_page_budget() -> None:
    """Own files of a first visit stay far below 250 kB; htmx adds 14 kB compressed."""
    assert sum((ROOT / "static" / name).stat().st_size for name in ("app.css", "app.js", "favicon.svg")) < 60_000
