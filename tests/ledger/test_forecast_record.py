import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import RecordError
from dangvien_analysis.forecasting.forecast import Forecast
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.ledger.forecast_record import (
    COLUMNS,
    FORECASTS,
    UNIT_COLUMNS,
    UNITS,
    forecasts_of,
    read_forecasts,
    record,
    year_end,
)
from dangvien_analysis.ledger.ledger import Ledger
from tests.builders import as_excel_saves
from tests.conftest import DEADLINE, ROOT

MADE = date(2026, 11, 25)


def at(snapshot: dva.Snapshot, root: Path) -> dva.Snapshot:
    return replace(snapshot, settings=replace(snapshot.settings, root=root))


def ahead(snapshot: dva.Snapshot) -> Forecast:
    found = dva.outlook(snapshot)
    assert found is not None
    return found


def keep(snapshot: dva.Snapshot, made: date = MADE) -> bool:
    """Record a forecast as the command does, with what the ledger knows besides."""
    meeting = gather(snapshot)
    assert meeting.forecast is not None
    return record(
        snapshot,
        meeting.forecast,
        made,
        history=[day for day, _ in meeting.earlier],
        carried_over=meeting.carried_over,
    )


@pytest.fixture
def own(snapshot: dva.Snapshot, tmp_path: Path) -> dva.Snapshot:
    return at(snapshot, tmp_path)


def files(snapshot: dva.Snapshot) -> list[Path]:
    return [snapshot.settings.processed / name for name in (FORECASTS, UNITS)]


def test_a_forecast_is_written_with_what_it_rests_on(own: dva.Snapshot) -> None:
    found = ahead(own)
    assert record(own, found, MADE)
    forecasts, units = read_forecasts(own.settings)
    (line,) = forecasts.to_dict("records")
    assert tuple(forecasts) == COLUMNS
    assert (line["made"], line["as_of"], line["deadline"]) == (
        "2026-11-25",
        "2023-09-13",
        "2023-12-31",
    )
    assert (line["target"], line["quota"], line["admitted"], line["pending"]) == (
        280,
        281,
        135,
        29,
    )
    for name in ("median", "low80", "high80", "low95", "high95", "expected_met"):
        assert line[name] == pytest.approx(found.district[name], abs=1e-6)
    assert (line["pace"], line["pace_sd"], line["lead_days"]) == (1, 0.25, 45)
    assert line["sha256"] == own.source.sha256
    assert tuple(units) == UNIT_COLUMNS
    assert list(units["unit_id"]) == list(own.units.index)
    assert set(units["forecast"]) == {line["forecast"]}
    assert list(units["p_meet"]) == pytest.approx(list(found.units["p_meet"]), abs=1e-6)
    assert list(units["band"]) == list(found.units["band"])


def test_the_same_forecast_is_written_once(own: dva.Snapshot) -> None:
    assert keep(own)
    before = [path.read_bytes() for path in files(own)]
    assert not keep(own, date(2026, 12, 1))
    assert [path.read_bytes() for path in files(own)] == before


def test_another_day_or_another_assumption_is_another_forecast(own: dva.Snapshot) -> None:
    keep(own)
    first = files(own)[0].read_text(encoding="utf-8")
    later = replace(own, as_of=date(2023, 10, 31))
    assert keep(later)
    fast = replace(own, settings=replace(own.settings, forecast=dva.Assumptions(pace=2)))
    assert keep(fast)
    forecasts, units = read_forecasts(own.settings)
    assert len(set(forecasts["forecast"])) == 3
    assert len(units) == 3 * 54
    # what stood there stands there byte for byte
    assert files(own)[0].read_text(encoding="utf-8").startswith(first)


def test_an_earlier_table_makes_another_forecast(own: dva.Snapshot) -> None:
    keep(own)
    june = replace(own, as_of=date(2023, 6, 30))
    with Ledger(own.settings).locked() as ledger:
        ledger.add(june, now=datetime(2023, 7, 1, tzinfo=UTC))
    assert keep(own)
    forecasts, _ = read_forecasts(own.settings)
    assert list(forecasts["history"]) == ["", "2023-06-30"]


def test_unknown_figures_are_empty_cells(own: dva.Snapshot) -> None:
    units = own.units.copy()
    units.loc[units.index[0], ["quota", "pool"]] = pd.NA
    holed = replace(own, units=units)
    keep(holed)
    _, kept = read_forecasts(own.settings)
    row = kept.iloc[0]
    assert row[["quota", "pool", "p_meet", "expected", "low80"]].isna().all()
    assert row["band"] == ""
    assert row["admitted"] == 7


def test_when_the_second_file_fails_the_next_run_completes_it(
    own: dva.Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dangvien_analysis.ledger.forecast_record as module

    written: list[Path] = []
    real = module.write_bytes

    def full(path: Path, content: bytes) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        real(path, content)

    monkeypatch.setattr(module, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        keep(own)
    monkeypatch.setattr(module, "write_bytes", real)
    assert read_forecasts(own.settings)[0].empty
    assert keep(own)
    forecasts, units = read_forecasts(own.settings)
    assert (len(forecasts), len(units)) == (1, 54)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (FORECASTS, b"a,b\n1,2\n", "dòng 1: thiếu cột forecast, made.*khôi phục bản cũ"),
        (FORECASTS, b"\xff\xfe\x00", "UTF-8"),
        (UNITS, b"\n\n", "thiếu cột forecast"),
        (UNITS, ",".join(UNIT_COLUMNS).encode() + b"\nx,nay,y\n", "dòng 2: as_of 'nay'"),
        (UNITS, ",".join(UNIT_COLUMNS).encode() + b"\nx\n", "dòng 2: thiếu ô"),
    ],
)
def test_a_damaged_file_is_named_and_left_alone(
    own: dva.Snapshot, name: str, content: bytes, words: str
) -> None:
    path = own.settings.processed / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(RecordError, match=words) as caught:
        keep(own)
    assert name in str(caught.value)
    assert path.read_bytes() == content
    assert [one.name for one in path.parent.iterdir()] == [name]


def test_an_empty_file_is_as_none(own: dva.Snapshot) -> None:
    path = own.settings.processed / FORECASTS
    path.parent.mkdir(parents=True)
    path.touch()
    assert keep(own)
    assert len(read_forecasts(own.settings)[0]) == 1


def test_a_cell_that_is_no_number(own: dva.Snapshot) -> None:
    keep(own)
    path = files(own)[0]
    path.write_text(path.read_text(encoding="utf-8").replace(",280,", ",nhiều,"), encoding="utf-8")
    with pytest.raises(RecordError, match="có ô phải là số mà không phải"):
        read_forecasts(own.settings)


def test_a_file_saved_by_a_spreadsheet_goes_on(own: dva.Snapshot) -> None:
    keep(own)
    path = files(own)[0]
    # a byte order mark, and no line end at the end
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().rstrip(b"\n"))
    later = replace(own, as_of=date(2023, 10, 31))
    assert keep(later)
    assert len(read_forecasts(own.settings)[0]) == 2


def test_files_saved_by_a_vietnamese_excel_go_on(own: dva.Snapshot) -> None:
    keep(own)
    first = read_forecasts(own.settings)
    for path in files(own):
        text = as_excel_saves(path.read_text(encoding="utf-8")).decode()
        path.write_bytes(re.sub(r"(?<=;)(\d+)\.(\d+)(?=;)", r"\1,\2", text).encode())
    assert b";0,25;" in files(own)[0].read_bytes()
    assert b";13/9/2023;31/12/2023;" in files(own)[1].read_bytes()
    for found, kept in zip(read_forecasts(own.settings), first, strict=True):
        pd.testing.assert_frame_equal(found, kept)
    assert not keep(own)
    later = replace(own, as_of=date(2023, 10, 31))
    assert keep(later)
    forecasts, units = forecasts_of(own.settings, 2023)
    assert list(forecasts["as_of"]) == ["2023-09-13", "2023-10-31"]
    assert list(forecasts["pace_sd"]) == [0.25, 0.25]
    assert len(units) == 2 * 54


def test_forecasts_of_a_year(own: dva.Snapshot) -> None:
    keep(own)
    forecasts, units = forecasts_of(own.settings, 2023)
    assert (len(forecasts), len(units)) == (1, 54)
    with pytest.raises(RecordError, match="chưa ghi dự báo nào của năm 2024"):
        forecasts_of(own.settings, 2024)


def test_last_figures_of_a_year(own: dva.Snapshot) -> None:
    with pytest.raises(RecordError, match="Chưa có số liệu cuối năm, đến ngày 31/12/2023"):
        year_end(own.settings, DEADLINE)
    last = replace(own, as_of=DEADLINE)
    with Ledger(own.settings).locked() as ledger:
        ledger.add(last, now=datetime(2024, 1, 5, tzinfo=UTC))
    pd.testing.assert_series_equal(year_end(own.settings, DEADLINE), own.units["admitted"])


def test_the_repository_s_own_forecast_is_what_the_package_says(snapshot: dva.Snapshot) -> None:
    forecasts, units = read_forecasts(replace(snapshot.settings, root=ROOT))
    (line,) = forecasts.to_dict("records")
    found = ahead(snapshot)
    for name in ("median", "low80", "high80", "low95", "high95"):
        assert line[name] == found.district[name]
    assert list(units["p_meet"]) == pytest.approx(list(found.units["p_meet"]), abs=1e-5)
