"""Questions over the whole ledger, against plain pandas over its tables."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dangvien_analysis as dva
from dangvien_analysis.files import sha256_of
from dangvien_analysis.ledger.history import latest, monthly_change, yearly_totals
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.ledger.revision import PARQUET, SOURCE, sealed
from dangvien_analysis.office.settings import Settings
from tests.builders import SOUND, listed, read_rows

NOON = datetime(2023, 9, 15, 12, tzinfo=UTC)
DECEMBER, JANUARY, MARCH = date(2022, 12, 31), date(2023, 1, 31), date(2023, 3, 31)


@pytest.fixture
def sound(tmp_path: Path) -> dva.Snapshot:
    return read_rows(tmp_path, SOUND[:-1])


def keep(snapshot: dva.Snapshot, day: date, units: pd.DataFrame) -> Ledger:
    source = replace(snapshot.source, quota_year=day.year)
    ledger = Ledger(snapshot.settings)
    with ledger.locked():
        ledger.add(replace(snapshot, as_of=day, source=source, units=units), now=NOON)
    return ledger


def with_admitted(snapshot: dva.Snapshot, *admitted: int | None) -> pd.DataFrame:
    units = snapshot.units.iloc[: len(admitted)]
    return units.assign(admitted=pd.array(admitted, dtype="Int64"))


@pytest.fixture
def ledger(sound: dva.Snapshot) -> Ledger:
    """December of one year, January and March of the next; the school is not in March."""
    keep(sound, DECEMBER, with_admitted(sound, 5, 3, 1))
    keep(sound, JANUARY, with_admitted(sound, 1, None, 0))
    return keep(sound, MARCH, with_admitted(sound, 2, 1))


def test_the_latest_state_is_each_unit_s_own_last_table(ledger: Ledger) -> None:
    found = latest(ledger)
    assert list(found.index) == ["xa-an-hoa", "xa-vinh-quang", "truong-thpt"]
    assert [day.date() for day in found["as_of"]] == [MARCH, MARCH, JANUARY]
    assert listed(found["admitted"]) == [2, 1, 0]
    assert list(found["unit_name"])[2] == "Chi bộ Trường THPT"
    assert list(found["sector"]) == ["commune", "commune", "school"]
    assert found["quota"].dtype == "Int64"


def test_changes_start_anew_each_year_and_unknown_stays_unknown(ledger: Ledger) -> None:
    found = monthly_change(ledger)
    days = [day.date() for day in found["as_of"]]
    assert days == [DECEMBER] * 3 + [JANUARY] * 3 + [MARCH] * 2
    assert listed(found["admitted"]) == [5, 3, 1, 1, None, 0, 2, 1]
    assert listed(found["change"]) == [5, 3, 1, 1, None, 0, 1, None]


def test_a_unit_that_was_not_there_has_no_change(sound: dva.Snapshot) -> None:
    keep(sound, JANUARY, with_admitted(sound, 1, 1).iloc[::-1])
    ledger = keep(sound, MARCH, with_admitted(sound, 4, 2, 9))
    assert listed(monthly_change(ledger)["change"])[2:] == [3, 1, None]


def test_totals_are_those_of_the_last_table_of_each_year(ledger: Ledger) -> None:
    found = yearly_totals(ledger)
    assert list(found.index) == [(2022, "commune"), (2022, "school"), (2023, "commune")]
    assert listed(found["admitted"]) == [8, 1, 3]
    assert listed(found["quota"]) == [8, 1, 8]
    assert listed(found["units"]) == [2, 1, 2]
    assert [day.date() for day in found["as_of"]] == [DECEMBER, DECEMBER, MARCH]


def test_unknown_counts_and_sectors(sound: dva.Snapshot) -> None:
    units = with_admitted(sound, None, 3, 1).assign(pool=pd.array([None] * 3, dtype="Int64"))
    units["sector"] = units["sector"].astype("str").where(units.index != "truong-thpt")
    units["sector"] = units["sector"].astype("category")
    found = yearly_totals(keep(sound, MARCH, units))
    assert found.index.get_level_values("sector").isna().tolist() == [False, True]
    assert listed(found["admitted"]) == [3, 1]
    assert listed(found["reported"]) == [1, 1]
    assert listed(found["pool"]) == [None, None]


def test_the_current_revision_alone_counts(ledger: Ledger, sound: dva.Snapshot) -> None:
    keep(sound, MARCH, with_admitted(sound, 3, 1))
    assert listed(latest(ledger)["admitted"])[0] == 3
    with ledger.locked():
        ledger.withdraw(MARCH, by="A", reason="sai", now=NOON)
    assert listed(latest(ledger)["admitted"])[0] == 2
    with ledger.locked():
        ledger.withdraw(MARCH, by="A", reason="sai", now=NOON)
    assert listed(latest(ledger)["admitted"]) == [1, None, 0]
    assert len(monthly_change(ledger)) == 6


def test_an_empty_ledger_has_empty_answers(tmp_path: Path) -> None:
    ledger = Ledger(Settings(root=tmp_path))
    assert latest(ledger).empty
    assert list(monthly_change(ledger).columns) == ["unit_id", "as_of", "admitted", "change"]
    assert yearly_totals(ledger).index.names == ["quota_year", "sector"]


MONTHS = st.lists(
    st.dictionaries(
        st.sampled_from(["a", "b", "c", "d"]),
        st.one_of(st.none(), st.integers(0, 9)),
        min_size=1,
    ),
    min_size=1,
    max_size=5,
)


def write(root: Path, months: list[dict[str, int | None]]) -> tuple[Ledger, pd.DataFrame]:
    """Write months of two years as bare files; the same rows as one plain frame."""
    settings, rows = Settings(root=root), []
    for at, counts in enumerate(months):
        day = date(2022 + at // 3, at % 3 + 1, 28)
        folder = settings.processed / day.isoformat() / "r1"
        folder.mkdir(parents=True)
        frame = pd.DataFrame({"unit_id": pd.array(list(counts), dtype="str")})
        for name in ("unit_name", "org_type", "sector"):
            frame[name] = frame["unit_id"].where(frame["unit_id"] != "d")
        for name in ("quota", "admitted", "pending", "pool"):
            frame[name] = pd.array(list(counts.values()), dtype="Int64")
        frame.to_parquet(folder / PARQUET, index=False)
        texts = dict.fromkeys(("file", "sha256", "accepted", "content"), "x")
        texts["as_of"] = day.isoformat()
        files = {PARQUET: sha256_of(folder / PARQUET)}
        source = sealed({"quota_year": day.year, "files": files, **texts})
        (folder / SOURCE).write_text(json.dumps(source), encoding="utf-8")
        rows.append(frame.assign(as_of=pd.Timestamp(day), quota_year=day.year))
    return Ledger(settings), pd.concat(rows, ignore_index=True)


def changes(rows: pd.DataFrame) -> list[int | None]:
    """Give what each row admits since the table before it of the same year."""
    admitted = listed(rows["admitted"])
    known = dict(zip(zip(rows["as_of"], rows["unit_id"], strict=True), admitted, strict=True))
    found: list[int | None] = []
    for (day, unit), now in known.items():
        before = [
            one for one in dict.fromkeys(rows["as_of"]) if one < day and one.year == day.year
        ]
        last = known.get((max(before), unit)) if before else 0
        found.append(None if now is None or last is None else now - last)
    return found


@given(months=MONTHS)
def test_the_same_as_plain_pandas(
    months: list[dict[str, int | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    ledger, rows = write(tmp_path_factory.mktemp("ledger"), months)
    last = rows.groupby("unit_id").tail(1).set_index("unit_id").sort_index()
    found = latest(ledger).sort_index()
    assert listed(found["admitted"]) == listed(last["admitted"])
    assert list(found["as_of"]) == list(last["as_of"])
    change = monthly_change(ledger)
    assert listed(change["admitted"]) == listed(rows["admitted"])
    assert listed(change["change"]) == changes(rows)
    ends = rows[rows["as_of"] == rows.groupby("quota_year")["as_of"].transform("max")]
    sums = ends.groupby(["quota_year", "sector"], dropna=False)["admitted"].sum(min_count=1)
    assert listed(yearly_totals(ledger)["admitted"]) == listed(sums)
