"""The lines of a star certificate."""

from core import clock
from ratings.stars.models import Star

WORDS = {1: "一星级", 2: "二星级", 3: "三星级", 4: "四星级", 5: "五星级"}


def certificate_lines(star: Star, community: str, scheme: str) -> list[str]:
    term = f"{clock.format_date(star.valid_from)} 至 {clock.format_date(star.valid_to)}"
    return [
        f"经社区推荐、街道初评、区级审评并公示，授予 {WORDS[star.stars]}社区社会组织。",
        f"证书编号：{star.number}　　所在社区：{community}",
        f"有效期：{term}",
        f"评定依据：{scheme}",
    ]
