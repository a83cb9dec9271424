"""Which new passwords are refused, and that people are told why."""

import pytest
from zxcvbn.matching import RANKED_DICTIONARIES

from core.accounts.rules import PASSWORD_LENGTH, hash_password, password_problem
from tests import factories


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "Password123",
        "1qaz2wsx3edc",
        "qwertyuiop[]",
        "aaaaaaaaaaaaaa",
        "abcabcabcabc",
        "13812345678",
        "miaopu2026",
    ],
)
def test_what_is_easily_guessed_is_refused(password):
    assert "太容易被猜到" in (password_problem(password, "周小满") or "")


def test_what_leaked_elsewhere_is_refused():
    """The commonest passwords of past leaks that are long enough to be one here."""
    leaked = [word for word in RANKED_DICTIONARIES["passwords"] if len(word) >= PASSWORD_LENGTH]
    assert len(leaked) > 100
    assert [word for word in leaked if password_problem(word, "周小满") is None] == []


def test_the_own_name_is_no_password():
    assert password_problem("周小满和她的小树苗们", "周小满")


@pytest.mark.parametrize("password", ["zhouxiaoman1", "yunxiqu2026", "yinxingli88", "fuhua12345", "weichuangtou1"])
def test_what_everybody_here_would_try_first_is_no_password(password):
    assert "太容易被猜到" in (password_problem(password, "周小满", ["云溪区", "银杏里社区"]) or "")


@pytest.mark.parametrize(
    "password", ["春天种下的第一棵小树苗", "correct horse battery", "Zx0vT7mWc2", "字" * 3 + "今天天气真好啊" + "!"]
)
def test_what_only_its_owner_knows_passes(password):
    assert password_problem(password, "周小满") is None


@pytest.mark.parametrize(("password", "sentence"), [("短密码", "至少 10 位"), ("长" * 129, "最多 128 位")])
def test_length(password, sentence):
    assert sentence in (password_problem(password, "周小满") or "")


def test_the_sentence_stands_beside_the_field(browser, database):
    with database.writing() as session:
        account = factories.make_account(session, factories.Role.COMMUNITY, factories.COMMUNITY_A)
        account.password_hash = hash_password("春天种下的第一棵小树苗")
        session.add(account)
    for password in ("1234567890", "yinxingli2026"):  # the second is the pinyin of the community
        sent = {"current": "春天种下的第一棵小树苗", "password": password}
        answer = browser(account=account).post("/account/password", sent)
        assert answer.status_code == 422 and 'id="f-password-error"' in answer.text and "太容易被猜到" in answer.text
