"""What the API's own document allows, and what it forbids: no answer is the server's fault."""

import os
from collections import Counter
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings, strategies
from litestar.testing import TestClient
from schemathesis import GenerationMode

from core.nouns import NOUNS
from portal.app import handlers
from portal.system.queries import openapi
from tests.proofs.figures import figure

pytestmark = pytest.mark.xdist_group("input")

handlers()
# Of each operation, half of them as the document says and half against it. A thousand would take the hour of
# ./dev prove twice over: CASES=1000 ./dev prove -k api_document asks them by themselves.
CASES = int(os.environ.get("CASES", figure(4, 60)))
SAME = {"Sec-Fetch-Site": "same-origin"}
Operation = schemathesis.schemas.APIOperation


def operations() -> Iterator[Operation]:
    for result in schemathesis.openapi.from_dict(openapi("http://district.test")).get_all_operations():
        yield result.ok()


def faults_of(client: TestClient, operation: Operation, answers: Counter[int]) -> list[str]:
    """The calls of this operation that were answered by a fault of the server; all answers are counted."""
    faults = []

    @settings(
        max_examples=max(CASES // 2, 1),
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=strategies.data())
    def ask(data: strategies.DataObject) -> None:
        for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
            case = data.draw(operation.as_strategy(generation_mode=mode))
            if case.path_parameters and mode == GenerationMode.POSITIVE:
                case.path_parameters["row_id"] = data.draw(strategies.integers(1, 12))  # records that are there
            asked = case.as_transport_kwargs(base_url="http://testserver")
            sent = {"json": asked["json"]} if "json" in asked else {"content": asked.get("data")}
            headers = SAME | ({"Content-Type": "application/json"} if case.method == "POST" else {})
            answer = client.request(case.method, case.formatted_path, headers=headers, params=case.query, **sent)
            answers[answer.status_code] += 1
            if answer.status_code >= 500:
                faults.append(f"{answer.status_code} {case.method} {case.formatted_path[:90]} {str(sent)[:200]}")

    ask()
    return faults


def test_no_operation_falls_over(client: TestClient) -> None:
    answers: Counter[int] = Counter()
    known = list(operations())
    assert len(known) > 150
    assert [fault for operation in known for fault in faults_of(client, operation, answers)] == []
    assert sum(answers.values()) >= CASES * len(known) * 0.9
    assert answers[200] > 50 and answers[400] + answers[404] + answers[422] > 100, answers


def test_an_operation_that_falls_over_is_found(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """Self-check: the same calls find a handler that trusts its number."""
    broken = next(one for one in operations() if one.label == "GET /api/v1/groups/{row_id}")
    before = NOUNS["community_group"]._one
    NOUNS["community_group"]._one = lambda actor: 1 / 0
    try:
        assert faults_of(client, broken, Counter())
    finally:
        NOUNS["community_group"]._one = before
    caplog.clear()
