"""Money: what may be typed, what is shown, and shares that lose no fen."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, ValidationError

from core.money import (
    NotMoney,
    ShownYuan,
    Yuan,
    format_yuan,
    parse_yuan,
    plain_yuan,
    share_of,
    split,
    yuan_in_capitals,
)

FEN = st.integers(0, 10**13 - 1)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("0", 0), ("5000", 500_000), (" 12,000.50 ", 1_200_050), ("0.05", 5), ("3.5", 350), ("1,234,567", 123_456_700)],
)
def test_amounts_that_are_understood(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写金额。"),
        ("-5", "金额不能为负数。"),
        ("１２０", "金额请用半角数字填写，例如 12000.50。"),
        ("1，000", "金额请用半角数字填写，例如 12000.50。"),
        ("1.005", "金额最多保留两位小数。"),
        ("99999999999999", "金额过大，请核对。"),
        ("9" * 400, "金额过大，请核对。"),
        *((text, "请填写数字金额，例如 12000.50。") for text in (
            "NaN", "inf", "1e400", "1e3", "1,00", "1,2345", ".5", "5.", "+5", "五千", "5 000", "0x10", "1_000", "٣",
        )),
    ],
)  # fmt: skip
def test_amounts_that_are_refused(text, sentence):
    with pytest.raises(NotMoney) as refusal:
        parse_yuan(text)
    assert str(refusal.value) == sentence


def test_a_correction_may_be_negative():
    assert parse_yuan("-12.50", allow_negative=True) == -1250
    assert format_yuan(-1250) == "-12.50"


@given(FEN)
def test_what_is_shown_can_be_typed(fen):
    assert parse_yuan(format_yuan(fen)) == parse_yuan(plain_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        (1_200_000, "壹万贰仟元整"),
        (5, "伍分"),
        (10_005, "壹佰元零伍分"),
        (1_050, "壹拾元伍角"),
        (0, "零元整"),
        (-500, "负伍元整"),
        (10**13 - 1, "玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals(fen, capitals):
    assert yuan_in_capitals(fen) == capitals


@given(FEN, st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_shares_add_up_and_are_fair(total, weights):
    parts = split(total, weights)
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    assert sum(parts) == total
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


def test_left_over_fen_go_to_the_largest_remainder_then_to_the_earlier():
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(101, [1, 2]) == [34, 67]
    assert split(1_000_001, [50, 40, 10]) == [500_001, 400_000, 100_000]


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [0, 0]), (1, [2, -1])])
def test_shares_that_make_no_sense(total, weights):
    with pytest.raises(ValueError, match="cannot share"):
        split(total, weights)


def test_a_ceiling_is_cut_and_never_rounded_up():
    assert share_of(999, 10) == 99
    assert share_of(1_500_000, Decimal("7.5")) == 112_500


class Budget(BaseModel):
    asked_fen: Yuan = Field(gt=0)
    granted_fen: ShownYuan = 0


@pytest.mark.parametrize(
    ("sent", "fen"), [("5000.00", 500_000), (5000, 500_000), (0.29, 29), (5000.5, 500_050), (Decimal("7.10"), 710)]
)
def test_a_form_takes_yuan(sent, fen):
    assert Budget(asked_fen=sent).asked_fen == fen


def test_json_speaks_yuan_both_ways():
    budget = Budget(asked_fen="12,000.5", granted_fen=1_200_050)
    assert budget.model_dump() == {"asked_fen": 1_200_050, "granted_fen": 1_200_050}
    assert budget.model_dump(mode="json") == {"asked_fen": "12000.50", "granted_fen": "12000.50"}


@pytest.mark.parametrize(
    "sent", [0, -1, "0", 0.001, 1e400, float("nan"), True, None, [], 10**30, 1e22, "1e3", Decimal("Infinity")]
)
def test_a_form_refuses_the_rest(sent):
    with pytest.raises(ValidationError):
        Budget(asked_fen=sent)


def test_a_number_of_five_thousand_digits_is_refused_and_not_printed():
    with pytest.raises(ValidationError):
        Budget(asked_fen=10**5000)
