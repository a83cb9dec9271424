"""What is accepted, and 60 and more files that are not."""

import re
import time

import pytest

from core.files.rules import BadFile, examine, size_text
from tests.core.files import samples

CHINESE = re.compile("[\u4e00-\u9fff]{4}")


@pytest.mark.parametrize("name", samples.GOOD)
def test_good_files_pass(name):
    examined = examine(name, samples.GOOD[name])
    assert examined.name == name
    assert examined.media_type.count("/") == 1


def test_there_are_sixty_hostile_files():
    assert len(samples.BAD) >= 60


@pytest.mark.parametrize("number", range(len(samples.BAD)))
def test_hostile_files_are_refused_in_chinese(number):
    name, content = samples.BAD[number]
    started = time.monotonic()
    with pytest.raises(BadFile) as refusal:
        examine(name, content)
    assert refusal.value.field == "file"
    assert CHINESE.search(refusal.value.sentence)
    assert time.monotonic() - started < 3


def test_a_photo_of_a_telephone_is_opened_quickly():
    content = samples.image("JPEG", (8000, 6000))
    started = time.monotonic()
    assert examine("照片.jpg", content).media_type == "image/jpeg"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(("size", "text"), [(640, "640 字节"), (182_400, "182 kB"), (3_400_000, "3.4 MB")])
def test_sizes_read_like_words(size, text):
    assert size_text(size) == text
