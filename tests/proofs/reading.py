"""Reading all of the site as somebody: every declared GET route on known records, and the words in its answers."""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

import openpyxl
import pypdf

import portal.app
from core.nouns import NOUNS
from core.replies import PDF, XLSX, ZIP
from core.web import ROUTES, Route
from tests.proofs.line import Answer, Line

portal.app.handlers()
# Routes whose first part is not the plural of the noun whose number they carry.
NUMBERED_BY = {
    "dossiers": "groups",
    "calls": "contests",
    "notice-desk": "notices",
    "notices": "notices",
    "judging": "panel-seats",
    "files": "attachment",
    "documents": "issued_document",
}
# Words that no number stands for.
WORDS = {"chain": ["990105"], "plural": ["talents"], "name": ["app.css"]}
CHANGES_NOTHING_TO_READ = ("/static/", "/link/", "/health")

Ids = Mapping[str, Iterable[int]]


def segment_of(path: str) -> str:
    """The part of an address that says which kind of record it is about."""
    parts = path.removeprefix("/api/v1").strip("/").split("/")
    return NUMBERED_BY.get(parts[0], parts[0])


def addresses(route: Route, ids: Ids, most: int = 10**6) -> list[str]:
    """This route for each known record, with every verb that asks for a form."""
    names = re.findall(r"\{(\w+):\w+\}", route.path)
    found = [re.sub(r":\w+\}", "}", route.path)]
    for name in names:
        values = [str(value) for value in _values(route, name, ids)][:most]
        found = [path.replace("{" + name + "}", value) for path in found for value in values]
    return found


def _values(route: Route, name: str, ids: Ids) -> Iterable[object]:
    segment = segment_of(route.path)
    if name == "verb":
        noun = next((noun for noun in NOUNS.values() if noun.plural == segment), None)
        return [verb for verb, move in noun.moves.items() if move.form] if noun else []
    if name in WORDS:
        return WORDS[name]
    if name == "number":
        return [1]
    return sorted(ids.get(segment, ())) if route.path.count("{" + name + ":int") else []


def reads(routes: Iterable[Route] = ROUTES) -> list[Route]:
    return [r for r in routes if r.method == "GET" and not r.path.startswith(CHANGES_NOTHING_TO_READ)]


def everything(line: Line, ids: Ids, word: str = "", most: int = 10**6) -> Iterator[tuple[str, Answer]]:
    """Every page, list, partial, export, document and API answer that this person gets, lists searched for a word."""
    for route in reads():
        for path in addresses(route, ids, most):
            yield path, line.get(path)
            if word and "{" not in route.path:
                asked = f"{path}?q={word}"
                yield asked, line.get(asked)


def words_in(answer: Answer) -> str:
    """The text of an answer, of whatever kind it is."""
    return text_of(answer.kind, answer.body)


def text_of(kind: str, content: bytes) -> str:
    if kind == PDF:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    if kind == XLSX:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(content), data_only=False)
        return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
    if kind == ZIP:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "\n".join([name + text_of(_kind_of(name), archive.read(name)) for name in archive.namelist()])
    return content.decode("utf-8", errors="replace")


def _kind_of(name: str) -> str:
    return {"pdf": PDF, "xlsx": XLSX, "zip": ZIP}.get(name.rpartition(".")[2], "")
