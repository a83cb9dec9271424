"""Check a decision file without the system it came from: python check.py FILE [ROUND_SHA256].

Every part has the hash that the manifest names and nothing else lies in the ZIP; the papers are those that the decision
lists; whoever is on the list stands in the last ranking, above the line; and the ranking follows from the sheets, which
the script beside it replays (../judging/replay.py).
"""

import hashlib
import json
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "judging"))
import replay


def problems(parts, digest=None):
    """Everything that does not hold in {name: bytes}, each as a sentence."""
    found, manifest = [], json.loads(parts.get("manifest.json", b"{}"))
    for name in sorted((parts.keys() - {"manifest.json"}) ^ manifest.keys()):
        found.append(f"{name} is not what the manifest names")
    for name in sorted(parts.keys() & manifest.keys()):
        if hashlib.sha256(parts[name]).hexdigest() != manifest[name]:
            found.append(f"{name} was changed")
    if found:
        return found
    decision, facts = json.loads(parts["decision.json"]), json.loads(parts["round.json"])
    found += replay.differences(facts, digest)
    listed = {f"文书/{d['number']}-第{d['version']}版.pdf": d["sha256"] for d in decision["documents"]}
    for name in sorted(name for name in parts if name.startswith("文书/")):
        if listed.get(name) != hashlib.sha256(parts[name]).hexdigest():
            found.append(f"{name} is not a paper that the decision lists")
    return found + [f"proposal {number} is on the list, but not above the line" for number in unearned(decision, facts)]


def unearned(decision, facts):
    """Proposals that were given money and do not stand above the line in the last ranking."""
    last = max(facts["runs"], key=lambda run: run["run"], default={"places": []})
    above = {place["proposal"] for place in last["places"] if place["is_above_line"]}
    return sorted({award["proposal"] for award in decision["awards"]} - above)


def read(path):
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


if __name__ == "__main__":
    wrong = problems(read(sys.argv[1]), *sys.argv[2:3])
    print("\n".join(wrong) or "the decision follows from the file")
    sys.exit(bool(wrong))
