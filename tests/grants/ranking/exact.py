"""The ranking once more, in fractions and by other ways than the product's: what the tests hold it against.

Severity is found by Gauss-Jordan on the full normal equations of merits *and* severities, means by explicit sums.
"""

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
