"""A comma without quotation marks parts a cell: joined where that is sure, else unknown."""

from pathlib import Path

import dangvien_analysis as dva
from dangvien_analysis.readers.grid import Kind
from tests.builders import codes, listed, project

HEAD = "STT,Tên đơn vị,Chỉ tiêu,Đã kết nạp,Đang trình,Tỷ lệ %,Nguồn"
ROWS = [
    "1,Đảng bộ xã A,15,7,5,80,00,9",
    "2,Đảng bộ xã B,7,4,1,71,43,14",
    "3,Chi bộ C,8,1,0,12,50,5",
]


def read(folder: Path, *rows: str, name: str = "b.csv") -> dva.Snapshot:
    path = folder / name
    path.write_text("\n".join(rows), encoding="utf-8")
    return dva.read(path, settings=project(folder, None))


def test_a_rate_is_joined_where_it_is_the_row_s(tmp_path: Path) -> None:
    snapshot = read(tmp_path, HEAD, *ROWS, ",Tổng cộng,30,12,6,60,00,28")
    assert listed(snapshot.units["pool"]) == [9, 14, 5]
    assert snapshot.stated["pool"] == 28
    found = snapshot.findings.set_index("code")
    assert "error" not in set(found["severity"])
    assert found.loc["parted_cells", "message"].startswith("4 dòng")


def test_only_some_rows_are_parted(tmp_path: Path) -> None:
    snapshot = read(tmp_path, HEAD, "1,Đảng bộ xã A,15,7,5,80,9", *ROWS[1:])
    assert listed(snapshot.units["pool"]) == [9, 14, 5]


def test_where_the_pieces_are_no_rate_the_figures_are_unknown(tmp_path: Path) -> None:
    snapshot = read(tmp_path, HEAD, ROWS[0], "2,Đảng bộ xã B,7,4,1,99,43,14", ROWS[2])
    assert listed(snapshot.units["quota"]) == [15, None, 8]
    assert listed(snapshot.units["pool"]) == [9, None, 5]
    assert "dòng 3" in snapshot.findings.set_index("code").loc["row_too_wide", "message"]


def test_a_comma_in_a_name(tmp_path: Path) -> None:
    row = "2,Chi bộ Văn phòng, Thanh tra,7,4,1,60,5"
    snapshot = read(tmp_path, HEAD, "1,Đảng bộ xã A,15,7,5,80,9", row)
    assert snapshot.units["listed_as"].tolist()[1] == "Chi bộ Văn phòng, Thanh tra"
    assert listed(snapshot.units["quota"]) == [15, 7]
    assert "parted_cells" in codes(snapshot)


def test_a_note_beside_the_table_is_no_figure(tmp_path: Path) -> None:
    snapshot = read(tmp_path, HEAD, "1,Đảng bộ xã A,15,7,5,80,9,mới", ROWS[1])
    assert listed(snapshot.units["quota"]) == [15, 7]
    assert "cell_outside" in codes(snapshot)
    assert snapshot.origin.table.grid.kind is Kind.TEXT
