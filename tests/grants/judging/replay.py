"""Replays an exported round: ``python replay.py round.zip [digest]`` opens the commitments and computes all runs again.

Standard library only, and nothing of the product: severity is found by Gauss-Jordan on the full normal equations of
merits *and* severities, means by explicit sums, all in fractions. The digest is the one printed on the summary.
"""

import hashlib
import json
import sys
import zipfile
from fractions import Fraction


def solve(left, right):
    """Gauss-Jordan with row exchange."""
    rows = [[*line, value] for line, value in zip(left, right, strict=True)]
    for step in range(len(rows)):
        at = next(n for n in range(step, len(rows)) if rows[n][step])
        rows[step], rows[at] = rows[at], rows[step]
        rows[step] = [value / rows[step][step] for value in rows[step]]
        for n, line in enumerate(rows):
            if n != step and line[step]:
                rows[n] = [a - line[step] * b for a, b in zip(line, rows[step], strict=True)]
    return [line[-1] for line in rows]


def severity(cells, shrink):
    """Judge → severity, from ``{(proposal, judge): points}``: all unknowns at once, merits first."""
    proposals, judges = sorted({p for p, _j in cells}), sorted({j for _p, j in cells})
    size = len(proposals) + len(judges)
    left, right = [[Fraction(0)] * size for _ in range(size)], [Fraction(0)] * size
    for (proposal, judge), points in cells.items():
        a, b = proposals.index(proposal), len(proposals) + judges.index(judge)
        for one in (a, b):
            right[one] += Fraction(points)
            for other in (a, b):
                left[one][other] += 1
    for n in range(len(proposals), size):
        left[n][n] += Fraction(shrink)
    return dict(zip(judges, solve(left, right)[len(proposals) :], strict=True)) if cells else {}


def trimmed(values, rules):
    kept = sorted(Fraction(value) for value in values)
    if len(kept) >= rules["trim_from"] and rules["trim_drop"]:
        kept = kept[rules["trim_drop"] : -rules["trim_drop"]]
    return sum(kept, Fraction(0)) / len(kept) if kept else None


def half_up(value, places):
    """Rounded to so many places; points of these rounds may be below zero after a correction."""
    scaled = abs(value) * 10**places
    whole = int(scaled) + (scaled - int(scaled) >= Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**places)


def stage(sheets, rules):
    """Proposal → (score, score without correction) from ``{proposal: [(judge, {criterion: points})]}``."""
    if rules["basis"] == "CRITERION":
        codes = sorted({code for rows in sheets.values() for _judge, marks in rows for code in marks})
        points = [lambda marks, code=code: marks.get(code) for code in codes]
    else:
        points = [lambda marks: sum(marks.values())]
    found = {proposal: [Fraction(0), Fraction(0)] if rows else [None, None] for proposal, rows in sheets.items()}
    for part in points:
        cells = {(p, j): part(m) for p, rows in sheets.items() for j, m in rows if part(m) is not None}
        minus = severity(cells, rules["shrink"]) if rules["corrects_severity"] else {}
        for proposal, rows in sheets.items():
            mine = [(j, Fraction(cells[proposal, j])) for j, _m in rows if (proposal, j) in cells]
            if mine:
                found[proposal][0] += trimmed([y - minus.get(j, 0) for j, y in mine], rules)
                found[proposal][1] += trimmed([y for _j, y in mine], rules)
    return found


def ranking(entries, rules, ballot):
    """[(proposal, score, raw, is above the line)], best first.

    ``entries``: dictionaries with proposal, number, asked, sheets, shows, votes, raised.
    """
    documents = stage({e["proposal"]: e["sheets"] for e in entries}, rules)
    shows = stage({e["proposal"]: e["shows"] for e in entries}, rules) if rules["roadshow_percent"] else {}
    most = max((e["votes"] for e in entries), default=0)
    rows = []
    for e in entries:
        number, scores = e["proposal"], []
        for which in (0, 1):
            whole = Fraction(0)
            for percent, found in ((rules["document_percent"], documents), (rules["roadshow_percent"], shows)):
                if percent and whole is not None:
                    value = found[number][which]
                    whole = None if value is None else whole + value * percent / 100
            if whole is not None:
                whole += Fraction(rules["vote_cap"]) * Fraction(e["votes"], most) if most else 0
                full = Fraction(e["asked"]) * rules["raise_full_percent"] / 100
                whole += Fraction(rules["raise_cap"]) * min(Fraction(1), Fraction(e["raised"]) / full) if full else 0
            scores.append(None if whole is None else half_up(whole, rules["places"]))
        rows.append((_place(e, scores[0], rules, ballot), number, *scores))
    return [
        (n, score, raw, score is not None and score >= Fraction(rules["pass_line"]))
        for _k, n, score, raw in sorted(rows)
    ]


def _place(e, score, rules, ballot):
    key = [score is None, -(score or 0)]
    for code in rules["tie_break"]:
        if code == "LOWER_REQUEST":
            key.append(e["asked"])
        elif code == "BALLOT":
            key.append(ballot.index(e["proposal"]) if e["proposal"] in ballot else len(ballot))
        else:
            found = trimmed([marks[code] for _judge, marks in e["sheets"] if code in marks], rules)
            key.append(-half_up(found or Fraction(0), rules["places"]))
    return (*key, e["number"])


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sheets_of(facts, run, stage):
    """Proposal → its sheets of a stage in this run: opened, by judges who still sit, without conflict."""
    out, conflicts = set(run["excluded"]), {tuple(pair) for pair in run["conflicts"]}
    found = {proposal["proposal"]: [] for proposal in facts["proposals"]}
    for sheet in facts["sheets"]:
        seat, marks = sheet["seat"], sheet["content"]["marks"]
        if sheet["stage"] == stage and seat not in out and (seat, sheet["proposal"]) not in conflicts:
            groups = {g["code"]: sum(Fraction(marks[leaf]) for leaf in g["leaves"]) for g in facts["rubrics"][stage]}
            found[sheet["proposal"]].append((seat, groups))
    return found


def told(place):
    """A stored place as the computation gives it."""
    as_fraction = lambda text: None if text is None else Fraction(text)  # noqa: E731
    return (place["proposal"], as_fraction(place["score"]), as_fraction(place["raw"]), place["is_above_line"])


def differences(facts, digest=None):
    """Everything in the file that does not follow from the rest of it, each as a sentence."""
    found = []
    if digest and hashlib.sha256(canonical(facts)).hexdigest() != digest:
        found.append("the file is not the one whose digest was given")
    for sheet in facts["sheets"]:
        if hashlib.sha256(canonical(sheet["content"])).hexdigest() != sheet["commitment"]:
            found.append(f"sheet of seat {sheet['seat']} on proposal {sheet['proposal']} is not what was committed")
    bonuses = {row["proposal"]: row for row in facts["bonuses"]}
    for run in facts["runs"]:
        sheets, shows, entries = sheets_of(facts, run, "DOCUMENT"), sheets_of(facts, run, "ROADSHOW"), []
        for one in facts["proposals"]:
            bonus = bonuses.get(one["proposal"], {"votes": 0, "raised_fen": 0})
            entries.append(
                {"proposal": one["proposal"], "number": one["number"], "asked": one["asked_fen"]}
                | {"sheets": sheets[one["proposal"]], "shows": shows[one["proposal"]]}
                | {"votes": bonus["votes"], "raised": bonus["raised_fen"]}
            )
        places = sorted(run["places"], key=lambda place: place["rank"])
        if [told(place) for place in places] != ranking(entries, run["rules"], run["ballot"]):
            found.append(f"run {run['run']} does not follow from the sheets and the rules")
    return found


def read(path):
    if path.endswith(".zip"):
        with zipfile.ZipFile(path) as bundle:
            return json.loads(bundle.read("round.json"))
    with open(path, encoding="utf-8") as file:
        return json.load(file)


if __name__ == "__main__":
    wrong = differences(read(sys.argv[1]), *sys.argv[2:3])
    print("\n".join(wrong) or "the ranking follows from the file, to the last digit")
    sys.exit(bool(wrong))
