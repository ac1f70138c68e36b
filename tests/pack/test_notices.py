"""Sheets for the units: their own figures, nobody else's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn

import dangvien_analysis as dva
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.pack.notices import notice_rows, write_notices
from dangvien_analysis.pack.pack import Pack
from tests.builders import AN_HOA, HEADER, VINH_QUANG, read_rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, snapshot: dva.Snapshot) -> Pack:
    folder = tmp_path_factory.mktemp("reports") / "phieu"
    return write_notices(snapshot, folder, day=date(2023, 9, 20))


def pages(path: Path) -> Iterator[str]:
    """Give the text of each page: they are parted by breaks."""
    texts: list[str] = []
    for part in Document(str(path)).element.body.iter(qn("w:t"), qn("w:br"), qn("w:p")):
        if part.tag == qn("w:br"):
            yield "\n".join(texts)
            texts = []
        elif part.tag == qn("w:t"):
            texts.append(part.text or "")
    yield "\n".join(texts)


def test_a_page_for_each_unit_with_its_name_and_no_other(
    made: Pack, snapshot: dva.Snapshot
) -> None:
    names = list(snapshot.units["unit_name"])
    found = list(pages(made.folder / "phieu-don-vi.docx"))
    assert len(found) == len(names) == 54
    for name, page in zip(names, found, strict=True):
        assert f"Kính gửi: {name}" in page
        # "Trường THPT Vĩnh Bảo" holds the name of no other unit, but the place of signing
        rest = page.replace(name, "")
        assert [one for one in names if one in rest] == []
        assert "Vĩnh Bảo, ngày 20 tháng 9 năm 2023" in page


def test_the_figures_are_the_unit_s_own(made: Pack, assessed: pd.DataFrame) -> None:
    tables = Document(str(made.folder / "phieu-don-vi.docx")).tables
    sheets = [table for table in tables if len(table.rows) > 2]
    for (_, row), table in zip(assessed.iterrows(), sheets, strict=True):
        shown = {line.cells[0].text: line.cells[1].text for line in table.rows[1:]}
        for name, text in (
            ("quota", "Chỉ tiêu giao"),
            ("admitted", "Đã kết nạp"),
            ("pending", "Đang trình duyệt"),
            ("remaining", "Còn thiếu"),
            ("pool", "Nguồn"),
            ("pool_shortfall", "Thiếu nguồn"),
        ):
            assert shown[text] == str(row[name])
        assert not any("%" in text for text in shown.values())


def test_tasks_are_those_its_level_asks_for(made: Pack) -> None:
    found = list(pages(made.folder / "phieu-don-vi.docx"))
    co_am = next(page for page in found if "Kính gửi: Đảng bộ xã Cổ Am" in page)
    assert "ít nhất 2 quần chúng để đủ nguồn, chậm nhất ngày 06/10/2023." in co_am
    assert "hồ sơ đang trình duyệt, chậm nhất" not in co_am
    done = next(page for page in found if "Kính gửi: Đảng bộ xã Dũng Tiến" in page)
    assert "Đề nghị đơn vị" not in done
    for page in found:
        assert "Hạn hoàn thành chỉ tiêu là ngày 31/12/2023; nghị quyết của chi bộ ra" in page
        assert "tự chúng không phải là căn cứ để đánh giá" in page


def test_the_sheet_for_mail_merge_says_the_same(made: Pack, snapshot: dva.Snapshot) -> None:
    sheet = pd.read_excel(made.folder / "phieu-don-vi.xlsx", engine="calamine", dtype="object")
    rows = notice_rows(gather(snapshot))
    assert list(sheet.columns) == list(rows.columns)
    assert list(sheet["Tổ chức đảng"]) == list(snapshot.units["unit_name"])
    assert list(sheet["Còn thiếu"]) == list(rows["Còn thiếu"])
    assert list(sheet["Việc đề nghị"].fillna("")) == list(rows["Việc đề nghị"])


def test_the_same_again_gives_the_same_sheet(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, [HEADER, AN_HOA, VINH_QUANG])
    made = [write_notices(snapshot, tmp_path / one, day=date(2023, 9, 20)) for one in "ab"]
    first, second = (pack.folder / "phieu-don-vi.xlsx" for pack in made)
    assert first.read_bytes() == second.read_bytes()
    texts = [list(pages(pack.folder / "phieu-don-vi.docx")) for pack in made]
    assert texts[0] == texts[1]


def test_a_unit_that_did_not_report_is_asked_to(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, [HEADER, AN_HOA, VINH_QUANG])
    rows = notice_rows(gather(snapshot)).set_index("Tổ chức đảng")
    school = rows.loc["Chi bộ Trường THPT"]
    assert school["Việc đề nghị"].startswith("Báo cáo chỉ tiêu")
    assert pd.isna(school["Chỉ tiêu giao"])
    pack = write_notices(snapshot, tmp_path / "phieu")
    assert "chưa rõ" in list(pages(pack.folder / "phieu-don-vi.docx"))[2]


def test_without_a_date_nothing_is_made_up(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, [HEADER, AN_HOA], as_of=None)
    pack = write_notices(snapshot, tmp_path / "phieu")
    page = next(pages(pack.folder / "phieu-don-vi.docx"))
    assert "ngày …… tháng …… năm ……" in page
    assert "hạn hoàn thành" not in page.lower()


def test_simulated_figures_are_called_so(tmp_path: Path) -> None:
    snapshot = read_rows(tmp_path, [HEADER, AN_HOA])
    made_up = replace(snapshot, source=replace(snapshot.source, simulated=True))
    pack = write_notices(made_up, tmp_path / "phieu")
    assert all("SỐ LIỆU MÔ PHỎNG" in page for page in pages(pack.folder / "phieu-don-vi.docx"))
