from datetime import date

import pytest

from dangvien_analysis.forecasting.assumed import Unknown, notes, pace_assumed
from dangvien_analysis.office.settings import Assumptions

DAY = date(2023, 9, 13)
ALL_KNOWN = Unknown(54, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("assumptions", "words"),
    [
        (Assumptions(), "nhịp độ đến 13/9/2023 được giữ (±25%)"),
        (Assumptions(pace_sd=0), "nhịp độ đến 13/9/2023 được giữ"),
        (Assumptions(pace=1.5), "nhịp độ lập hồ sơ mới bằng 1,5 lần nhịp độ đến 13/9/2023 (±25%)"),
        (
            Assumptions(pace=0.75, pace_sd=0.1),
            "nhịp độ lập hồ sơ mới bằng 0,75 lần nhịp độ đến 13/9/2023 (±10%)",
        ),
        (Assumptions(pace=3, pace_sd=0), "nhịp độ lập hồ sơ mới bằng 3 lần nhịp độ đến 13/9/2023"),
    ],
)
def test_the_pace_in_words(assumptions: Assumptions, words: str) -> None:
    assert pace_assumed(assumptions, DAY) == words


def test_with_everything_known_there_are_two_sentences() -> None:
    said = notes(Assumptions(), DAY, 44.9, ALL_KNOWN)
    assert len(said) == 2
    assert "khoảng 45 ngày" in said[0]
    assert "chưa kiểm chứng bằng kết quả thực tế" in said[1]


def test_each_thing_unknown_is_said_once() -> None:
    said = notes(Assumptions(), DAY, 44.9, Unknown(1_054, 1, 2, 3, 4), tables=2, carried=0)[2:]
    assert [text.split(" ")[0] for text in said] == [
        "Nhịp",
        "0",
        "1/1.054",
        "2/1.054",
        "3/1.054",
        "4/1.054",
    ]
    assert said[0].startswith("Nhịp độ tính từ 3 kỳ báo cáo")


def test_sentences_end_and_do_not_promise() -> None:
    said = notes(Assumptions(), DAY, 44.9, Unknown(9, 1, 1, 1, 1), tables=1, carried=5)
    assert all(text.endswith(".") for text in said)
    assert not any(word in text for text in said for word in (" sẽ ", "chắc chắn"))
