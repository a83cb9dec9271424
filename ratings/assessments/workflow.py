"""The life of an assessment; clocks as in the list ``star_process``."""

from core.permissions import Permission as P
from core.permissions import Role
from core.workflow import Need, State, Transition, Workflow
from ratings.assessments import rules
from ratings.assessments.models import AssessmentStatus as A

ASSESSMENT = Workflow(
    name="star_assessment",
    initial=A.SELF,
    states=(
        State(A.SELF, "自评中", "grey", due=10, escalates_to=Role.COMMUNITY),
        State(A.APPLIED, "待社区推荐", "blue", due=5, escalates_to=Role.STREET),
        State(A.RECOMMENDED, "待街道初评", "blue", due=10, escalates_to=Role.DISTRICT),
        State(A.REVIEWED, "待区级审评", "purple", escalates_to=Role.DISTRICT),
        State(A.DECIDED, "已审定", "teal"),
        State(A.NOTICED, "公示中", "blue"),
        State(A.CONFERRED, "已授星", "green"),
        State(A.NOT_RECOMMENDED, "社区不推荐", "red"),
        State(A.RETURNED, "退回补正", "amber", due=10),
        State(A.REFUSED, "不予评定", "red"),
        State(A.NO_STAR, "不授星", "amber"),
    ),
    transitions=(
        Transition(
            "apply",
            "提交申报",
            (A.SELF, A.RETURNED),
            A.APPLIED,
            P.RATINGS_APPLY,
            needs=(
                Need(rules.is_complete, "自评表还没有填完。"),
                Need(rules.is_window_open, "不在申报期内。"),
                Need(rules.is_not_barred, "降级或取消星级后的限制期还没有过，不能申报。"),
            ),
        ),
        Transition(
            "recommend",
            "社区推荐",
            (A.APPLIED,),
            A.RECOMMENDED,
            P.RATINGS_RECOMMEND,
            needs=(Need(rules.community_is_another, "填报自评的人不能自己推荐，请同事办理。", asks_who=True),),
        ),
        Transition(
            "not_recommend",
            "不推荐",
            (A.APPLIED,),
            A.NOT_RECOMMENDED,
            P.RATINGS_RECOMMEND,
            needs=(Need(rules.community_is_another, "填报自评的人不能自己推荐，请同事办理。", asks_who=True),),
            asks_reason=True,
            is_danger=True,
        ),
        Transition("return", "退回补正", (A.APPLIED,), A.RETURNED, P.RATINGS_RECOMMEND, asks_reason=True),
        Transition(
            "review",
            "完成初评",
            (A.RECOMMENDED,),
            A.REVIEWED,
            P.RATINGS_REVIEW,
            needs=(
                Need(rules.street_is_another, "自评和社区推荐的人不能初评，请同事办理。", asks_who=True),
                Need(rules.has_own_sheet, "请先填完街道初评的评分表（由初评人本人填写）。"),
            ),
        ),
        Transition("return_by_street", "街道退回", (A.RECOMMENDED,), A.RETURNED, P.RATINGS_REVIEW, asks_reason=True),
        Transition(
            "decide",
            "审定",
            (A.REVIEWED,),
            A.DECIDED,
            P.RATINGS_DECIDE,
            needs=(
                Need(rules.district_is_another, "自评、推荐和初评的人不能审定，请同事办理。", asks_who=True),
                Need(rules.is_complete, "请先填完区级审评的评分表。"),
                Need(rules.has_enough_votes, "参加表决的人数还不够。"),
            ),
        ),
        Transition(
            "no_star",
            "审定为不授星",
            (A.REVIEWED,),
            A.NO_STAR,
            P.RATINGS_DECIDE,
            needs=(
                Need(rules.district_is_another, "自评、推荐和初评的人不能审定，请同事办理。", asks_who=True),
                Need(rules.gives_no_star, "不授星由得分、附加条件和表决得出，请按“审定”办理。"),
            ),
        ),
        Transition(
            "refuse",
            "不予评定",
            (A.RECOMMENDED, A.REVIEWED),
            A.REFUSED,
            P.RATINGS_DECIDE,
            needs=(Need(rules.district_is_another, "自评、推荐和初评的人不能审定，请同事办理。", asks_who=True),),
            asks_reason=True,
            is_danger=True,
        ),
        Transition(
            "announce",
            "发布公示",
            (A.DECIDED, A.NOTICED),
            A.NOTICED,
            P.NOTICES_PUBLISH,
            needs=(Need(rules.may_be_announced, "已经在公示，撤回原公示后才能重新公示。"),),
        ),
        Transition(
            "reopen",
            "重新审评",
            (A.NOTICED,),
            A.REVIEWED,
            P.RATINGS_DECIDE,
            needs=(Need(rules.is_notice_withdrawn, "公示撤回后才能重新审评。"),),
            asks_reason=True,
        ),
        Transition(
            "confer",
            "授星发证",
            (A.NOTICED,),
            A.CONFERRED,
            P.STARS_CONFER,
            needs=(Need(rules.is_notice_final, "公示期满、异议办结并确认生效后才能授星。"),),
        ),
    ),
)
