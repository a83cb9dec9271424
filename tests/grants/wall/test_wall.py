"""The wall: what everybody may see and no more, places revealed from the last one up, and an end not held up."""

import re
import time
import urllib.request

import pytest
from sqlmodel import Session, select

from core.access import Actor, shadow_of
from core.errors import Forbidden, Refused, WrongState
from grants.judging import actions as judging_actions
from grants.judging.forms import BallotForm
from grants.panels.models import Panel
from grants.roadshow.models import Roadshow
from grants.wall import actions
from grants.wall.rules import revealed
from tests.grants.hosting.show import tell
from tests.proofs.server import Server


@pytest.fixture
def engine():
    return "sqlite"


def on_stage(made):
    made.ready()
    made.next()
    made.mark_show(0, made.place_of(made.items()[0]), 77)


def opened(made):
    made.ready()
    made.score_all([50, 80, 82, 84, 99], [81, 81, 81, 81, 81])
    made.run_all([60, 70, 71, 72, 95], [88, 86, 84, 82, 80]).close()


def test_places_are_revealed_from_the_last_one_up():
    places = ["一", "二", "三"]
    assert [revealed(places, shown) for shown in range(5)] == [[], ["三"], ["二", "三"], places, places]


def test_the_wall_tells_everybody_what_runs_and_nobody_a_mark(database, browser, as_):
    made = tell(database, on_stage)
    page = browser().get(f"/wall/{made.roadshow.code}")
    titles = [p.title for p in made.proposals]
    assert page.status_code == 200 and all(title in page.text for title in titles)
    assert "1 / 5" in page.text and 'data-talk="300"' in page.text and 'http-equiv="refresh"' in page.text
    main = page.text.split("<main")[1]
    hidden = ["周小满", "银杏里助老队", "银杏里编织队", *(p.number for p in made.proposals)]
    assert not [word for word in hidden if word in main]
    assert "77" not in re.findall(r"\d+", re.sub(r"<[^>]*>", " ", main))  # codes and instants hold any digits
    judge = as_(made.judges[1])
    assert judge.get(f"/wall/{made.roadshow.code}").headers["location"] == f"/judging/{made.seats[1].id}/roadshow"
    assert judge.get(f"/wall/{made.roadshow.code}/stream").status_code == 403
    assert browser().get("/wall/AAAABBBBCCCC").status_code == browser().get("/wall/x/stream").status_code == 404


def test_the_wall_of_a_rehearsal_says_so_over_everything(database, browser):
    made, mark = tell(database, on_stage), "试运行 · 无效"
    assert mark not in browser().get(f"/wall/{made.roadshow.code}").text
    with database.writing() as session:
        show = session.get_one(Roadshow, made.roadshow.id)
        show.area_code = shadow_of(show.area_code, 0)
        session.add(show)
    page = browser().get(f"/wall/{made.roadshow.code}").text
    assert mark in page.split("<main")[1] and f"<title>{mark}" in page


def test_the_host_reveals_place_after_place_where_the_method_says_so(database, browser, as_):
    made = tell(database, opened, shows_board=True, trim_drop=1, trim_from=5)
    centre, wall = as_(made.centre), f"/wall/{made.roadshow.code}"
    assert "名次即将揭晓" in browser().get(wall).text
    place = f"/roadshows/{made.roadshow.id}"
    assert "已揭晓 0 名，共 2 名" in centre.get(place).text
    with database.reading() as session:
        version = session.get_one(Roadshow, made.roadshow.id).version
    assert centre.post(f"{place}/reveal", {"version": str(version)}).status_code == 303
    last = browser().get(wall).text
    assert made.proposals[0].title in last and made.proposals[1].title not in last
    assert "<del>50.00</del>" in last and "<del>95.00</del>" in last and "<span>71.00</span>" in last
    with database.writing() as session:
        roadshow = session.exec(select(Roadshow)).one()
        assert roadshow.shown == 1
        actions.reveal_next(session, made.centre, roadshow, None)
        with pytest.raises(WrongState, match="都已揭晓"):
            actions.reveal_next(session, made.centre, roadshow, None)
        with pytest.raises(Forbidden):
            actions.reveal_next(session, made.judges[0], roadshow, None)
        offices = made.centre.grants + made.district.grants
        both = Actor(made.judges[0].account_id, made.judges[0].name, made.judges[0].grants + offices)
        ballot = BallotForm(numbers=" ".join(p.number for p in made.proposals), reason="评审组当场投票")
        for step in (
            lambda: actions.reveal_next(session, both, roadshow, None),
            lambda: judging_actions.record_ballot(session, both, session.get_one(Panel, made.panel.id), ballot),
        ):
            with pytest.raises(Refused, match="本评审组的评委不能办理"):
                step()
    assert made.proposals[1].title in browser().get(wall).text


def test_without_the_rule_nothing_is_published(database, browser, as_):
    made = tell(database, opened)
    with database.writing() as session, pytest.raises(WrongState, match="不公布得分"):
        actions.reveal_next(session, made.centre, session.exec(select(Roadshow)).one(), None)
    assert "揭晓" not in browser().get(f"/wall/{made.roadshow.code}").text.split("<main")[1]
    assert "揭晓下一名" not in as_(made.centre).get(f"/roadshows/{made.roadshow.id}").text


def test_an_open_stream_is_told_of_a_change_and_does_not_hold_up_the_end(database, tmp_path):
    made = tell(database, on_stage)
    with Server(database.url, tmp_path / "var") as server:
        address = f"{server.address}/wall/{made.roadshow.code}/stream"
        with urllib.request.urlopen(address, timeout=20) as stream:  # noqa: S310 (our own address)
            assert "1 / 5" in _event(stream)
            with database.writing() as session:
                made.session, made.roadshow = session, _again(session)
                made.mark_show(1, made.place_of(made.items()[0]), 66)
            assert "2 / 5" in _event(stream)
            began = time.monotonic()
            assert server.stop() == 0
            assert stream.read() == b"" and time.monotonic() - began < 8


def _again(session: Session) -> Roadshow:
    return session.exec(select(Roadshow)).one()


def _event(stream) -> str:
    lines = []
    while line := stream.readline().decode().rstrip("\n"):
        lines.append(line)
    return "\n".join(lines)
