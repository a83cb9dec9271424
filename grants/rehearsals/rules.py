"""Who plays in a rehearsal: enough people for every rule that wants two of them, five judges, two teams."""

from core.permissions import Role

CAST = (
    ("中心甲", Role.CENTRE),
    ("中心乙", Role.CENTRE),
    ("区级甲", Role.DISTRICT),
    ("区级乙", Role.DISTRICT),
    ("街道", Role.STREET),
    ("社区", Role.COMMUNITY),
    ("团队一", Role.TEAM),
    ("团队二", Role.TEAM),
    *((name, Role.JUDGE) for name in ("评委一", "评委二", "评委三", "评委四", "评委五")),
    ("财务甲", Role.FINANCE),
    ("财务乙", Role.FINANCE),
)
STAFF, OFFICIAL, WORKER = CAST[0][0], CAST[2][0], CAST[5][0]
"""Who prepares the edition, opens the play money, and founds the teams."""
LENT = Role.JUDGE
"""Whom somebody outside may play: judges practise with their own hands, offices do not lend theirs."""
LINK_DAYS = 7
LOCAL = (Role.COMMUNITY, Role.TEAM)
"""Roles that are held in one community; the others hold theirs in the whole district."""
LEAST_FEN = 10_000_000
"""A hundred thousand yuan of play money where the edition has planned none yet."""
DAYS = 30
MARK = "试运行·"


def marked(title: str) -> str:
    """The name of what is played; it says so wherever it is shown or printed."""
    return (MARK + title)[:80]
