"""Every noun has its list, its record, and whatever else its declaration promises, in the API."""

from core.nouns import NOUNS
from core.web import ROUTES
from portal.app import handlers


def test_each_noun_is_whole_in_the_api():
    handlers()
    have = {(route.method, route.path) for route in ROUTES}
    missing = []
    for noun in NOUNS.values():
        base, one = f"/api/v1/{noun.plural}", f"/api/v1/{noun.plural}/{{row_id:int}}"
        wanted = {("GET", base), ("GET", one)}
        wanted |= {("POST", base)} if noun.add else set()
        wanted |= {("POST", one)} if noun.edit else set()
        wanted |= {("POST", f"{one}/moves")} if noun.workflow else set()
        missing += sorted(wanted - have)
    assert missing == []
