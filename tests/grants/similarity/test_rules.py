"""Likeness of texts, measured on planted pairs: copies are found, independent texts are not, estimates are near."""

import random

from grants.similarity.rules import estimate, likeness, passages, runs, signature
from tests.proofs.figures import figure

WORDS = (
    "社区居民老人孩子楼道花园合唱编织议事走访问卷每周每月活动室志愿者安全环境垃圾分类邻里互助节日演出培训物资保险场地"
)
THINGS = [WORDS[at : at + 2] for at in range(0, len(WORDS) - 1, 2)]


def written(draw, words=90):
    """A made-up text: words of the field, each with a character of its own beside it, so that texts differ."""
    return "".join(draw.choice(THINGS) + chr(draw.randrange(0x4E00, 0x9FA5)) for _n in range(words))


def reworded(draw, text, share):
    """The same text with a share of its characters changed."""
    return "".join(chr(draw.randrange(0x4E00, 0x9FA5)) if draw.random() < share else letter for letter in text)


def test_planted_copies_are_found_and_independent_texts_are_not():
    draw, count = random.Random(7), figure(30, 300)
    texts = [written(draw) for _n in range(count)]
    marks = [signature(text) for text in texts]
    copies = [signature(reworded(draw, text, 0.05)) for text in texts]
    found = sum(max(range(count), key=lambda n: estimate(copy, marks[n])) == at for at, copy in enumerate(copies))
    assert found == count
    assert all(estimate(copy, mark) >= 0.3 for copy, mark in zip(copies, marks, strict=True))
    assert max(estimate(marks[a], marks[b]) for a in range(count) for b in range(a)) < 0.3


def test_the_estimate_is_near_the_exact_likeness():
    draw, errors = random.Random(11), []
    for _n in range(figure(40, 1_000)):
        text = written(draw)
        other = reworded(draw, text, draw.random() * 0.3)
        errors.append(estimate(signature(text), signature(other)) - likeness(text, other))
    assert abs(sum(errors) / len(errors)) < 0.03 and max(map(abs, errors)) < 0.3


def test_punctuation_spaces_and_case_do_not_matter_and_nothing_is_like_nothing():
    assert runs("上门，看望 老人") == runs("上门看望老人") and runs("AbC d") == runs("abcd")
    assert signature("上门，看望老人") == signature("上门 看望老人") and likeness("甲乙丙丁", "甲乙丙丁") == 1
    assert (signature("，。"), estimate([], []), likeness("", ""), runs("甲")) == ([], 0.0, 0.0, {"甲"})


def test_shared_passages_are_quoted():
    one = "我们每周上门看望三十户独居老人，陪着说话。另外种花。"
    other = "本项目每周上门看望三十户独居老人，陪着说话，也办讲座。"
    assert passages(one, other) == ["每周上门看望三十户独居老人，陪着说话"] and passages(one, "种花") == []
