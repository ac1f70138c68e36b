"""A month played by the command, as an office lives it: every command tells the same state.

September is received, corrected, withdrawn, corrected again, frozen; a third file comes for the
frozen day; October lies in data/raw; a finding is settled, a name accepted. All without FILE and
with a DATE.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from docx import Document

import dangvien_analysis as dva
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.pack import lab
from tests.builders import HEADER, SCHOOL, project, write_table
from tests.commands import call, done, refused

SEPTEMBER, OCTOBER = "Số liệu tính đến ngày 13/9/2023", "Số liệu tính đến ngày 31/10/2023"
NAME = "Đảng bộ xã Vinh Qang"
"""A name that the register does not hold."""


def rows(
    until: str, admitted: int, pending: int = 1, name: str = "Đảng bộ xã Vinh Quang"
) -> list[str]:
    """Give the table of a day: An Hòa's figures vary."""
    both, quota = admitted + pending, 5
    rate = f"{100 * both / quota:.2f}".replace(".", ",")
    units = (
        f"1|Đảng bộ xã An Hòa|{quota}|{admitted}|{pending}|{both}|{rate}|4",
        f"2|{name}|3|0|0|0|0,00|6",
        SCHOOL,
    )
    return [until, HEADER, *units]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = project(tmp_path)
    (tmp_path / "dangvien.toml").touch()
    monkeypatch.chdir(tmp_path)
    return settings


def lab_says(*arguments: str) -> list[str]:
    """Give what the command says before JupyterLab, in whose place something ends at once."""
    start = subprocess.Popen

    def pretend(_: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        return start([sys.executable, "-S", "-c", ""], **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab.subprocess, "Popen", pretend)
        return done("lab", "--no-browser", *arguments)


def state_of(settings: Settings, *day: str) -> set[str]:
    """Gather the first line of every command that shows a day's figures."""
    found = {
        done("check", *day)[0],
        done("trace", "5", *day, "--about", "An Hòa")[0],
        done("notices", *day)[0],
        done("report", "--no-pdf", *day)[0],
        lab_says(*day)[0],
    }
    said = json.loads(call("check", "--json", *day).stdout)
    (line,) = found
    assert said["file"] == line.split(",")[0]
    assert f"bản {said['revision']}," in line
    assert ("đã chốt" in line) is (said["frozen"] is not None)
    return found


def told(settings: Settings, day: str) -> dict[str, str]:
    """Read where the figures stand from the pack: manifest, page, Word report; and from Python."""
    folder = settings.reports / day
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    frozen = r"Số liệu (?:chưa chốt|đã chốt ngày [\d/]+ \(r\d\))"
    word = re.search(
        frozen, " ".join(one.text for one in Document(str(folder / "bao-cao.docx")).paragraphs)
    )
    page = re.search(frozen, (folder / "bao-cao.html").read_text(encoding="utf-8"))
    lead = re.search(frozen, " ".join(dva.narrative(dva.read(day, settings=settings)).lead))
    assert word is not None
    assert page is not None
    assert lead is not None
    assert word[0] == page[0] == lead[0]
    return {"revision": manifest["ledger"]["revision"], "words": word[0]}


def test_a_month(office: Settings, tmp_path: Path) -> None:
    first = write_table(tmp_path, rows(SEPTEMBER, 2), "thang-9.docx")
    right = write_table(tmp_path, rows(SEPTEMBER, 3), "thang-9-sua.docx")
    third = write_table(tmp_path, rows(SEPTEMBER, 4), "thang-9-lan-3.docx")

    # received, then corrected
    done("import", str(first))
    assert (
        done("check")[0] == "2023-09-13_r1_thang-9.docx, số liệu đến 13/9/2023, bản r1, chưa chốt"
    )
    done("import", str(right))
    line = "2023-09-13_r2_thang-9-sua.docx, số liệu đến 13/9/2023, bản r2, chưa chốt"
    assert state_of(office) == {line}
    assert state_of(office, "9/2023") == {line}
    assert told(office, "2023-09-13") == {"revision": "r2", "words": "Số liệu chưa chốt"}
    # the correction is not undone by the file that lies there, and can be undone only on purpose
    manifest = office.reports / "2023-09-13" / "manifest.json"
    before = manifest.stat().st_mtime_ns
    assert done("report", "--no-pdf")[2] == (
        f"Không có gì thay đổi từ lần lập trước: {Path('reports/2023-09-13')} "
        "(--force để lập lại)."
    )
    assert manifest.stat().st_mtime_ns == before
    again = done("report", "--no-pdf", "--force")
    assert manifest.stat().st_mtime_ns > before
    assert "  bao-cao.html" in again
    assert again[0] == line
    assert again[-3].startswith("Kết quả: đã kết nạp 4, ")
    assert again[-2] == "Đính chính so với r1: Đảng bộ xã An Hòa, đã kết nạp 2 thành 3."
    assert again[-1] == "Mở trước: reports/2023-09-13/bao-cao.docx"
    assert "--again" in refused("report", "--no-pdf", str(first))

    # a wrong import is withdrawn, and accepted again
    done("withdraw", "2023-09-13", "--by", "A", "--reason", "nhầm")
    assert done("check")[0].endswith("bản r1, chưa chốt")
    assert "đã bị rút trước đây (r2). Nếu nhận nhầm" in done("import", str(right))[-1]

    # frozen: whatever is read again, settled or accepted, it stays frozen
    done("freeze", "9/2023", "--by", "Ban Tổ chức")
    frozen = done("check")[0]
    assert re.search(r"bản r3, đã chốt [\d/]+ \(Ban Tổ chức\)$", frozen)
    assert "đã chốt (r3, Ban Tổ chức)" in refused("import", str(third))
    write_table(office.raw, rows(SEPTEMBER, 4), "lan-3.docx")
    assert "lan-3.docx chưa có trong sổ số liệu: số liệu đến 13/9/2023 đã chốt" in done("check")[1]
    assert state_of(office) == state_of(office, "13/9/2023") == {frozen}
    (office.raw / "lan-3.docx").unlink()

    # October lies in data/raw, its day in its own words; the name of a unit is unknown
    write_table(office.raw, rows(OCTOBER, 3, 2, NAME), "thang-10.docx")
    assert "thang-10.docx, số liệu đến 31/10/2023, chưa có" in done("check")[1]
    october = done("report", "--no-pdf")
    assert october[0] == "thang-10.docx, số liệu đến 31/10/2023, bản r1, chưa chốt"
    assert october[-2] == "Đính chính: không có."
    assert (
        state_of(office)
        == state_of(office, "10/2023")
        == state_of(office, "31/10/2023")
        == {october[0]}
    )

    # a decision and a name: no other revision, and September stays frozen
    assert done("settle", "not_reported", "--document", "CV 5")[0] == october[0]
    assert done("settle", "date_from_text", "2023-09-13", "--document", "CV 6")[0] == frozen
    done("alias", NAME, "xa-vinh-quang")
    assert state_of(office) == {october[0]}
    assert state_of(office, "2023-09-13") == {frozen}
    assert told(office, "2023-09-13")["words"].endswith("(r3)")
    sheets = Document(str(office.reports / "2023-09-13-phieu" / "phieu-don-vi.docx")).paragraphs
    assert any("đến ngày 13/9/2023, đã chốt ngày" in one.text for one in sheets)
    sheets = Document(str(office.reports / "2023-10-31-phieu" / "phieu-don-vi.docx")).paragraphs
    assert not any("đã chốt" in one.text for one in sheets)
    assert told(office, "2023-10-31") == {"revision": "r1", "words": "Số liệu chưa chốt"}
    sides = done("diff")
    assert sides[:2] == [frozen, october[0]]
    (moved,) = [row for row in sides if "An Hòa" in row]
    assert moved.split()[-3:] == ["1", "→", "2"]
    assert done("verify") == ["Sổ số liệu nguyên vẹn."]
    listed = done("history")
    assert [row for row in listed if row.startswith("2023")][:2] == [
        "2023-09-13  đã chốt (r3, Ban Tổ chức)",
        "2023-10-31  chưa chốt",
    ]
    # the copies to explore in show the accepted figures of their day
    copy = nbformat.read(office.work / "2023-09-13" / "02_tien_do.ipynb", as_version=4)
    assert any(cell.source.startswith("FILE = '2023-09-13'") for cell in copy.cells)
