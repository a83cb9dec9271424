"""The beginning of a deployment: its district, the schemes in force, and the administrator who invites the others."""

from sqlmodel import Session, select

from core import codelists, schemes
from core.access import SYSTEM, Area, level_of
from core.accounts import actions
from core.accounts.forms import RoleForm
from core.accounts.models import LinkPurpose
from core.errors import Refused
from core.permissions import Role

SCHEMES = (
    ("PROPOSAL", "proposal_rubric"),
    ("ROADSHOW", "roadshow_rubric"),
    ("MIDTERM", "midterm_rubric"),
    ("STAR", "star_scheme"),
    ("GROWTH", "growth_scheme"),
)


def install_schemes(session: Session) -> None:
    """The rubrics that the system brings along."""
    shipped = codelists.shipped()
    for kind, name in SCHEMES:
        schemes.install_scheme(session, SYSTEM, kind, shipped[name])


def found(session: Session, code: str, area_name: str, admin: str, sign_in: str) -> str:
    """Make the district and its administrator; returns the path of the link that sets the password, once."""
    if session.exec(select(Area.id).limit(1)).first() is not None:
        raise Refused("数据库里已有数据。 / the database is not empty.")
    if len(code) != 12 or not code.isascii() or not code.isdigit() or code.endswith("000000000"):
        raise Refused("区划代码应是区县的 12 位代码。 / the code is the 12 digits of a district.")
    actions.add_area(session, SYSTEM, code, area_name, level_of(code))
    install_schemes(session)
    account = actions.make_account(session, SYSTEM, admin, sign_in, code)
    actions.hold_role(session, SYSTEM, account, RoleForm(role=Role.ADMIN, area_code=code))
    return "/link/" + actions.make_link(session, SYSTEM, account, LinkPurpose.INVITE)
