"""The names of all permissions and roles, and which role holds which: one table, read by routes, workflows and docs.

It stands in the kernel because every package needs the names; the kernel itself reads no meaning into them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Permission(StrEnum):
    """``scope:resource:verb``."""

    ACCOUNTS_MANAGE = "core:accounts:manage"
    AREAS_MANAGE = "core:areas:manage"
    SETTINGS_MANAGE = "core:settings:manage"
    AUDIT_VIEW = "core:audit:view"
    OUTBOX_VIEW = "core:outbox:view"
    JOBS_VIEW = "core:jobs:view"
    BEHALF_ENTER = "core:behalf:enter"
    SEARCH_USE = "core:search:use"
    API_DESCRIBE = "core:api:describe"
    NOTICES_VIEW = "core:notices:view"
    NOTICES_PUBLISH = "core:notices:publish"
    OBJECTIONS_VIEW = "core:objections:view"
    OBJECTIONS_HANDLE = "core:objections:handle"
    OBJECTIONS_DECIDE = "core:objections:decide"

    TALENTS_VIEW = "incubator:talents:view"
    TALENTS_ADD = "incubator:talents:add"
    TALENTS_CONFIRM = "incubator:talents:confirm"
    TALENTS_REVEAL = "incubator:talents:reveal"
    TALENTS_ERASE = "incubator:talents:erase"
    GROUPS_VIEW = "incubator:groups:view"
    GROUPS_FORM = "incubator:groups:form"
    GROUPS_EDIT = "incubator:groups:edit"
    FILINGS_SUBMIT = "incubator:filings:submit"
    FILINGS_CHECK = "incubator:filings:check"
    FILINGS_APPROVE = "incubator:filings:approve"
    BASES_VIEW = "incubator:bases:view"
    BASES_MANAGE = "incubator:bases:manage"
    ADMISSIONS_APPLY = "incubator:admissions:apply"
    ADMISSIONS_REVIEW = "incubator:admissions:review"
    SERVICES_VIEW = "incubator:services:view"
    SERVICES_LOG = "incubator:services:log"
    GROWTH_ASSESS = "incubator:growth:assess"
    ACTIVITIES_VIEW = "incubator:activities:view"
    ACTIVITIES_RECORD = "incubator:activities:record"
    ACTIVITIES_CONFIRM = "incubator:activities:confirm"
    NEEDS_VIEW = "incubator:needs:view"
    NEEDS_POST = "incubator:needs:post"
    NEEDS_REVIEW = "incubator:needs:review"

    FUNDS_VIEW = "grants:funds:view"
    FUNDS_MANAGE = "grants:funds:manage"
    CONTESTS_VIEW = "grants:contests:view"
    CONTESTS_MANAGE = "grants:contests:manage"
    CONTESTS_APPROVE = "grants:contests:approve"
    PROPOSALS_VIEW = "grants:proposals:view"
    PROPOSALS_WRITE = "grants:proposals:write"
    PROPOSALS_SUBMIT = "grants:proposals:submit"
    PROPOSALS_SCREEN = "grants:proposals:screen"
    PAST_VIEW = "grants:past:view"
    PAST_IMPORT = "grants:past:import"
    BACKINGS_ANSWER = "grants:backings:answer"
    REHEARSALS_PLAY = "grants:rehearsals:play"
    JUDGING_VIEW = "grants:judging:view"
    JUDGING_MANAGE = "grants:judging:manage"
    JUDGING_CLOSE = "grants:judging:close"
    JUDGING_SCORE = "grants:judging:score"
    AWARDS_VIEW = "grants:awards:view"
    AWARDS_PROPOSE = "grants:awards:propose"
    AWARDS_APPROVE = "grants:awards:approve"
    AGREEMENTS_SIGN = "grants:agreements:sign"
    PROJECTS_VIEW = "grants:projects:view"
    PROJECTS_REPORT = "grants:projects:report"
    PROJECTS_CHECK = "grants:projects:check"
    PROJECTS_ACCEPT = "grants:projects:accept"
    PAYMENTS_VIEW = "grants:payments:view"
    PAYMENTS_REQUEST = "grants:payments:request"
    PAYMENTS_CHECK = "grants:payments:check"
    PAYMENTS_APPROVE = "grants:payments:approve"
    PAYMENTS_PAY = "grants:payments:pay"
    PAYEES_EDIT = "grants:payees:edit"
    PAYEES_VERIFY = "grants:payees:verify"

    RATINGS_VIEW = "ratings:assessments:view"
    RATINGS_APPLY = "ratings:assessments:apply"
    RATINGS_RECOMMEND = "ratings:assessments:recommend"
    RATINGS_REVIEW = "ratings:assessments:review"
    RATINGS_VOTE = "ratings:assessments:vote"
    RATINGS_DECIDE = "ratings:assessments:decide"
    ROUNDS_MANAGE = "ratings:rounds:manage"
    STARS_CONFER = "ratings:stars:confer"

    ITEMS_VIEW = "menus:items:view"
    ITEMS_WRITE = "menus:items:write"
    ITEMS_APPROVE = "menus:items:approve"
    ORDERS_VIEW = "menus:orders:view"
    ORDERS_PLACE = "menus:orders:place"
    ORDERS_REVIEW = "menus:orders:review"
    ORDERS_DISPATCH = "menus:orders:dispatch"
    ORDERS_SERVE = "menus:orders:serve"
    ORDERS_VERIFY = "menus:orders:verify"
    ORDERS_SETTLE = "menus:orders:settle"
    PURSES_MANAGE = "menus:purses:manage"


class Role(StrEnum):
    ADMIN = "ADMIN"
    CENTRE = "CENTRE"
    COMMUNITY = "COMMUNITY"
    STREET = "STREET"
    DISTRICT = "DISTRICT"
    FINANCE = "FINANCE"
    AUDITOR = "AUDITOR"
    JUDGE = "JUDGE"
    TEAM = "TEAM"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True)
class RoleSpec:
    """What a role is called, what it may do, and whether it decides or moves money (then TOTP is asked for)."""

    label: str
    permissions: frozenset[Permission]
    is_staff: bool = True
    needs_second_factor: bool = False


P = Permission
EVERYONE: Final = frozenset({P.GROUPS_VIEW, P.NEEDS_VIEW, P.ITEMS_VIEW, P.CONTESTS_VIEW, P.SEARCH_USE})
READS: Final = frozenset(
    permission for permission in P if permission.endswith(":view") and not permission.startswith("core:")
)
TALENT_WORK: Final = frozenset({P.TALENTS_VIEW, P.TALENTS_ADD, P.TALENTS_REVEAL})
GROUP_WORK: Final = frozenset(
    {P.GROUPS_FORM, P.GROUPS_EDIT, P.FILINGS_SUBMIT, P.ADMISSIONS_APPLY, P.ACTIVITIES_VIEW, P.ACTIVITIES_RECORD}
)
PROPOSAL_WORK: Final = frozenset({P.PROPOSALS_VIEW, P.PROPOSALS_WRITE, P.PROPOSALS_SUBMIT})
DELIVERY: Final = frozenset(
    {P.AWARDS_VIEW, P.PROJECTS_VIEW, P.PROJECTS_REPORT, P.PAYMENTS_VIEW, P.PAYMENTS_REQUEST, P.PAYEES_EDIT}
)

ROLES: Final[dict[Role, RoleSpec]] = {
    Role.ADMIN: RoleSpec(
        "系统管理员",
        EVERYONE
        | {P.ACCOUNTS_MANAGE, P.AREAS_MANAGE, P.SETTINGS_MANAGE, P.OUTBOX_VIEW, P.JOBS_VIEW, P.AUDIT_VIEW}
        | {P.API_DESCRIBE},
        needs_second_factor=True,
    ),
    Role.CENTRE: RoleSpec(
        "孵化中心",
        EVERYONE
        | READS
        | TALENT_WORK
        | GROUP_WORK
        | DELIVERY
        | {P.TALENTS_CONFIRM, P.TALENTS_ERASE, P.BASES_MANAGE, P.ADMISSIONS_REVIEW, P.SERVICES_LOG, P.GROWTH_ASSESS}
        | {P.ACTIVITIES_CONFIRM, P.NEEDS_POST, P.NEEDS_REVIEW, P.CONTESTS_MANAGE, P.PROPOSALS_WRITE}
        | {
            P.PROPOSALS_SUBMIT,
            P.PROPOSALS_SCREEN,
            P.PAST_IMPORT,
            P.REHEARSALS_PLAY,
            P.JUDGING_MANAGE,
            P.JUDGING_CLOSE,
            P.AWARDS_PROPOSE,
        }
        | {P.AGREEMENTS_SIGN, P.PROJECTS_CHECK, P.RATINGS_APPLY, P.ROUNDS_MANAGE, P.ITEMS_WRITE, P.ITEMS_APPROVE}
        | {P.ORDERS_REVIEW, P.ORDERS_DISPATCH, P.BEHALF_ENTER, P.NOTICES_VIEW, P.NOTICES_PUBLISH, P.JOBS_VIEW}
        | {P.OBJECTIONS_VIEW, P.OBJECTIONS_HANDLE, P.API_DESCRIBE},
    ),
    Role.COMMUNITY: RoleSpec(
        "社区工作者",
        EVERYONE
        | TALENT_WORK
        | GROUP_WORK
        | PROPOSAL_WORK
        | DELIVERY
        | {P.FILINGS_CHECK, P.ACTIVITIES_CONFIRM, P.NEEDS_POST, P.BACKINGS_ANSWER, P.RATINGS_VIEW}
        | {P.RATINGS_RECOMMEND, P.ORDERS_VIEW, P.ORDERS_PLACE, P.ORDERS_VERIFY, P.BEHALF_ENTER, P.BASES_VIEW}
        | {P.RATINGS_APPLY, P.SERVICES_VIEW, P.NOTICES_VIEW},
    ),
    Role.STREET: RoleSpec(
        "街道办事处",
        EVERYONE
        | READS
        | {P.FILINGS_APPROVE, P.NEEDS_POST, P.NEEDS_REVIEW, P.RATINGS_REVIEW, P.ORDERS_REVIEW, P.PROJECTS_CHECK}
        | {P.NOTICES_VIEW, P.TALENTS_VIEW},
    ),
    Role.DISTRICT: RoleSpec(
        "区级主管部门",
        EVERYONE
        | READS
        | {
            P.REHEARSALS_PLAY,
            P.CONTESTS_APPROVE,
            P.JUDGING_CLOSE,
            P.AWARDS_APPROVE,
            P.PAYMENTS_APPROVE,
            P.PROJECTS_ACCEPT,
        }
        | {P.RATINGS_VOTE, P.RATINGS_DECIDE, P.STARS_CONFER, P.FUNDS_MANAGE, P.PURSES_MANAGE, P.AGREEMENTS_SIGN}
        | {
            P.NOTICES_VIEW,
            P.OBJECTIONS_VIEW,
            P.OBJECTIONS_DECIDE,
            P.NOTICES_PUBLISH,
            P.AUDIT_VIEW,
            P.API_DESCRIBE,
            P.PAYEES_VERIFY,
        },
        needs_second_factor=True,
    ),
    Role.FINANCE: RoleSpec(
        "财务",
        EVERYONE
        | {P.FUNDS_VIEW, P.AWARDS_VIEW, P.PROJECTS_VIEW, P.PAYMENTS_VIEW, P.PAYMENTS_CHECK, P.PAYMENTS_PAY}
        | {P.PAYEES_VERIFY, P.ORDERS_VIEW, P.ORDERS_SETTLE, P.NOTICES_VIEW},
        needs_second_factor=True,
    ),
    Role.AUDITOR: RoleSpec(
        "审计",
        EVERYONE
        | READS
        | {P.AUDIT_VIEW, P.NOTICES_VIEW, P.OBJECTIONS_VIEW, P.JOBS_VIEW, P.OUTBOX_VIEW, P.API_DESCRIBE},
    ),
    Role.JUDGE: RoleSpec("评委", frozenset({P.JUDGING_SCORE, P.CONTESTS_VIEW}), is_staff=False),
    Role.TEAM: RoleSpec(
        "居民团队",
        EVERYONE
        | PROPOSAL_WORK
        | DELIVERY
        | {P.FILINGS_SUBMIT, P.GROUPS_EDIT, P.ADMISSIONS_APPLY, P.ACTIVITIES_VIEW, P.ACTIVITIES_RECORD}
        | {P.RATINGS_VIEW, P.RATINGS_APPLY, P.ITEMS_WRITE, P.ORDERS_VIEW, P.ORDERS_SERVE, P.NEEDS_POST}
        | {P.SERVICES_VIEW, P.BASES_VIEW, P.NOTICES_VIEW, P.BACKINGS_ANSWER},
        is_staff=False,
    ),
    Role.SYSTEM: RoleSpec("系统", frozenset(P)),
}
