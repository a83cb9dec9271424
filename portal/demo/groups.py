"""Chapters two to four: the talent pool from a spreadsheet, a dozen groups in different stages, incubation."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import xlsxwriter
from PIL import Image, ImageDraw

from core import clock
from core.access import Actor
from core.call import Upload
from core.files.actions import attach
from incubator.activities import actions as activity_actions
from incubator.activities.forms import ActivityForm
from incubator.activities.models import Activity
from incubator.groups import actions as group_actions
from incubator.groups import queries as group_queries
from incubator.groups.forms import FilingForm, GroupForm, MemberForm, TypeChangeForm
from incubator.groups.models import Group, MemberRole
from incubator.needs import actions as need_actions
from incubator.needs.forms import NeedForm
from incubator.people import actions as people_actions
from incubator.people.forms import ImportForm, TalentForm
from portal.demo.district import COMMUNITIES, TEAMS
from portal.demo.stage import Stage

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"
    "金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
)
GIVEN = ("安澜", "知秋", "听雨", "望舒", "清和", "若谷", "守拙", "见山", "怀瑾", "采薇")
CATEGORIES = (
    "文艺才艺",
    "手工非遗",
    "教育辅导",
    "医疗健康",
    "法律调解",
    "维修便民",
    "园艺环保",
    "体育健身",
    "五老",
    "组织协调",
)
CHANNELS = ("日常走访", "协商议事", "主题活动", "居民推荐", "自荐")
CHARTER = (
    "第一条 本组织由社区居民自愿组成，接受社区党组织领导，遵守法律法规。"
    "第二条 开展邻里互助、文体娱乐和志愿服务，不以营利为目的。"
    "第三条 重大事项由全体成员会议议定，每季度公开一次收支。第四条 负责人由成员会议推选，任期两年。"
)


@dataclass(frozen=True)
class Plot:
    """What becomes of one group in the story."""

    key: str
    name: str
    sanzi: str
    colour: str
    brand: str
    intro: str
    is_filed: bool
    activities: int


PLOTS = (
    Plot("bianzhi", "银杏里巧手编织队", "RECREATION", "PURPLE", "一针一线", "教邻里编织，给独居老人织围巾。", True, 14),
    Plot("hechang", "河畔夕阳合唱团", "RECREATION", "PURPLE", "河畔之声", "每周排练，节日里给社区演出。", True, 10),
    Plot("zhulao", "银杏里暖邻助老队", "VOLUNTEER", "YELLOW", "暖邻行动", "上门看望独居老人，代买代办。", True, 26),
    Plot("luhua", "纺织厂绿芽环保队", "VOLUNTEER", "GREEN", "绿芽", "楼道清理、垃圾分类、阳台种菜。", True, 16),
    Plot("tiaojie", "纺织厂老娘舅调解队", "SELF_GOV", "ORANGE", "老娘舅", "楼上楼下的事，坐下来说。", True, 13),
    Plot("ketang", "学府四点半课堂", "VOLUNTEER", "CYAN", "四点半", "放学后看作业、讲故事、教科学小实验。", True, 22),
    Plot("xunluo", "东风渠平安巡逻队", "SELF_GOV", "ORANGE", "红袖章", "晚间巡逻，提醒关门关水关电。", True, 9),
    Plot("xiuli", "青年路便民修理队", "VOLUNTEER", "BLUE", "小修不出门", "修伞、修锅、磨刀、换灯泡。", True, 12),
    Plot("yuanyi", "河畔花友会", "RECREATION", "GREEN", "一米花园", "把楼前荒地种成花园。", True, 6),
    Plot("shuhua", "学府墨香书画社", "RECREATION", "PURPLE", "墨香", "书画交流，春节写春联。", False, 3),
    Plot("yiwu", "武康路议事会", "SELF_GOV", "RED", "有事好商量", "每月一次，议楼道和停车的事。", False, 2),
    Plot("hubang", "电厂新村互帮队", "VOLUNTEER", "YELLOW", "互帮", "邻里之间搭把手。", False, 1),
)


def spreadsheet() -> bytes:
    """A list as an office keeps it: a title, who filled it in, dashes in phones, two doubles, a faulty row, a total."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("能人库")
    sheet.merge_range(0, 0, 0, 7, "云溪区社区能人登记表")
    sheet.write_row(1, 0, ["填报单位：区社会组织孵化中心"])
    sheet.write_row(2, 0, ["序号", "姓 名", "性别", "出生年月", "所在社区", "联系电话", "特长类别", "发现渠道"])
    places = [name for _code, name, _households in COMMUNITIES.values()]
    for number in range(62):
        phone = f"154000{number:05d}"
        row = [
            number + 1,
            SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)],
            "女" if number % 3 else "男",
            f"{1945 + number % 40}.{number % 12 + 1}",
            places[number % len(places)],
            f"{phone[:3]}-{phone[3:7]}-{phone[7:]}" if number % 4 == 0 else phone,
            CATEGORIES[number % len(CATEGORIES)],
            CHANNELS[number % len(CHANNELS)],
        ]
        sheet.write_row(number + 3, 0, row)
    sheet.write_row(65, 0, [63, "缺电话", "男", "1960.1", places[0], "", "文艺才艺", "自荐"])
    sheet.write_row(66, 0, [64, SURNAMES[0] + GIVEN[0], "女", "1945.1", places[0], "15400000000", "文艺才艺", "自荐"])
    sheet.write_row(68, 0, ["合计", "64"])
    book.close()
    return buffer.getvalue()


def fill_the_pool(stage: Stage) -> None:
    """Sixty talents out of a spreadsheet; needs that a contest and an order will answer."""
    session, centre = stage.session, stage.person("centre")
    with stage.day(2):
        form = ImportForm(consent_on=clock.today(), consent_channel="PAPER")
        plan = people_actions.plan_talents(session, centre, form, Upload("能人登记表.xlsx", spreadsheet()))
        talents = people_actions.apply_import(session, centre, plan)
        for talent in talents:
            people_actions.TALENT.fire(session, centre, talent, "confirm")
    stage.ids["talents"] = {}
    for talent in talents:
        stage.ids["talents"].setdefault(talent.area_code, []).append(talent.id)
    with stage.day(5):
        _needs(stage)


def _needs(stage: Stage) -> None:
    asked = (
        ("old", "yinxing", "独居老人希望有人上门看看", "ELDER", 46, "VISIT"),
        ("repair", "qingnian", "希望每月来一次修理便民日", "CONVENIENT", 120, "SURVEY"),
        ("garden", "hepan", "楼前荒地想种成小花园", "ENV", 80, "COUNCIL"),
    )
    for key, community, title, category, people, source in asked:
        data = NeedForm(
            kind="SERVICE",
            title=title,
            area_code=COMMUNITIES[community][0],
            category=category,
            people_count=people,
            source=source,
            sampled=60 if source == "SURVEY" else None,
        )
        need = need_actions.post_need(stage.session, stage.person(community), data)
        need_actions.review_need(stage.session, stage.person("centre"), need)
        stage.ids[f"need-{key}"] = need.id


def form_groups(stage: Stage) -> None:
    """Twelve teams with leader, roster and account; nine are filed by community and street."""
    community_of = {key: community for key, _name, community in TEAMS}
    leader_of = {key: name for key, name, _community in TEAMS}
    for number, plot in enumerate(PLOTS):
        with stage.day(8 + number / 4):
            _form(stage, plot, leader_of[plot.key], community_of[plot.key])
    for number, plot in enumerate(PLOTS):
        if plot.is_filed:
            with stage.day(14 + number / 2):
                _file(stage, plot, community_of[plot.key])
    with stage.day(40):
        group = stage.get(Group, "bianzhi")
        evidence = "今年起每月为独居老人织围巾，见活动记录。"
        group_actions.change_type(
            stage.session, stage.person("yinxing"), group, TypeChangeForm(after="VOLUNTEER", evidence=evidence)
        )
    for plot in PLOTS:
        _activities(stage, plot, community_of[plot.key])


def _form(stage: Stage, plot: Plot, leader: str, community: str) -> None:
    session, worker = stage.session, stage.person(community)
    code = COMMUNITIES[community][0]
    data = GroupForm(
        name=plot.name,
        area_code=code,
        sanzi_type=plot.sanzi,
        colour=plot.colour,
        leader_name=leader,
        leader_phone=f"15400{len(stage.ids):06d}",
        intro=plot.intro,
        brand=plot.brand,
        founded_on=clock.today() - timedelta(days=900),
    )
    group = group_actions.form_group(session, worker, data)
    stage.ids[plot.key] = group.id
    pool = stage.ids["talents"].get(code, [])
    for place in range(11 if plot.is_filed else 4):
        role = MemberRole.CORE if place < 3 else MemberRole.MEMBER
        talent = pool.pop() if pool and place < 3 else None
        name = f"{SURNAMES[(place * 7 + group.id) % len(SURNAMES)]}{GIVEN[(place + group.id) % len(GIVEN)]}"
        member = MemberForm(talent_id=talent, name="" if talent else name, role=role, has_accepted=True)
        group_actions.add_member(session, worker, group, member)
    head = group_queries.list_members(session, group.id or 0)[0]
    group_actions.link_account(session, worker, head, stage.account_ids[plot.key])
    group_actions.start_group(session, worker, group)


def core_of(stage: Stage, key: str) -> tuple[str, ...]:
    """Two of the people who carry a group."""
    roster = group_queries.list_members(stage.session, stage.ids[key])
    return tuple([one.name for one in roster if one.role == MemberRole.CORE][:2])


def _file(stage: Stage, plot: Plot, community: str) -> None:
    session = stage.session
    street = "street" if COMMUNITIES[community][0].startswith("990105001") else "pines"
    place = "滨河街道" if street == "street" else "松岭街道"
    data = FilingForm(
        group_id=stage.ids[plot.key],
        proposed_name=f"云溪区{place}{COMMUNITIES[community][1]}{_bare_name(plot.name, community)}",
        meeting_place="社区活动室",
        charter=CHARTER,
        leader_statement="我承诺依法依规开展活动，接受社区和街道指导。",
    )
    filing = group_actions.draft_filing(session, stage.person(community), data)
    group_actions.submit_filing(session, stage.person(community), filing)
    if plot.key == "yuanyi":
        return
    group_actions.check_filing(session, stage.person(f"{community}2"), filing)
    if plot.key != "xunluo":
        group_actions.approve_filing(session, stage.person(street), filing)


def _bare_name(name: str, community: str) -> str:
    """The name without the community it begins with."""
    return name.removeprefix(COMMUNITIES[community][1].removesuffix("社区"))


def photo(title: str) -> bytes:
    """A small picture that stands for a photo of an activity."""
    image = Image.new("RGB", (480, 320), "#E6F2F0")
    draw = ImageDraw.Draw(image)
    for place in range(6):
        draw.ellipse((40 + place * 70, 120 + place % 2 * 40, 90 + place * 70, 170 + place % 2 * 40), fill="#0F766E")
    draw.rectangle((0, 300, len(title) % 40 * 12, 320), fill="#C2410C")
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _activities(stage: Stage, plot: Plot, community: str) -> None:
    for number in range(plot.activities):
        with stage.day(42 + number * (270 / max(plot.activities, 1))):
            activity = record(stage, stage.person(plot.key), plot.key, f"{plot.brand}第 {number + 1} 次活动")
            activity_actions.confirm_activity(stage.session, stage.person(community), activity)


def begin_this_week(stage: Stage) -> None:
    """What lies on the desks now: people who were just met, activities that nobody has confirmed yet."""
    met = (
        ("yinxing", "杜若溪", "15400000901"),
        ("hepan", "田小禾", "15400000902"),
        ("qingnian", "白知微", "15400000903"),
    )
    with stage.day(328):
        for community, name, phone in met:
            data = TalentForm(
                name=name,
                area_code=COMMUNITIES[community][0],
                phone=phone,
                categories=["CRAFT"],
                discover_channel="VISIT",
                consent_on=clock.today(),
                consent_channel="PAPER",
            )
            people_actions.add_talent(stage.session, stage.person(community), data)
        for key, title in (("zhulao", "入冬问候"), ("bianzhi", "围巾编织日")):
            record(stage, stage.person(key), key, title)


def record(stage: Stage, actor: Actor, key: str, title: str, project_id: int | None = None) -> Activity:
    """One activity with its photo, submitted for confirmation."""
    data = ActivityForm(
        group_id=stage.ids[key],
        kind="EVENT",
        title=title,
        on=clock.today(),
        place="社区活动室",
        content="按计划开展，居民参与踊跃。",
        residents=24,
        volunteers=6,
        volunteer_hours="9",
        result="完成",
        sampled=20,
        satisfied=19,
    )
    noun = "project" if project_id else None
    activity = activity_actions.record_activity(stage.session, actor, data, noun, project_id)
    attach(stage.session, actor, activity, Upload("photo.png", photo(title)), "photo", "现场")
    activity_actions.submit_activity(stage.session, actor, activity)
    return activity
