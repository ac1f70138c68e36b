import json
import random
import re
import sys
import tempfile
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangvien_analysis import read
from dangvien_analysis.errors import ReadError, SettingsError
from dangvien_analysis.measures.rules import RANKED_QUOTA, SMALL_QUOTA
from dangvien_analysis.office.settings import (
    FILE_NAME,
    Assumptions,
    DecisionLimit,
    Levels,
    Limits,
    Office,
    OfficialCount,
    Procedure,
    Settings,
    Term,
)
from dangvien_analysis.office.settings_file import find_settings, read_settings
from dangvien_analysis.readers.child import Limit, LimitPassedError
from dangvien_analysis.readers.pdf_files import pdf_file as pdf
from dangvien_analysis.text.quoting import hidden
from tests.builders import SOUND, write_table
from tests.conftest import ROOT
from tests.fixtures.hostile import members_of, repacked
from tests.fixtures.make_office_files import DATA

HIDDEN = ("0000", "001B", "007F", "0085", "2028", "2029", "0009", "202E", "2066", "200B", "E000")
ENGLISH = re.compile(
    r"\b(expected|invalid|cannot|unclosed|illegal|found|duplicate|unescaped|unterminated|escaped"
    r"|exceeds|line|column|document|codec|error|none|true|false)\b",
    re.IGNORECASE,
)


def write(folder: Path, text: str) -> Path:
    path = folder / FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


def test_the_repository_s_own_settings(settings: Settings) -> None:
    assert settings.root == ROOT
    assert settings.office == Office("HUYỆN ỦY VĨNH BẢO", "BAN TỔ CHỨC", "Vĩnh Bảo")
    assert settings.levels == Levels()


@pytest.mark.parametrize("text", ["", "[office]\n[levels]\n", "# only a comment", "\ufeff"])
def test_everything_may_be_left_out(tmp_path: Path, text: str) -> None:
    assert read_settings(write(tmp_path, text)) == Settings(root=tmp_path)
    assert Settings(root=tmp_path).levels == Levels(SMALL_QUOTA, RANKED_QUOTA)


def test_one_key_leaves_the_others_at_their_defaults(tmp_path: Path) -> None:
    found = read_settings(write(tmp_path, '[levels]\nsmall_quota = 3\n[office]\nplace = "A"\n'))
    assert found.levels == Levels(small_quota=3)
    assert found.office == Office(place="A")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # a section and a key misspelt: a slip must not pass unseen
        ("[level]\nsmall_quota = 3", ["[level]", "office", "levels"]),
        ("[levels]\nsmal_quota = 3", ["dòng 2", "[levels]", "“smal_quota”", "small_quota?"]),
        # a key that lost its heading, and one under the wrong heading
        ("small_quota = 3", ["dòng 1", "[small_quota]", "thuộc phần [levels]"]),
        ("[levels]\npace = 3", ["dòng 2", "“pace”", "thuộc phần [forecast]"]),
        # the wrong type; true is no number
        ('[levels]\nsmall_quota = "3"', ["dòng 2", "một số nguyên", "“3”"]),
        ("[levels]\nsmall_quota = 2.0", ["một số nguyên", "2.0"]),
        ("[levels]\nsmall_quota = true", ["một số nguyên", "true"]),
        ("[office]\nplace = 3", ["place", "một đoạn chữ"]),
        ("[levels]\nranked_quota = -1", ["dòng 2", "ranked_quota", "từ 1 đến 1000", "-1"]),
        ("levels = 3", ["levels", "[levels]"]),
        ("[levels", ["không đọc được"]),
    ],
)
def test_what_is_not_known_is_refused(tmp_path: Path, text: str, words: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert [word for word in [str(path), *words] if word not in str(caught.value)] == []


def test_settings_in_another_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes('[office]\nplace = "Vĩnh Bảo"'.encode("utf-16"))
    with pytest.raises(SettingsError, match=r"không đọc được: .*UTF-16, cần UTF-8"):
        read_settings(path)


def test_a_folder_of_that_name_is_refused_and_not_passed_by(tmp_path: Path) -> None:
    (tmp_path / "a" / FILE_NAME).mkdir(parents=True)
    write(tmp_path, "")
    with pytest.raises(SettingsError, match=r"dangvien\.toml: đây là một thư mục"):
        find_settings(tmp_path / "a")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")
def test_a_broken_link_is_refused_and_not_passed_by(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).symlink_to(tmp_path / "none")
    with pytest.raises(SettingsError, match="liên kết hỏng"):
        find_settings(tmp_path)


def test_settings_that_may_not_be_read_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SettingsError, match=r"dangvien\.toml: .*không có quyền đọc\.$"):
        find_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # what nobody sees: NUL, escape, the ends of lines and paragraphs, a tab, turned writing,
        # a space without width, a letter for private use
        *((f'[office]\nplace = "A\\u{code}"', [f"U+{code}"]) for code in HIDDEN),
        ('[office]\nplace = """A\nB"""', ["[office] place", "dấu xuống dòng (U+000A)"]),
        ('[office]\nrecipients = ["A", "B\\t"]', ["[office] recipients", "dấu tab (U+0009)"]),
        ('[[procedure.decision]]\nsource = "\\u001b[31m"', ["phần thứ 1: source", "U+001B"]),
        # the key itself
        ('[office]\n"a\\u0000" = 1', ["“a⟨U+0000⟩”"]),
    ],
)
def test_what_nobody_sees_is_refused(tmp_path: Path, text: str, words: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    said = str(caught.value)
    assert [word for word in [f"{path}, dòng 2: ", *words] if word not in said] == []
    assert hidden(said) is None


def test_spaces_of_any_width_are_taken(tmp_path: Path) -> None:
    found = read_settings(write(tmp_path, '[office]\nplace = "Vĩnh\u00a0Bảo"'))
    assert found.office.place == "Vĩnh\u00a0Bảo"


SHOWN = re.sub(r"(?m)^# (?=\[|\w+ = )", "", (ROOT / FILE_NAME).read_text(encoding="utf-8"))
"""The settings of the repository with every example in force."""

SLIPS = st.sampled_from(
    [*'"[]{}=#.,\\\n\t\0\r-0é“', '"""', "'''", "[[", "]]", "\\u0000", "1" * 5000, "[" * 999]
)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), SLIPS), min_size=1, max_size=4))
def test_slips_anywhere_give_settings_or_one_message(slips: list[tuple[float, int, str]]) -> None:
    text = SHOWN
    for share, gone, put in slips:
        at = int(share * len(text))
        text = text[:at] + put + text[at + gone :]
    check_read(text.encode())


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_give_settings_or_one_message(content: bytes) -> None:
    check_read(content)


def check_read(content: bytes) -> None:
    """Read settings; all that may come is settings, or a message without a word of English."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        path.write_bytes(content)
        try:
            json.dumps(read_settings(path).described())
        except SettingsError as error:
            said = str(error).removeprefix(str(path))
            assert said[0] in ",:"
            assert said[-1] == "."
            assert hidden(said) is None
            # What is quoted is the file's own, and may hold any word.
            assert not ENGLISH.search(re.sub(r"«.*»|“.*”|\[.*?\]", "", said))


def test_nearest_settings_upward(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    write(tmp_path, "[levels]\nsmall_quota = 1")
    assert find_settings(deep).levels.small_quota == 1
    assert find_settings(deep).root == tmp_path.resolve()
    write(tmp_path / "a", "[levels]\nsmall_quota = 4")
    assert find_settings(deep).levels.small_quota == 4


def test_working_directory_is_where_the_search_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    assert find_settings().root == tmp_path.resolve()


def test_without_settings_the_starting_folder_is_the_project(tmp_path: Path) -> None:
    assert find_settings(tmp_path) == Settings(root=tmp_path.resolve())


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("register", "data/reference/units.csv"),
        ("holidays", "data/reference/holidays.csv"),
        ("raw", "data/raw"),
        ("processed", "data/processed"),
        ("reports", "reports"),
        ("notebooks", "notebooks"),
        ("work", "work"),
    ],
)
def test_folders_of_a_project(tmp_path: Path, name: str, inside: str) -> None:
    assert getattr(Settings(root=tmp_path), name) == tmp_path / inside


def test_description_has_every_setting_and_no_folder(settings: Settings) -> None:
    described = settings.described()
    assert described["levels"] == {"small_quota": 2, "ranked_quota": 5}
    assert set(described) == {item.name for item in fields(Settings)} - {"root"}
    assert str(ROOT) not in str(described)


def test_description_can_be_written_as_json(settings: Settings) -> None:
    found = json.loads(json.dumps(settings.described()))
    assert found["forecast"]["lead_days"] == 45
    assert found["procedure"]["decision"][1] == {
        **{"from": "2025-05-26", "days": 45, "source": "QĐ 294-QĐ/TW"}
    }


# --- forecast ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [item.name for item in fields(Assumptions)])
@pytest.mark.parametrize("text", ["1", "1.0", "1e0"])
def test_each_assumption_is_read_as_a_float(tmp_path: Path, name: str, text: str) -> None:
    found = read_settings(write(tmp_path, f"[forecast]\n{name} = {text}")).forecast
    assert found == replace(Assumptions(), **{name: 1.0})
    assert type(getattr(found, name)) is float


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('pace = "nhanh"', ["pace", "một số", "“nhanh”"]),
        ("pace = true", ["pace", "một số", "true"]),
        ("pace = 2025-05-26", ["pace", "một số"]),
        ("lead_days = nan", ["lead_days", "từ 1 đến 365", "nan"]),
        ("lead_days = inf", ["lead_days", "từ 1 đến 365", "inf"]),
        ("pace_sd = -0.1", ["pace_sd", "từ 0 đến 2", "-0.1"]),
        ("pace = 0", ["pace", "từ 0.05 đến 20", "không phải 0."]),
        ("lead_days = 0", ["lead_days", "từ 1 đến 365"]),
        ("approval = 0", ["approval", "từ 0.05 đến 1"]),
        # beyond reason: each is told its range and why
        ("pace = 1e300", ["pace", "nhịp độ đổi quá 20 lần", "1e+300"]),
        ("pace_sd = 100", ["pace_sd", "gấp 50 lần", "không phải 100."]),
        ("lead_sd = 1e9", ["lead_sd", "gấp 50 lần", "không phải 1000000000."]),
        ("lead_days = 366", ["lead_days", "quá một năm", "không phải 366."]),
        # a percentage where a share is meant
        ("approval = 95", ["approval", "0.95 là 95%", "không phải 95."]),
        ("speed = 1", ["“speed”", "pace, pace_sd"]),
    ],
)
def test_assumptions_that_make_no_sense_are_refused(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    path = write(tmp_path, f"[forecast]\n{text}")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    words = [f"{path}, dòng 2: ", "[forecast]", *words]
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize("name", [item.name for item in fields(Assumptions)])
@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_assumptions_made_in_python_are_checked_too(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=rf"^{name} phải .*, không phải {value}$"):
        Assumptions(**{name: value})


def test_assumptions_at_their_bounds() -> None:
    assert Assumptions(pace_sd=0, lead_sd=0, approval=1).approval == 1


# --- procedure --------------------------------------------------------------------------------

OWN = """
[[procedure.decision]]
from = 2027-01-01
days = 30
source = "QĐ B"
[[procedure.decision]]
source = "QĐ A"
"""


def test_limits_that_are_known() -> None:
    assert [(one.start, one.days) for one in Procedure().decision] == [
        (None, 60),
        (date(2025, 5, 26), 45),
        (date(2026, 7, 26), None),
    ]


def test_an_office_s_own_limits_replace_all_and_are_sorted(tmp_path: Path) -> None:
    found = read_settings(write(tmp_path, OWN)).procedure.decision
    assert found == (
        DecisionLimit(None, None, "QĐ A"),
        DecisionLimit(date(2027, 1, 1), 30, "QĐ B"),
    )


@pytest.mark.parametrize(("text", "count"), [("", 3), ("decision = []", 0)])
def test_limits_left_out_and_taken_away(tmp_path: Path, text: str, count: int) -> None:
    found = read_settings(write(tmp_path, f"[procedure]\n{text}")).procedure.decision
    assert len(found) == count


SOURCE = 'source = "A"'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[procedure]\ndecision = 60", ["[procedure] decision", "[[procedure.decision]]"]),
        ("[procedure]\ndecision = [60]", ["[[procedure.decision]]"]),
        ("[procedure.decision]\ndays = 60", ["[[procedure.decision]]"]),
        ("[procedure]\ndecisions = []", ["[procedure]", "“decisions”", "decision?"]),
        (
            "[[procedure.decision]]\nday = 60",
            ["dòng 2", "phần thứ 1", "“day”", "from, days, source"],
        ),
        # the second of two is named
        (
            f"[[procedure.decision]]\n{SOURCE}\n[[procedure.decision]]\ndays = 60",
            ["dòng 3", "phần thứ 2", "source", "tên văn bản"],
        ),
        ('[[procedure.decision]]\nsource = " "', ["source", "tên văn bản"]),
        ("[[procedure.decision]]\nsource = 24", ["source", "một đoạn chữ", "24"]),
        (
            f'[[procedure.decision]]\n{SOURCE}\ndays = "60"',
            ["dòng 3", "days", "một số nguyên", "“60”"],
        ),
        (f"[[procedure.decision]]\n{SOURCE}\ndays = 60.0", ["days", "một số nguyên", "60.0"]),
        (f"[[procedure.decision]]\n{SOURCE}\ndays = 0", ["days", "từ 1 đến 366", "0"]),
        (f"[[procedure.decision]]\n{SOURCE}\ndays = 367", ["days", "từ 1 đến 366", "367"]),
        (f"[[procedure.decision]]\n{SOURCE}\ndays = -1", ["days", "từ 1 đến 366", "-1"]),
        # a date in quotation marks, one with a time, one that Vietnamese offices write
        (f'[[procedure.decision]]\n{SOURCE}\nfrom = "2025-05-26"', ["from", "một ngày"]),
        (f"[[procedure.decision]]\n{SOURCE}\nfrom = 2025-05-26T00:00:00", ["from", "một ngày"]),
        (f"[[procedure.decision]]\n{SOURCE}\nfrom = 26/5/2025", ["dòng 3", "NĂM-THÁNG-NGÀY"]),
        # a day of another age
        (f"[[procedure.decision]]\n{SOURCE}\nfrom = 0225-05-26", ["dòng 3", "from", "1930"]),
        # two that begin on one day
        (
            f"[[procedure.decision]]\n{SOURCE}\nfrom = 2025-05-26\n" * 2,
            ["dòng 4", "[procedure] decision", "phần thứ 2", "2025-05-26"],
        ),
        (f"[[procedure.decision]]\n{SOURCE}\n" * 2, ["thời hạn không ghi ngày"]),
    ],
)
def test_limits_that_make_no_sense_are_refused(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert [word for word in [str(path), *words] if word not in str(caught.value)] == []


def test_limits_made_in_python_must_rise() -> None:
    later, first = DecisionLimit(date(2025, 5, 26), 45, "B"), DecisionLimit(None, 60, "A")
    with pytest.raises(ValueError, match="tăng dần"):
        Procedure((later, first))


def test_the_settings_file_shows_the_values_in_force(tmp_path: Path) -> None:
    """What dangvien.toml has as an example is what holds when nothing is set."""
    text = (ROOT / FILE_NAME).read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    shown = [line for line in lines if line.startswith("[") or " = " in line]
    found = read_settings(write(tmp_path, "\n".join(shown)))
    assert found.forecast == Assumptions()
    assert found.procedure == Procedure()
    examples = [line for line in lines if line.split(" = ")[0] in found.described()["forecast"]]
    assert len(examples) == len(fields(Assumptions))


# --- official statistics and the term ----------------------------------------------------------

FORM = "[[statistics.form_2_btctw]]\n"
TERM = "[term]\nfirst_year = 2020\nlast_year = 2025\nterm_quota = 1400\n"


def test_counts_of_the_official_form(tmp_path: Path) -> None:
    text = f"{FORM}day = 2023-06-30\nadmitted = 88\n{FORM}day = 2023-12-31\nadmitted = 190"
    found = read_settings(write(tmp_path, text))
    assert found.statistics.form_2_btctw == (
        OfficialCount(date(2023, 6, 30), 88),
        OfficialCount(date(2023, 12, 31), 190),
    )
    json.dumps(found.described())


def test_a_term_and_its_results(tmp_path: Path) -> None:
    found = read_settings(write(tmp_path, f"{TERM}results = {{ 2022 = 265, 2021 = 250 }}"))
    assert found.term == Term(2020, 2025, 1400, ((2021, 250), (2022, 265)))
    json.dumps(found.described())
    assert read_settings(write(tmp_path, "")).term == Term()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{FORM}day = 2023-07-31\nadmitted = 88", ["phần thứ 1", "30/6 hoặc 31/12"]),
        (f"{FORM}day = 2023-06-30", ["phần thứ 1", "thiếu mục admitted"]),
        (f"{FORM}day = 2023-06-30\nadmitted = -1", ["dòng 3", "từ 0 đến", "-1"]),
        (f"{FORM}day = 1023-06-30\nadmitted = 1", ["dòng 2", "day", "từ 1930 đến 2100"]),
        (
            f"{FORM}day = 2023-06-30\nadmitted = 1\n" * 2,
            ["dòng 4", "form_2_btctw", "2023-06-30", "mỗi ngày một lần"],
        ),
        ("[statistics]\nform_2_btctw = 88", ["[[statistics.form_2_btctw]]"]),
        ("[term]\nfirst_year = 2020", ["ghi đủ cả ba"]),
        (TERM.replace("2025", "2019"), ["dòng 3", "last_year", "không trước first_year"]),
        # years of another age, and more people than the country's members
        (TERM.replace("2020", "202"), ["dòng 2", "first_year", "từ 1930 đến 2100", "202."]),
        (TERM.replace("2025", "20255"), ["dòng 3", "last_year", "từ 1930 đến 2100"]),
        (TERM.replace("1400", f"{10**18}"), ["dòng 4", "term_quota", "10 triệu"]),
        (f"{TERM}results = {{ 2019 = 250 }}", ["results", "2020-2025", "2019"]),
        (f"{TERM}results = 250", ["results", "ghi theo năm"]),
        (f"{TERM}results = {{ nam = 250 }}", ["results", "ghi theo năm"]),
        (f"{TERM}results = {{ 2021 = 2.5 }}", ["results 2021", "một số nguyên"]),
        (f"{TERM}results = {{ 2021 = -5 }}", ["dòng 5", "results 2021", "từ 0 đến", "-5"]),
        # digits of another script are no year
        (f"{TERM}results = {{ '２０２１' = 5 }}", ["results", "ghi theo năm"]),
    ],
)
def test_what_makes_no_sense_there_is_refused(tmp_path: Path, text: str, words: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    assert [word for word in [str(path), *words] if word not in str(caught.value)] == []


# --- limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [item.name for item in fields(Limits)])
def test_each_limit_is_read(tmp_path: Path, name: str) -> None:
    found = read_settings(write(tmp_path, f"[limits]\n{name} = 7")).limits
    assert found == replace(Limits(), **{name: 7})


@pytest.mark.parametrize(
    ("limit", "file", "lowered", "raised"),
    [
        ("file_mb", "lon.tsv", 1, 3),
        ("members", "bang.xlsx", 3, 30),
        ("members", "bang.docx", 3, 30),
        ("rows", "bang.tsv", 4, 6),
        ("rows", "bang.xlsx", 4, 5),
        ("rows", "bang.docx", 4, 5),
        ("rows", "bieu.xls", 60, 61),
        ("rows", "bieu.ods", 60, 61),
        ("cells", "bang.tsv", 39, 60),
        ("cells", "bang.xlsx", 39, 40),
        ("cells", "bang.docx", 39, 10_000),
        ("cells", "bieu.xls", 400, 500),
        ("cells", "bieu.ods", 400, 500),
        ("pages", "bieu-co-ke.pdf", 1, 2),
        ("memory_mb", "bieu-co-ke.pdf", 10, 500),
    ],
)
def test_reading_obeys_a_limit_and_names_it(
    tmp_path: Path, limit: str, file: str, lowered: int, raised: int
) -> None:
    path = DATA / file
    if file.startswith("bang"):
        path = write_table(tmp_path, SOUND, file)
    elif file.startswith("lon"):
        notes = ["x" * 70_000] * 30
        path = write_table(tmp_path, [*SOUND, *notes], file)
    low = read_settings(write(tmp_path, f"[limits]\n{limit} = {lowered}"))
    with pytest.raises(ReadError, match=rf"(?s){path.name}.*{limit}.*\[limits\]"):
        read(path, settings=low)
    high = read_settings(write(tmp_path, f"[limits]\n{limit} = {raised}"))
    assert len(read(path, settings=high).units) >= 3


def test_the_unpacked_size_is_obeyed(tmp_path: Path) -> None:
    path = write_table(tmp_path, SOUND, "goc.xlsx")
    # Blanks and tabs in no order are packed to about an eighth, far from the ratio.
    blanks = "".join(random.Random(1).choices(" \t", k=3 * 2**19)).encode()
    styles = members_of(path)["xl/styles.xml"] + blanks
    path = repacked(path, tmp_path / "day.xlsx", {"xl/styles.xml": styles})
    with pytest.raises(ReadError, match=r"day\.xlsx.*nâng unpacked_mb trong phần \[limits\]"):
        read(path, settings=read_settings(write(tmp_path, "[limits]\nunpacked_mb = 1")))
    high = read_settings(write(tmp_path, "[limits]\nunpacked_mb = 2"))
    assert len(read(path, settings=high).units) == 3


def test_the_seconds_are_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_to = []

    def slow(command: list[str], *, seconds: float, **_: int) -> None:
        given_to.append(seconds)
        raise LimitPassedError(Limit.TIME)

    monkeypatch.setattr(pdf, "run_bounded", slow)
    low = read_settings(write(tmp_path, "[limits]\nseconds = 7"))
    with pytest.raises(ReadError, match=r"quá 7 giây.*seconds.*\[limits\]"):
        read(DATA / "bieu-co-ke.pdf", settings=low)
    assert given_to == [7]


@pytest.mark.parametrize("name", [item.name for item in fields(Limits)])
@pytest.mark.parametrize("value", [-1, 0, 10**12])
def test_limits_that_the_machine_would_not_last_are_refused(
    tmp_path: Path, name: str, value: int
) -> None:
    path = write(tmp_path, f"[limits]\n{name} = {value}")
    words = rf"dòng 2: \[limits\] {name} phải từ 1 đến \d+ \(.+\), không phải {value}\.$"
    with pytest.raises(SettingsError, match=words):
        read_settings(path)


def test_the_ratio_is_obeyed(tmp_path: Path) -> None:
    path = write_table(tmp_path, SOUND, "goc.xlsx")
    styles = members_of(path)["xl/styles.xml"] + b" " * (12 * 2**20)
    path = repacked(path, tmp_path / "day.xlsx", {"xl/styles.xml": styles})
    with pytest.raises(ReadError, match=r"day\.xlsx.*nâng ratio trong phần \[limits\]"):
        read(path, settings=read_settings(write(tmp_path, "[limits]\nratio = 1")))
    high = read_settings(write(tmp_path, "[limits]\nratio = 2000"))
    assert len(read(path, settings=high).units) == 3


def test_defaults_are_of_the_nearest_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert Settings() == Settings(root=deep.resolve())
    write(tmp_path, "[levels]\nsmall_quota = 1\n")
    # The folder is that of the project; its values are read by find_settings alone.
    assert Settings() == Settings(root=tmp_path.resolve())
    assert Settings().levels == Levels() != find_settings().levels
    assert Settings().register == find_settings().register
    assert Settings(root=deep).root == deep
