"""Chapter one: the district, its people with their roles, the schemes in force."""

from dataclasses import dataclass

from core.access import SYSTEM, Level
from core.accounts import actions
from core.accounts.forms import RoleForm
from core.accounts.models import AccountStatus
from core.accounts.workflow import ACCOUNT
from core.permissions import Role as R
from portal.demo.stage import Stage
from portal.founding import install_schemes

PASSWORD = "miaopu-demo-2026"
PROVINCE, CITY = "990000000000", "990100000000"
DISTRICT = "990105000000"
RIVERSIDE, PINES = "990105001000", "990105002000"
COMMUNITIES = {
    "yinxing": ("990105001001", "银杏里社区", 1860),
    "hepan": ("990105001002", "河畔社区", 1420),
    "fangzhi": ("990105001003", "纺织厂社区", 2105),
    "wukang": ("990105001004", "武康路社区", 1330),
    "xuefu": ("990105002001", "学府社区", 1980),
    "dongfeng": ("990105002002", "东风渠社区", 1240),
    "qingnian": ("990105002003", "青年路社区", 1515),
    "dianchang": ("990105002004", "电厂新村社区", 990),
}


@dataclass(frozen=True)
class Person:
    """One of the cast."""

    key: str
    name: str
    role: R
    area: str

    @property
    def sign_in(self) -> str:
        return f"{self.key}@demo.example"


def _workers() -> list[Person]:
    names = [
        "连桥",
        "邰静",
        "桑榆",
        "宓安",
        "芮宁",
        "柏青",
        "卓然",
        "阮溪",
        "申屠岚",
        "靳远",
        "迟暮",
        "冉星",
        "年锦",
        "闻笛",
        "苗圃园",
        "谷雨",
    ]
    pairs = [(key, area) for key, (area, _name, _households) in COMMUNITIES.items() for _twice in (0, 1)]
    return [
        Person(f"{key}{'2' if number % 2 else ''}", names[number], R.COMMUNITY, area)
        for number, (key, area) in enumerate(pairs)
    ]


TEAMS = (
    ("bianzhi", "楚晚晴", "yinxing"),
    ("hechang", "尉迟歌", "hepan"),
    ("zhulao", "温𫓧之", "yinxing"),
    ("luhua", "林间雪", "fangzhi"),
    ("tiaojie", "公冶平", "fangzhi"),
    ("ketang", "师晓", "xuefu"),
    ("xunluo", "卫长安", "dongfeng"),
    ("xiuli", "鲁巧手", "qingnian"),
    ("yuanyi", "花见春", "hepan"),
    ("shuhua", "墨白", "xuefu"),
    ("yiwu", "钟到", "wukang"),
    ("hubang", "邻家好", "dianchang"),
)
PEOPLE: tuple[Person, ...] = (
    Person("centre", "育苗", R.CENTRE, DISTRICT),
    Person("centre2", "扶植", R.CENTRE, DISTRICT),
    *_workers(),
    Person("street", "江滨", R.STREET, RIVERSIDE),
    Person("street2", "江岸", R.STREET, RIVERSIDE),
    Person("pines", "松涛", R.STREET, PINES),
    Person("pines2", "松石", R.STREET, PINES),
    Person("district", "云㳇", R.DISTRICT, DISTRICT),
    Person("district2", "云喆", R.DISTRICT, DISTRICT),
    Person("district3", "云起", R.DISTRICT, DISTRICT),
    Person("finance", "钱审", R.FINANCE, DISTRICT),
    Person("finance2", "钱𬭎堃", R.FINANCE, DISTRICT),
    Person("auditor", "明察", R.AUDITOR, DISTRICT),
    Person("judge", "评一凡", R.JUDGE, DISTRICT),
    Person("judge2", "评二思", R.JUDGE, DISTRICT),
    Person("judge3", "评三省", R.JUDGE, DISTRICT),
    Person("judge4", "评四维", R.JUDGE, DISTRICT),
    Person("judge5", "评五味", R.JUDGE, DISTRICT),
    Person("judge6", "评六合", R.JUDGE, DISTRICT),
    Person("judge7", "评七弦", R.JUDGE, DISTRICT),
    Person("judge8", "评八方", R.JUDGE, DISTRICT),
    Person("judge9", "评九畹", R.JUDGE, DISTRICT),
    Person("judge10", "评十全", R.JUDGE, DISTRICT),
    *(Person(key, name, R.TEAM, COMMUNITIES[community][0]) for key, name, community in TEAMS),
    Person("zhongfu", "众扶人", R.TEAM, COMMUNITIES["dianchang"][0]),
    Person("admin", "管事", R.ADMIN, DISTRICT),
)


def found(stage: Stage) -> None:
    """Areas, accounts, schemes."""
    with stage.day(0):
        _areas(stage)
        for person in PEOPLE:
            _account(stage, person)
        install_schemes(stage.session)


def _areas(stage: Stage) -> None:
    wider = [
        (PROVINCE, "示范省", Level.PROVINCE, 0),
        (CITY, "示范市", Level.CITY, 0),
        (DISTRICT, "云溪区", Level.DISTRICT, 0),
    ]
    streets = [(RIVERSIDE, "滨河街道", Level.STREET, 0), (PINES, "松岭街道", Level.STREET, 0)]
    communities = [(code, name, Level.COMMUNITY, households) for code, name, households in COMMUNITIES.values()]
    for code, name, level, households in [*wider, *streets, *communities]:
        actions.add_area(stage.session, SYSTEM, code, name, level, households)


def _account(stage: Stage, person: Person) -> None:
    account = actions.make_account(stage.session, SYSTEM, person.name, person.sign_in, person.area)
    actions.set_password(stage.session, SYSTEM, account, PASSWORD)
    if account.status == AccountStatus.INVITED:
        ACCOUNT.fire(stage.session, SYSTEM, account, "activate")
    actions.hold_role(stage.session, SYSTEM, account, RoleForm(role=person.role, area_code=person.area))
    stage.account_ids[person.key] = account.id or 0
