"""A snapshot beside earlier ones, in a ledger of simulated months."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

import dangvien_analysis as dva
from benchmarks.simulate import history, month_ends, write_returns
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.office.settings import Settings, Term
from dangvien_analysis.pack.pack import write_pack
from dangvien_analysis.report.sentences.narrative import narrative
from tests.conftest import AS_OF, ROOT, SHIPPED

NOON = datetime(2023, 9, 15, 12, tzinfo=UTC)


def keep(snapshot: dva.Snapshot, day: date, units: pd.DataFrame) -> None:
    source = replace(snapshot.source, quota_year=day.year, deadline=date(day.year, 12, 31))
    with Ledger(snapshot.settings).locked() as ledger:
        ledger.add(replace(snapshot, as_of=day, source=source, units=units), now=NOON)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, snapshot: dva.Snapshot) -> Settings:
    """An office with simulated months of 2023 up to August, and three tables of 2022."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(ROOT / "data" / "reference", folder / "data" / "reference")
    settings = Settings(root=folder, term=Term(2020, 2025, 1400, ((2021, 250), (2022, 265))))
    months = history(snapshot.units, AS_OF, month_ends(AS_OF)[:-1])
    made_up = dva.read(write_returns(months, folder)[0], settings=settings)
    for day, units in months.items():
        keep(made_up, day, units)
    days = [date(2023, 6, 30), date(2023, 8, 31), date(2023, 9, 30)]
    for day, units in history(snapshot.units, AS_OF, days, seed=5).items():
        keep(made_up, day.replace(year=2022), units)
    return settings


@pytest.fixture(scope="module")
def september(office: Settings) -> dva.Snapshot:
    return dva.read(SHIPPED, settings=office)


def test_levels_before_and_after(september: dva.Snapshot) -> None:
    beside = gather(september).beside
    assert beside is not None
    assert beside.since == date(2023, 8, 31)
    assert list(beside.table["level"]) == list(dva.assess(september)["risk_level"])
    assert set(beside.table["level_before"].dropna()) > {"met", "at_risk"}


def test_months_without_movement(september: dva.Snapshot) -> None:
    beside = gather(september).beside
    assert beside is not None
    months = beside.table["still_months"]
    # Nothing was ever admitted or sent up in Tiền Phong: since the table of 31 January.
    assert months["xa-tien-phong"] == 7
    assert (months[beside.table["moved"]] == 0).all()


def test_the_same_share_of_the_year_before(september: dva.Snapshot) -> None:
    ago = gather(september).ago
    assert ago is not None
    assert ago.found is not None
    assert (ago.year, ago.quota) == (2022, 281)
    assert (ago.found.since, ago.found.until) == (date(2022, 8, 31), date(2022, 9, 30))
    # 13 days of 30
    step = (ago.found.high - ago.found.low) * 13 / 30
    assert ago.found.between == pytest.approx(ago.found.low + step)


def test_a_year_that_ends_too_early_is_not_compared(september: dva.Snapshot) -> None:
    late = replace(september, as_of=date(2023, 11, 30))
    ago = gather(late).ago
    assert ago is not None
    assert ago.found is None
    section = narrative(late).section("movement")
    assert section is not None
    assert section.paragraphs[-1] == (
        "Số liệu năm 2022 chỉ có đến ngày 30/9/2022, chưa tới cùng thời điểm trong năm, nên chưa "
        "so sánh được với cùng kỳ."
    )


def test_the_section_tells_levels_standstill_and_the_year_before(
    september: dva.Snapshot,
) -> None:
    section = narrative(september).section("movement")
    assert section is not None
    assert section.title == "7. So với kỳ trước và cùng kỳ năm trước"
    text = "\n".join(section.paragraphs)
    assert "đơn vị chuyển sang mức tốt hơn: " in text
    assert "Đảng bộ xã Tiền Phong (0/7, 7 tháng)" in text
    last = section.paragraphs[-1]
    assert last.startswith("Cùng thời điểm năm 2022 (70,1% của năm): đã kết nạp từ ")
    assert last.endswith("; năm nay 135, bằng 48,04% tổng chỉ tiêu.")


def test_the_term_is_told_with_the_years_that_are_not_known(september: dva.Snapshot) -> None:
    overview = narrative(september).section("overview")
    assert overview is not None
    assert (
        "Nhiệm kỳ 2020-2025, chỉ tiêu 1.400: đến nay đã kết nạp 650 đảng viên (trong đó 515 người "
        "của các năm trước: 2021, 2022), đạt 46,43%; chưa có kết quả năm 2020, chưa tính vào."
    ) in overview.paragraphs


@pytest.mark.parametrize(
    "term", [Term(), Term(2025, 2030, 1400), Term(2015, 2020, 1400, ((2016, 200),))]
)
def test_another_term_is_not_told(snapshot: dva.Snapshot, term: Term) -> None:
    other = replace(snapshot, settings=replace(snapshot.settings, term=term))
    assert "Nhiệm kỳ" not in narrative(other).text


def test_a_term_without_results_tells_this_year_alone(snapshot: dva.Snapshot) -> None:
    settings = replace(snapshot.settings, term=Term(2023, 2025, 700))
    text = narrative(replace(snapshot, settings=settings)).text
    assert "chỉ tiêu 700: đến nay đã kết nạp 135 đảng viên, đạt 19,29%." in text


@pytest.fixture(scope="module")
def pack(september: dva.Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    # The page's notebook finds the office by its folder.
    (september.settings.root / "dangvien.toml").touch()
    folder = tmp_path_factory.mktemp("pack") / "p"
    few = replace(september, units=september.units[::6])
    yield write_pack(few, folder, pdf=False).folder


def test_the_pack_has_the_charts_over_the_year_and_calls_them_simulated(pack: Path) -> None:
    names = {path.stem for path in (pack / "bieu-do").iterdir()}
    assert {"monthly_admitted", "monthly_pool", "monthly_levels"} <= names
    page = (pack / "bao-cao.html").read_text(encoding="utf-8")
    assert "Biểu đồ đường, số kết nạp cộng dồn từ đầu năm" in page
    assert "<title>SỐ LIỆU MÔ PHỎNG. " in page
    captions = re.findall(r"<caption>(.*?)</caption>", page)
    assert captions
    assert all(caption.startswith("SỐ LIỆU MÔ PHỎNG. ") for caption in captions)
    sheets = pd.read_excel(pack / "so-lieu.xlsx", sheet_name=None, engine="calamine")
    heads = {name: str(sheet.columns[0]) for name, sheet in sheets.items() if len(sheet)}
    assert heads.pop("Giải thích") == "Cột"
    assert all(head.startswith("SỐ LIỆU MÔ PHỎNG. ") for head in heads.values())
    words = Document(str(pack / "bao-cao.docx"))
    titles = [one.text for one in words.paragraphs if one.style.name == "Table Title"]
    assert titles
    assert all(title.startswith("SỐ LIỆU MÔ PHỎNG. ") for title in titles)
