"""Chapter of the years before: the office's own list of earlier editions is read, confirmed and used for comparing."""

from core.call import Upload
from core.tables import spreadsheet
from grants.past import actions
from grants.past.forms import PastImportForm
from portal.demo.stage import Stage

HEAD = [
    "年度",
    "届次",
    "项目名称",
    "申报单位",
    "项目类别",
    "申请金额（万元）",
    "批准金额（万元）",
    "结果",
    "受益人数",
    "项目简介",
]
IDEAS = (
    ("楼道微花园", "环境卫生", "把堆杂物的楼道角落清出来，种上耐阴的花草，按楼层轮流浇水。"),
    ("四点半小课堂", "文化建设", "放学后请退休教师陪孩子写作业、读绘本，家长下班来接。"),
    ("银龄手机班", "文化建设", "教老人用手机挂号、缴费、视频通话，一人一本图解小册子。"),
    ("邻里修修铺", "邻里互助", "会修电器、缝补的邻居每月摆一次摊，互相帮忙，不收钱。"),
    ("社区读书角", "文化建设", "居民捐书换书，每月一次读书会，轮流做领读人。"),
    ("旧衣新生工坊", "环境卫生", "收集旧衣物改做环保袋和坐垫，义卖所得添置工具。"),
)
RESULTS = ("已结项", "已结项", "未入选", "立项", "资格不符", "")


def bring_in_earlier_editions(stage: Stage) -> None:
    """Three years of them, with the mistakes that such lists have: one amount in words, one row twice."""
    rows: list[list[object]] = []
    for year in (2021, 2022, 2023):
        for n, (title, category, summary) in enumerate(IDEAS):
            result = RESULTS[(n + year) % len(RESULTS)]
            granted = 0.3 if result in ("已结项", "立项") else ""
            row = [year, f"{year} 年微公益", f"{title}（{year}）", f"{title[:2]}居民小组", category, 0.5, granted]
            rows.append([*row, result, 20 + 10 * n, summary])
    rows += [rows[0], [2023, "", "纳凉晚会", "文艺爱好者小组", "", "五千左右", "", "未入选", "", ""]]
    content = spreadsheet("往期项目", HEAD, rows)
    with stage.day(326):
        centre = stage.person("centre")
        upload = Upload("2021-2023 微公益项目汇总.xlsx", content)
        plan = actions.plan_past(stage.session, centre, PastImportForm(), upload)
        actions.apply_import(stage.session, centre, plan)
    with stage.day(328):
        new = [2023, "2023 年微公益", "楼道小黑板", "望山居民小组", "邻里互助", 0.2, "", "未入选", 60, ""]
        again = Upload("2023 微公益项目（补充）.xlsx", spreadsheet("往期项目", HEAD, [*rows[-3:], new]))
        actions.plan_past(stage.session, centre, PastImportForm(), again)
