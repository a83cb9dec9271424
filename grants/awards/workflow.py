"""The lives of an award, a payee and an agreement."""

from core.permissions import Permission as P
from core.workflow import PROVEN, Need, State, Transition, Workflow, effect
from grants.awards import rules
from grants.awards.models import AgreementStatus as G
from grants.awards.models import AwardStatus as A
from grants.awards.models import PayeeStatus as Y

ANOTHER = Need(rules.approver_is_another, "拟定人不能批准自己拟定的名单，请另一位办理。", asks_who=True)
LISTED = effect("请到大赛的“立项名单”页面办理。")
AWARD = Workflow(
    name="award",
    initial=A.PROPOSED,
    states=(
        State(A.PROPOSED, "拟立项", "amber", due=10),
        State(A.NOTICED, "公示中", "blue"),
        State(A.CONFIRMED, "待签约", "purple", due=10),
        State(A.AGREED, "已签约", "green"),
        State(A.REVOKED, "已撤销", "red"),
    ),
    transitions=(
        Transition("notice", "批准并公示", (A.PROPOSED,), A.NOTICED, P.AWARDS_APPROVE, needs=(ANOTHER, LISTED)),
        Transition(
            "confirm",
            "公示无异议，立项",
            (A.NOTICED,),
            A.CONFIRMED,
            P.AWARDS_APPROVE,
            needs=(Need(rules.is_notice_final, "公示还没有结束，或有异议没有答复。"), LISTED),
        ),
        Transition(
            "agree",
            "签约生效",
            (A.CONFIRMED,),
            A.AGREED,
            P.AGREEMENTS_SIGN,
            needs=(effect("请拟定立项协议并登记三方签署。"),),
        ),
        Transition(
            "revoke",
            "撤销立项",
            (A.PROPOSED, A.NOTICED, A.CONFIRMED),
            A.REVOKED,
            P.AWARDS_APPROVE,
            asks_reason=True,
            is_danger=True,
        ),
    ),
)

PAYEE = Workflow(
    name="payee",
    initial=Y.ENTERED,
    states=(State(Y.ENTERED, "待核验", "amber", due=5), State(Y.VERIFIED, "已核验", "green")),
    transitions=(
        Transition(
            "verify",
            "核验通过",
            (Y.ENTERED,),
            Y.VERIFIED,
            P.PAYEES_VERIFY,
            needs=(Need(rules.verifier_is_another, "登记人不能自己核验账户。", asks_who=True), PROVEN),
        ),
        Transition("reopen", "变更账户", (Y.VERIFIED,), Y.ENTERED, P.PAYEES_EDIT),
    ),
)

AGREEMENT = Workflow(
    name="agreement",
    initial=G.DRAFT,
    states=(
        State(G.DRAFT, "待签署", "amber", due=10),
        State(G.SIGNED, "履行中", "green"),
        State(G.ENDED, "已履行完毕", "teal"),
        State(G.TERMINATED, "已终止", "red"),
    ),
    transitions=(
        Transition(
            "sign",
            "登记三方签署",
            (G.DRAFT,),
            G.SIGNED,
            P.AGREEMENTS_SIGN,
            needs=(Need(rules.has_verified_payee, "收款账户还没有由另一人核验。"),),
        ),
        Transition(
            "end",
            "履行完毕",
            (G.SIGNED,),
            G.ENDED,
            P.PROJECTS_ACCEPT,
            needs=(effect("项目结项时，协议随之履行完毕。"),),
        ),
        Transition(
            "terminate", "终止协议", (G.SIGNED,), G.TERMINATED, P.AWARDS_APPROVE, asks_reason=True, is_danger=True
        ),
    ),
)
