"""Questions over the whole ledger: latest state, change between tables, totals of the years.

They read the columns they need of each date's current revision. Two tables of one office mostly
list the same units in the same order: then rows are put side by side as they stand.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dangvien_analysis.columns import COUNTS
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.ledger.revision import PARQUET, Revision

_STATE = ["unit_id", "unit_name", "org_type", "sector", *COUNTS]
_AT_ONCE = 2
"""Files read at the same time."""


class _Counts(NamedTuple):
    """Counts of one table as arrays: the values, 0 where one is not known, and where that is."""

    values: np.ndarray
    unknown: np.ndarray

    def array(self) -> pd.arrays.IntegerArray:
        """Give them to pandas."""
        return pd.arrays.IntegerArray(self.values, self.unknown)


def latest(ledger: Ledger) -> pd.DataFrame:
    """Give the latest state of every unit that ever stood in a table.

    Index ``unit_id``: ``as_of``, the day of the last table that holds the unit [datetime64],
    ``unit_name``, ``org_type``, ``sector`` and the counts [people], NA allowed; units of the
    newest table first, in its order. Units are as the tables name them: a merged one stands with
    its own last table.
    """
    parts: list[pa.Table] = []
    known: list[pa.Array] = []
    newest = _reading(ledger, reversed(ledger.currents()), ["unit_id"])
    for one, table in newest:
        ids = table.column("unit_id").combine_chunks()
        if known and any(ids.equals(seen) for seen in known):
            continue
        whole = columns_of(ledger, one, _STATE)
        if known:
            new = pc.invert(pc.is_in(ids, value_set=pa.concat_arrays(known)))
            whole = whole.filter(new)
        known.append(ids)
        if whole.num_rows:
            parts.append(_dated(whole, one.as_of, whole.num_rows))
    if not parts:
        return _empty(["as_of", *_STATE]).set_index("unit_id")
    frame = _framed(pa.concat_tables([_plain(part) for part in parts]))
    return frame[["unit_id", "as_of", *_STATE[1:]]].set_index("unit_id")


def monthly_change(ledger: Ledger) -> pd.DataFrame:
    """Give how many people each unit admitted from table to table.

    Gives one row a unit and table, tables rising, units in the table's order: ``unit_id``,
    ``as_of`` [datetime64], ``admitted`` since 1 January and ``change`` since the table before
    [people, Int64]. In the first table of a quota year the change is the admitted: counts start
    from zero on 1 January. NA where a count is NA, or the unit is not in the table before of the
    same year.
    """
    ids: list[pa.Array] = []
    days: list[np.ndarray] = []
    counts: list[_Counts] = []
    moved: list[_Counts] = []
    before: tuple[object, pa.Array, _Counts] | None = None
    for one, table in _reading(ledger, ledger.currents(), ["unit_id", "admitted"]):
        units, admitted = table.column("unit_id").combine_chunks(), _counts_of(table, "admitted")
        year = one.source.get("quota_year")
        change = admitted
        if before is not None and before[0] == year:
            earlier = _aligned(before[1], before[2], units)
            unknown = admitted.unknown | earlier.unknown
            change = _Counts(admitted.values - earlier.values, unknown)
        before = (year, units, admitted)
        ids.append(units)
        days.append(np.full(len(units), np.datetime64(one.as_of, "s")))
        counts.append(admitted)
        moved.append(change)
    if not ids:
        return _empty(["unit_id", "as_of", "admitted", "change"])
    return pd.DataFrame(
        {
            "unit_id": pd.array(pa.chunked_array(ids), dtype="str"),
            "as_of": np.concatenate(days),
            "admitted": _joined(counts),
            "change": _joined(moved),
        },
        copy=False,
    )


def yearly_totals(ledger: Ledger) -> pd.DataFrame:
    """Add up the last table of each quota year, by sector.

    Index ``quota_year`` and ``sector``, years rising, sectors by name, units without one last
    under NA: ``as_of``, the day of the year's last table; ``units`` and ``reported``, those whose
    quota and admitted are known [units]; the counts [people], sums over the units that gave them,
    NA when none did.
    """
    last = {one.source.get("quota_year"): one for one in ledger.currents()}
    keys = ["quota_year", "sector"]
    parts = [
        _of_year(table, one) for one, table in _reading(ledger, last.values(), ["sector", *COUNTS])
    ]
    if not parts:
        return _empty([*keys, "as_of", "units", "reported", *COUNTS]).set_index(keys)
    return pd.concat(parts).set_index(keys)


def _of_year(table: pa.Table, one: Revision) -> pd.DataFrame:
    """Add up one table by sector; a sum of integers is exact in bincount's floats."""
    column = table.column("sector").combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    names = column.dictionary.to_pylist()
    codes = column.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)

    def summed(values: np.ndarray | None = None) -> np.ndarray:
        found: np.ndarray = np.bincount(codes, values, minlength=len(names) + 1).astype("int64")
        return found

    counts = {name: _counts_of(table, name) for name in COUNTS}
    known = {name: ~counted.unknown for name, counted in counts.items()}
    sums = {
        name: _Counts(summed(counted.values), summed(known[name]) == 0).array()
        for name, counted in counts.items()
    }
    units = pd.array(summed(), dtype="Int64")
    reported = pd.array(summed(known["quota"] & known["admitted"]), dtype="Int64")
    frame = pd.DataFrame(
        {
            "quota_year": pd.array([one.source.get("quota_year")] * len(units), dtype="Int64"),
            "sector": pd.array([*names, pd.NA], dtype="str"),
            "as_of": np.datetime64(one.as_of, "s"),
            "units": units,
            "reported": reported,
        }
        | sums
    )
    order = sorted(range(len(names)), key=lambda at: str(names[at]))
    return frame.iloc[[at for at in (*order, len(names)) if units[at]]]


def columns_of(ledger: Ledger, one: Revision, columns: list[str]) -> pa.Table:
    """Read columns of a revision; what the office accepted since stands in their place.

    Raises LedgerError when it is not what was written.
    """
    if ledger.decides:
        frame = ledger.units(one).reset_index()[columns]
        return pa.Table.from_pandas(frame, preserve_index=False)
    content = pa.BufferReader(one.content_bytes(PARQUET))
    return pq.read_table(content, columns=columns, use_threads=False)


def _reading(
    ledger: Ledger, revisions: Iterable[Revision], columns: list[str]
) -> Iterator[tuple[Revision, pa.Table]]:
    """Read columns of revisions, some files ahead of whoever takes them."""

    def read(one: Revision) -> pa.Table:
        return columns_of(ledger, one, columns)

    order = list(revisions)
    with ThreadPoolExecutor(_AT_ONCE) as readers:
        yield from zip(order, readers.map(read, order), strict=True)


def _aligned(units: pa.Array, admitted: _Counts, wanted: pa.Array) -> _Counts:
    """Put the counts of one table on the units of another; not known for a unit it lacks."""
    if units.equals(wanted):
        return admitted
    at = pc.index_in(wanted, value_set=units).fill_null(-1).to_numpy(zero_copy_only=False)
    return _Counts(admitted.values[at], admitted.unknown[at] | (at < 0))


def _counts_of(table: pa.Table, name: str) -> _Counts:
    """Take a column of counts."""
    column = table.column(name).combine_chunks()
    unknown = column.is_null().to_numpy(zero_copy_only=False)
    # Where a count is not known the value is 0, so that sums need no mask.
    values = column.fill_null(0).to_numpy(zero_copy_only=False)
    return _Counts(values.astype("int64", copy=False), unknown)


def _joined(parts: list[_Counts]) -> pd.arrays.IntegerArray:
    values, unknown = (np.concatenate(side) for side in zip(*parts, strict=True))
    return _Counts(values, unknown).array()


def _dated(table: pa.Table, day: date, length: int) -> pa.Table:
    days = pa.array(np.full(length, np.datetime64(day, "s")))
    return table.append_column("as_of", days)


def _plain(table: pa.Table) -> pa.Table:
    """Write categories out: their numbers differ from file to file."""
    for at, name in enumerate(table.column_names):
        if pa.types.is_dictionary(table.schema.field(name).type):
            table = table.set_column(at, name, table.column(name).cast(pa.large_string()))
    return table


def _framed(table: pa.Table) -> pd.DataFrame:
    """Give a table to pandas with the package's dtypes."""
    frame = pd.DataFrame({"as_of": table.column("as_of").to_numpy()})
    for name in _STATE:
        if name in COUNTS:
            frame[name] = _counts_of(table, name).array()
        else:
            frame[name] = pd.array(table.column(name), dtype="str")
    return frame


def _empty(columns: list[str]) -> pd.DataFrame:
    counted = dict.fromkeys((*COUNTS, "change", "units", "reported", "quota_year"), "Int64")
    frame = pd.DataFrame(columns=columns, dtype="str")
    kinds = {name: counted.get(name, "str") for name in columns}
    return frame.astype(kinds | ({"as_of": "datetime64[s]"} if "as_of" in columns else {}))
