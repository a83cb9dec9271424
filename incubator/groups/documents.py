"""What is printed about groups: the filing certificate, the roster."""

from core import clock
from core.documents import Facts, Grid, Heading
from incubator.groups.models import Group, Member


def certificate_lines(group: Group, community: str) -> list[str]:
    """The lines of the filing certificate below the name of the group."""
    filed = clock.format_date(group.filed_on) if group.filed_on else ""
    return [
        f"经审核，准予备案为社区社会组织（{group.sanzi_type.label}）。",
        f"备案编号：{group.filing_number}",
        f"所在社区：{community}　　备案日期：{filed}",
        "备案组织不具有独立法人资格，应在备案范围内开展活动。",
    ]


def roster_blocks(group: Group, members: list[Member]) -> list:
    """The roster as a table, for the dossier."""
    rows = [[str(n), m.name, m.role.label, m.duty, m.status.label] for n, m in enumerate(members, start=1)]
    return [
        Facts([("组织", group.name), ("编号", group.number), ("负责人", group.leader_name)]),
        Heading("成员名册"),
        Grid(["序号", "姓名", "角色", "分工", "状态"], rows),
    ]
