"""What is printed about a stay: the agreement (入驻协议) and the certificate of graduation."""

from collections.abc import Mapping, Sequence
from typing import Any

from core import clock
from core.documents import Block, Facts, Heading, Para, Signatures
from incubator.bases.models import Admission, Base
from incubator.groups.models import Group


def agreement_blocks(
    admission: Admission, base: Base, group: Group, community: str, services: Sequence[str], terms: Mapping[str, Any]
) -> list[Block]:
    """The agreement of three parties: the base, the group and its community."""
    first, last = (clock.format_date(day) for day in (admission.starts_on, admission.ends_on) if day)
    space = "壳外孵化，不占用场地" if admission.is_virtual else f"工位 {admission.desks} 个，及共用会议室、活动室"
    return [
        Facts(
            [
                ("甲方（孵化平台）", base.name),
                ("运营单位", base.operator or "—"),
                ("乙方（入驻组织）", group.name),
                ("备案编号", group.filing_number or "未备案"),
                ("丙方（所在社区）", community),
                ("孵化期限", f"{first} 至 {last}"),
            ]
        ),
        Heading("一、场地"),
        Para(f"甲方为乙方提供：{space}。场地只用于约定的公益和社区服务活动，不得转借。"),
        Heading("二、服务"),
        Para(f"甲方按服务计划为乙方提供基本服务：{'、'.join(services)}。服务免费，每次留有记录。"),
        Heading("三、双方责任"),
        Para("乙方应当遵守法律法规和平台管理规定，按计划开展活动并如实记录，妥善使用场地设备，参加培训和评估。"),
        Para("甲方应当按计划提供服务，保护乙方的资料和成员个人信息；丙方应当支持乙方在社区开展活动，并核实活动情况。"),
        Heading("四、评估"),
        Para(
            f"入壳后进行基线评估，此后每 {terms['growth_assessment_every_months']} 个月进行一次成长评估。"
            f"孵化满 {terms['exit_after_months']} 个月可以申请出壳评估，总分不低于 {terms['exit_pass']} 分且"
            f"各维度不低于 {terms['exit_floor_percent']}%，经公示后出壳。"
        ),
        Heading("五、延期与退出"),
        Para(
            f"期满可以申请延期 {terms['extensions_max']} 次，不超过 {terms['extension_months']} 个月，"
            f"孵化总期限不超过 {terms['max_months']} 个月。主动退出、连续 {terms['idle_months']} 个月没有活动、"
            f"两次评估不合格、弄虚作假或者违约的，终止孵化。"
        ),
        Para(f"出壳、退壳后 {terms['handover_working_days']} 个工作日内，乙方向甲方交还场地和设备。"),
        Heading("六、其他"),
        Para("本协议一式三份，三方各执一份，自签字盖章之日起生效。未尽事宜由三方协商解决。"),
        Signatures(["甲方（孵化平台）", "乙方（入驻组织）", "丙方（所在社区）"]),
    ]


def graduation_lines(admission: Admission, base: Base, group: Group, total: str) -> list[str]:
    """The lines of the certificate below the name of the group."""
    first, last = (clock.format_date(day) for day in (admission.starts_on, admission.exited_on) if day)
    return [
        f"于 {first} 至 {last} 在{base.name}孵化，",
        f"经出壳评估（{total} 分）和公示，准予出壳。",
        f"孵化编号：{admission.number}",
        f"跟踪回访至 {clock.format_date(admission.follow_until)}。" if admission.follow_until else "",
    ]
