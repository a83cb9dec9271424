"""The forms that editions start from: changed by a district's administrator and by nobody else."""

from core import codelists
from core.permissions import Role
from grants.presets.rules import asking, offered
from grants.proposals.forms import fixed_parts
from grants.questions.models import FormVersion
from grants.questions.rules import INDISPENSABLE, problems, questions_of, read
from tests.factories import COMMUNITY_A

PRESETS = [read(one) for one in codelists.shipped()["form_presets"]]
ONE_PAGE, SHORT, FULL = PRESETS


def keys(form):
    return [one.key for one in questions_of(form)]


def test_what_is_asked_is_chosen_and_what_money_needs_always_stays():
    bare = asking(ONE_PAGE, PRESETS, [])
    assert set(keys(bare)) == set(INDISPENSABLE) and problems(bare, fixed_parts()) == []
    more = asking(SHORT, PRESETS, [one.key for one in offered(SHORT, PRESETS)])
    assert set(keys(more)) == set(keys(FULL)) and problems(more, fixed_parts()) == [] and len(more.sections) == 6
    same = asking(FULL, PRESETS, [key for key in keys(FULL) if key not in INDISPENSABLE])
    assert same == FULL and keys(ONE_PAGE) == keys(read(codelists.shipped()["form_presets"][0]))


def test_a_district_changes_them_as_a_version_and_two_tabs_do_not_overwrite(browser, database):
    admin, path = browser(Role.ADMIN), "/form-presets/ONE_PAGE"
    assert "系统自带" in admin.get("/form-presets").text and "5,000.00" in admin.get("/form-presets").text
    typed = {"title": "一页纸", "up_to_fen": "3000", "asks": ["summary", "plan"], "version": "0"}
    wrong = admin.post(path, typed | {"up_to_fen": "30000"})
    assert wrong.status_code == 422 and "金额上限不能一样" in wrong.text and "一页纸" in wrong.text
    assert admin.post(path, typed | {"asks": ["summary", "salary"]}).status_code == 422
    assert admin.post(path, typed).status_code == 303
    assert admin.post(path, typed | {"title": "又一页", "version": "1"}).status_code == 303
    assert admin.post(path, typed | {"title": "别的", "version": "1"}).status_code == 409
    page = admin.get("/form-presets").text
    assert "又一页" in page and "本区第 2 版" in page and "3,000.00" in page
    [one, *rest] = admin.get("/api/v1/form-presets").json()["items"]
    assert (one["up_to_fen"], one["asks"], one["version"], len(rest)) == (300_000, ["summary", "plan"], 2, 2)
    sent = admin.post("/api/v1/form-presets/SHORT", json={"title": "简表", "up_to_fen": "20000", "asks": []})
    assert (
        sent.status_code == 200 and sent.json()["version"] == 3 and admin.get("/form-presets/NONE").status_code == 404
    )
    for role, area in ((Role.CENTRE, "990105000000"), (Role.COMMUNITY, COMMUNITY_A)):
        other = browser(role, area)
        assert other.get(path).status_code == other.post(path, typed).status_code == 403
    with database.reading() as session:
        assert session.get(FormVersion, 1) is None
