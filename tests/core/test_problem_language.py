"""A program reads refusals in the language that it asks for; without asking, in its owner's."""

import pytest

from core.permissions import Role


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ({}, "没有找到这条记录，它可能不存在，或不在您的查看范围内。"),
        ({"Accept-Language": "zh-CN,zh;q=0.9"}, "没有找到这条记录，它可能不存在，或不在您的查看范围内。"),
        ({"Accept-Language": "fr-FR"}, "没有找到这条记录，它可能不存在，或不在您的查看范围内。"),
        ({"Accept-Language": "en-GB,en;q=0.9"}, "The record was not found."),
    ],
)
def test_the_detail_is_in_the_language_asked_for(browser, asked, detail):
    answer = browser(Role.CENTRE).get("/api/v1/needs/999", headers=asked)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert detail in answer.json()["detail"]


def test_problems_of_fields_too(browser):
    answer = browser(Role.CENTRE).http.post("/api/v1/needs", json={}, headers={"Accept-Language": "en"})
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (422, 422)
    assert problem["errors"]
    assert not [e for e in problem["errors"] if any("\u4e00" <= c <= "\u9fff" for c in e["sentence"])]


def test_nobody_signed_in(browser):
    answer = browser().get("/api/v1/needs", headers={"Accept-Language": "en"})
    assert answer.status_code == 401
    assert "sign in" in answer.json()["detail"].lower()
