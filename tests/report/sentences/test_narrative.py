import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.office.settings import Office
from dangvien_analysis.report.sentences.narrative import (
    CAUTIONS,
    Narrative,
    Section,
    narrative,
    result_line,
)
from tests.builders import AN_HOA, HEADER, REGISTER, SCHOOL, SOUND, TOTAL, VINH_QUANG, read_rows
from tests.conftest import SHIPPED

Tell = Callable[[str], Narrative]
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*%?")
KEYS = [
    *("overview", "completed", "attention", "kinds", "pool"),
    *("forecast", "tasks", "cautions"),
]
NO_PENDING = [
    "STT|Tên đơn vị|Chỉ tiêu|Đã kết nạp|Nguồn",
    "1|Đảng bộ xã An Hòa|5|2|4",
    "2|Đảng bộ xã Vinh Quang|3|0|6",
]
ALL_MET = [HEADER, "1|Đảng bộ xã An Hòa|5|5|0|5|100,00|0", "3|Chi bộ Trường THPT|1|1|0|1|100,00|0"]
NOBODY = [HEADER, "1|Đảng bộ xã An Hòa|5|0|0|0|0,00|4", "2|Đảng bộ xã Vinh Quang|3|0|0|0|0,00|6"]
GAP = [HEADER, "1|Đảng bộ xã An Hòa|5|2||2|40,00|4", VINH_QUANG, SCHOOL]
MANY = [HEADER, *(f"{n}|Chi bộ số {n}|1|1|0|1|100,00|0" for n in range(1, 21))]
TABLES = {
    "sound": SOUND,
    "all met": ALL_MET,
    "nobody admitted": NOBODY,
    "no column of pending": NO_PENDING,
    "one unit": [HEADER, AN_HOA],
    "units of the register are absent": [HEADER, VINH_QUANG],
    "a count is missing": GAP,
    "more units than a sentence names": MANY,
    "quotas of 0": [HEADER, "1|Đảng bộ xã An Hòa|0|0|0|0||4"],
}


@pytest.fixture(scope="module")
def story(snapshot: dva.Snapshot) -> Narrative:
    return narrative(snapshot)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dva.Snapshot]:
    """Read a small table, once."""

    @cache
    def read(name: str) -> dva.Snapshot:
        register = None if TABLES[name] is MANY else REGISTER
        return read_rows(tmp_path_factory.mktemp("small"), TABLES[name], register=register)

    return read


@pytest.fixture(scope="module")
def tell(small: Callable[[str], dva.Snapshot]) -> Tell:
    """Tell a small table, once."""
    return cache(lambda name: narrative(small(name)))


@pytest.fixture(params=list(TABLES))
def tiny(request: pytest.FixtureRequest, tell: Tell) -> Narrative:
    """The briefing of each small table in turn."""
    return tell(request.param)


def orphans(snapshot: dva.Snapshot, story: Narrative) -> list[str]:
    """List the figures of the text that stand neither in the table nor in a finding."""
    text = story.text
    for message in snapshot.findings["message"]:
        text = text.replace(message, "")
    for name in sorted(snapshot.units["unit_name"], key=len, reverse=True):
        text = text.replace(name, "")
    # A figure shown as a text, such as "dưới 1%", is one figure.
    for shown in sorted(filter(lambda one: " " in one, story.table["shown"]), key=len)[::-1]:
        text = text.replace(shown, "")
    limit = snapshot.settings.levels.small_quota
    text = re.sub(
        rf"chỉ tiêu 1-{limit}\b|\b100%|^\d[.)] |Phụ lục \d", "", text, flags=re.MULTILINE
    )
    known = set(story.table["shown"]) | {"0"}
    return [
        token
        for token in NUMBER.findall(text)
        if token not in known and not set(token.split("/")) <= known
    ]


def named_figures(text: str, name: str) -> Iterator[str]:
    """Give what stands in brackets after a unit's name."""
    yield from re.findall(re.escape(name) + r" \(([^)]*)\)", text)


def raw_units(snapshot: dva.Snapshot) -> dict[str, tuple[int, int, int, int]]:
    """Read quota, admitted, pending and pool from the file itself, by the official name."""
    with SHIPPED.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream, delimiter="\t") if row and row[0].isdecimal()]
    numbers = [(int(row[2]), int(row[3]), int(row[4]), int(row[7])) for row in rows]
    return dict(zip(snapshot.units["unit_name"], numbers, strict=True))


@pytest.mark.parametrize("figure", ["135", "48,21%", "280", "48,04%", "281", "29", "13/9/2023"])
def test_first_paragraph_holds_the_headline(story: Narrative, figure: str) -> None:
    first = story.sections[0].paragraphs[0]
    assert re.search(rf"(?<![\d,]){re.escape(figure)}(?![\d,]\d)", first)


def test_first_paragraph_settles_the_164_of_the_notice(story: Narrative) -> None:
    first = story.sections[0].paragraphs[0]
    assert "Con số 164 (58,57%) nêu trong văn bản là 135 đã kết nạp cộng 29 đang" in first
    assert first.index("đã kết nạp 135") < first.index("164")
    assert first.index("164") < first.index("dòng tổng cộng ghi 280, cộng 54 đơn vị được 281")


def test_no_figure_without_a_place(snapshot: dva.Snapshot, story: Narrative) -> None:
    assert len(NUMBER.findall(story.text)) > 100
    assert orphans(snapshot, story) == []


@pytest.mark.parametrize("name", TABLES)
def test_no_figure_without_a_place_in_small_tables(
    small: Callable[[str], dva.Snapshot], tell: Tell, name: str
) -> None:
    assert orphans(small(name), tell(name)) == []


def test_figures_beside_names_are_those_of_the_file(
    snapshot: dva.Snapshot, story: Narrative
) -> None:
    seen = 0
    for name, (quota, admitted, pending, pool) in raw_units(snapshot).items():
        lack = quota - admitted - pending
        allowed = {
            f"{admitted}/{quota}",
            f"{admitted}/{quota}, đang trình {pending}",
            f"còn thiếu {lack}, nguồn {pool}",
            f"{lack - pool}",
            # tasks: what is pending, what is missing
            f"{pending}",
            f"còn thiếu {lack}",
            # the forecast: what the own pool allows at most
            f"chỉ tiêu {quota}, nhiều nhất {admitted + pending + pool}",
            f"{admitted}/{quota}, nguồn {pool}, nhiều nhất {admitted + pending + pool}",
        }
        for figures in named_figures(story.text, name):
            assert figures in allowed, name
            seen += 1
    # met, if approved, two reasons, behind, tasks; short of people twice in the forecast
    assert seen >= 9 + 3 + 9 + 3 + 10 + 9 + 9 + 2


def test_units_named_are_those_that_meet_the_rule(
    snapshot: dva.Snapshot, story: Narrative
) -> None:
    raw = raw_units(snapshot)
    completed, attention = story.section("completed"), story.section("attention")
    assert completed is not None
    assert attention is not None
    met = {name for name, (quota, admitted, *_) in raw.items() if admitted >= quota}
    lacking = {
        name
        for name, (quota, admitted, pending, pool) in raw.items()
        if quota - admitted - pending > pool
    }
    still = {
        name
        for name, (quota, admitted, pending, _) in raw.items()
        if quota > 2 and admitted + pending == 0
    }
    listed = [named(completed, 0), named(attention, 2), named(attention, 3)]
    assert listed == [met, lacking, still]


def named(section: Section, at: int) -> set[str]:
    """Give the units that one paragraph lists."""
    listed = section.paragraphs[at].split(": ", 1)[1]
    return {one.split(" (")[0] for one in listed.removesuffix(".").split("; ")}


def test_admitted_stands_before_pending(story: Narrative, tiny: Narrative) -> None:
    for text in (*story.sections[0].paragraphs[:1], *tiny.sections[0].paragraphs[:1]):
        assert -1 < text.index("đã kết nạp") < text.index("đang trình duyệt")
        # some are waiting, nobody is, or nobody knows: three sentences
        told = ("chưa phải là đã kết nạp", "không có hồ sơ", "chưa có số liệu về hồ sơ")
        assert sum(words in text for words in told) == 1
    assert "29 hồ sơ đang trình duyệt, chưa phải là đã kết nạp" in story.text


@pytest.mark.parametrize("word", ["yếu", "kém", "tụt hậu", "thất bại", "xuất sắc", "dẫn đầu"])
def test_no_word_of_blame_or_praise(story: Narrative, word: str) -> None:
    assert not re.search(rf"\b{word}\b", story.text, flags=re.IGNORECASE)


def test_nothing_is_promised(story: Narrative, tiny: Narrative) -> None:
    for text in (story.text, tiny.text):
        for sentence in re.split(r"[.:;\n]", text):
            if re.search(r"\bsẽ\b", sentence):
                assert re.search(r"\bnếu\b.*\bđược duyệt\b", sentence)


def test_small_units_have_no_percentage(snapshot: dva.Snapshot, story: Narrative) -> None:
    small = snapshot.units.loc[snapshot.units["quota"] <= 2, "unit_name"]
    assert len(small) == 17
    for clause in re.split(r"[;:\n]", story.text):
        if any(name in clause for name in small) or "chỉ tiêu 1-2:" in clause:
            assert "%" not in clause
    rates = story.table.index[story.table["kind"] == "percent"]
    assert not [key for key in rates if key.startswith("small.")]
    of_units = {key.split(".")[1] for key in rates if key.startswith("unit.")}
    assert of_units == set(snapshot.units.index[snapshot.units["quota"] > 2])


def test_small_groups_have_counts(story: Narrative) -> None:
    kinds = story.section("kinds")
    assert kinds is not None
    assert "Trường học: 19/25 (76,00%)" in kinds.paragraphs[0]
    assert "Y tế: 2/5;" in kinds.paragraphs[0]


def test_cautions_once(story: Narrative) -> None:
    assert [story.text.count(caution) for caution in CAUTIONS] == [1, 1]
    assert story.sections[-1].paragraphs == CAUTIONS


def test_all_sections_in_order(story: Narrative) -> None:
    assert [section.key for section in story.sections] == KEYS
    assert [story.section(key) for key in KEYS] == list(story.sections)


def test_sections_are_numbered_without_a_gap(tiny: Narrative) -> None:
    titles = [section.title for section in tiny.sections]
    assert [title.split(".")[0] for title in titles] == [
        str(number) for number in range(1, len(titles) + 1)
    ]
    assert all(section.paragraphs and all(section.paragraphs) for section in tiny.sections)
    assert tiny.sections[-1].key == "cautions"


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        # everything is met: nothing to lack, no pool needed, nothing to do
        ("all met", {"pool", "tasks"}),
        # nobody has completed anything
        ("nobody admitted", {"completed"}),
        # without pending it is not known who still lacks people
        ("no column of pending", {"completed", "pool", "tasks"}),
        ("quotas of 0", {"pool"}),
        # one group is no comparison
        ("more units than a sentence names", {"kinds", "pool", "tasks"}),
    ],
)
def test_parts_without_data_are_left_out(tell: Tell, name: str, left_out: set[str]) -> None:
    assert left_out & {section.key for section in tell(name).sections} == set()
    assert all(tell(name).section(key) is None for key in left_out)


def test_nothing_missing_says_nothing_of_missing(tell: Tell) -> None:
    overview = tell("all met").sections[0]
    assert "còn thiếu" not in str(overview)
    assert "100,00% tổng chỉ tiêu các đơn vị (6)" in overview.paragraphs[0]


@pytest.mark.parametrize(
    ("met", "told"),
    [
        # 7 admitted for 5 places, nobody pending there; then two more who wait
        ("5|7|0", "phần vượt 2 người"),
        ("5|7|2", "phần đã vượt 2 người"),
        # only with those who wait it is over its quota: no surplus
        ("5|5|2", ""),
    ],
)
def test_only_admitted_people_make_a_surplus(tmp_path: Path, met: str, told: str) -> None:
    rows = [HEADER, f"1|Đảng bộ xã An Hòa|{met}|||0", "2|Đảng bộ xã Vinh Quang|9|2|1|||9"]
    overview = str(narrative(read_rows(tmp_path, rows)).sections[0])
    assert "1 đơn vị còn thiếu 6 người" in overview
    assert ("phần" in overview.split("còn thiếu 6 người")[1]) == bool(told)
    assert told in overview


def test_unknown_pending_is_not_zero(tell: Tell) -> None:
    text = tell("no column of pending").text
    assert "chưa có số liệu về hồ sơ đang trình duyệt" in text
    assert "còn thiếu 0" not in text
    assert "đang trình 0" not in text


def test_absent_units_are_named(tell: Tell) -> None:
    overview = str(tell("units of the register are absent").sections[0])
    assert "1/3 đơn vị có số liệu" in overview
    assert "Đảng bộ xã An Hòa" in overview
    assert "Chi bộ Trường THPT" in overview


def test_without_a_date(tmp_path: Path) -> None:
    story = narrative(read_rows(tmp_path, SOUND, as_of=None))
    assert story.title == "Kết quả kết nạp đảng viên"
    assert story.sections[0].paragraphs[0].startswith("Chưa rõ ngày số liệu, 3/3 đơn vị")
    assert "mỗi tháng" not in story.text
    assert "trước ngày" not in story.text
    assert "nhịp độ đều" not in story.text


def test_without_a_register(tmp_path: Path) -> None:
    story = narrative(read_rows(tmp_path, SOUND, register=None))
    assert story.section("kinds") is None
    assert "3/3 đơn vị có số liệu" in story.text


def test_stated_quota_equal_to_the_true_one_is_told_once(tell: Tell) -> None:
    first = tell("sound").sections[0].paragraphs[0]
    assert "33,33% tổng chỉ tiêu các đơn vị (9)" in first
    assert "chỉ tiêu ghi trong bảng" not in first


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # the printed sum of the quotas is wrong
        ([*SOUND[:-1], TOTAL.replace("||9|", "||8|")], "dòng tổng cộng ghi 8, cộng 3 đơn vị"),
        # one unit has two rows
        ([HEADER, AN_HOA, AN_HOA, VINH_QUANG, SCHOOL], "An Hòa"),
    ],
)
def test_errors_in_the_table_are_told_at_once(tmp_path: Path, rows: list[str], said: str) -> None:
    story = narrative(read_rows(tmp_path, rows))
    tasks = story.section("tasks")
    assert said in story.sections[0].paragraphs[0]
    assert tasks is not None
    assert "Xác định lại số liệu trước khi chốt" in tasks.paragraphs[0]
    assert said in tasks.paragraphs[0]


def test_tasks_name_units_number_and_day(story: Narrative) -> None:
    tasks = story.section("tasks")
    assert tasks is not None
    assert [task.split(")")[0] for task in tasks.paragraphs] == ["1", "2", "3", "4", "5", "6"]
    assert (
        "29 hồ sơ đang trình duyệt của 16 đơn vị, chậm nhất ngày 31/12/2023" in tasks.paragraphs[1]
    )
    assert "9 đơn vị thiếu nguồn, tổng cộng 13 người, chậm nhất ngày 06/10" in tasks.paragraphs[2]
    assert "(Phụ lục 2)" in tasks.paragraphs[1]


def test_long_lists_end_in_a_pointer_to_the_table(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, MANY, register=None)
    completed = narrative(snapshot).section("completed")
    assert completed is not None
    assert completed.paragraphs[0].startswith("20 đơn vị đã kết nạp đủ")
    assert completed.paragraphs[0].count(";") == 4
    assert completed.paragraphs[0].endswith(" và 15 đơn vị khác (Phụ lục 2).")


@pytest.mark.parametrize(
    ("office", "lead"),
    [
        (Office(), ["Nguồn số liệu: tệp bang.tsv. Số liệu chưa chốt."]),
        (
            Office("HUYỆN ỦY A", "BAN B", "C"),
            ["HUYỆN ỦY A", "BAN B", "Nguồn số liệu: tệp bang.tsv. Số liệu chưa chốt."],
        ),
    ],
)
def test_lead_names_only_what_is_set(tmp_path: Path, office: Office, lead: list[str]) -> None:
    snapshot = read_rows(tmp_path, SOUND)
    settings = replace(snapshot.settings, office=office)
    assert list(narrative(replace(snapshot, settings=settings)).lead) == lead


def test_lead_names_the_document(story: Narrative) -> None:
    assert story.lead[-1] == (
        "Nguồn số liệu: văn bản 623-TB/HU ngày 14/9/2023. Số liệu chưa chốt."
    )
    assert story.head.title == story.title
    assert [line for line in story.lead if line not in str(story.head)] == []


def test_frozen_figures_are_said_to_be(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, SOUND)
    noon = datetime(2023, 9, 15, 12, tzinfo=UTC)
    with Ledger(snapshot.settings).locked() as ledger:
        ledger.add(snapshot, now=noon)
        ledger.freeze(snapshot.as_of or date.min, by="A", now=noon)
    assert narrative(snapshot).lead[-1].endswith("Số liệu đã chốt ngày 15/9/2023 (r1).")
    # other figures of that day are not the frozen ones
    other = read_rows(tmp_path, [HEADER, AN_HOA, VINH_QUANG])
    assert narrative(other).lead[-1].endswith("Số liệu chưa chốt.")


def test_html_is_escaped(tmp_path: Path) -> None:
    name = "Chi bộ <script>alert(1)</script> & Co"
    rows = [HEADER, f"1|{name}|5|5|0|5|100,00|0"]
    completed = narrative(read_rows(tmp_path, rows, register=None)).section("completed")
    assert completed is not None
    html = completed._repr_html_()
    assert name in str(completed)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in html
    assert "<script" not in html


def test_plain_text_and_html_say_the_same(story: Narrative) -> None:
    for section in story.sections:
        paragraphs = re.findall(r"<p>(.*?)</p>", section._repr_html_())
        assert tuple(paragraphs) == section.paragraphs
        assert repr(section) == str(section) == "\n".join((section.title, *section.paragraphs))
        assert str(section) in story.text


def test_table_is_the_table_of_figures(story: Narrative, assessed: pd.DataFrame) -> None:
    assert story.table.index.is_unique
    assert story.table["shown"].map(type).eq(str).all()
    assert {f"unit.{unit_id}.admitted" for unit_id in assessed.index} <= set(story.table.index)


def test_same_input_same_words(snapshot: dva.Snapshot, story: Narrative) -> None:
    assert narrative(snapshot).text == story.text


# --- what some units did not tell -------------------------------------------------------------


def test_a_quota_that_is_not_known_stays_unknown(tmp_path: Path) -> None:
    rows = [HEADER, AN_HOA.replace("|5|2|", "||2|"), VINH_QUANG, SCHOOL]
    snapshot = read_rows(tmp_path, rows)
    story = narrative(snapshot)
    assert "1 đơn vị chưa đủ số liệu để đánh giá" in story.text
    assert repr(dva.meeting(snapshot))


def test_a_total_of_nothing_is_held_against_nothing(tmp_path: Path) -> None:
    rows = [HEADER, AN_HOA, VINH_QUANG, SCHOOL, "Tổng cộng||0|3|1|4||10"]
    story = narrative(read_rows(tmp_path, rows))
    assert "inf" not in story.text
    assert "chưa tính được" in story.text or "không tính" in story.text
    assert "đạt không tính" not in result_line(story.table)


def test_a_rate_names_the_quotas_it_rests_on(tmp_path: Path) -> None:
    """A unit that sent no figure does not lower the rate, and is not in what it divides by."""
    rows = [HEADER, AN_HOA.replace("|5|2|1|", "|5||1|"), VINH_QUANG, SCHOOL]
    snapshot = read_rows(tmp_path, rows)
    story = narrative(snapshot)
    units = snapshot.units
    base = int(units.loc[units["admitted"].notna(), "quota"].sum())
    shown = story.table.at["rate", "shown"]
    assert story.table.at["rate_base", "value"] == base == units["quota"].sum() - 5
    assert f"đạt {shown} chỉ tiêu của các đơn vị có số liệu ({base})" in story.text
    assert f"chỉ tiêu {base} của các đơn vị có số liệu" in result_line(story.table)
    assert story.table.at["rate", "value"] == units["admitted"].sum() / base


def test_without_a_column_of_the_pool_the_result_says_so(tmp_path: Path) -> None:
    rows = ["STT|Tên đơn vị|Chỉ tiêu|Đã kết nạp|Đang trình", "1|Đảng bộ xã An Hòa|5|2|1"]
    story = narrative(read_rows(tmp_path, rows, register=None))
    assert "chưa có số liệu về nguồn nên chưa xét thiếu nguồn" in result_line(story.table)
