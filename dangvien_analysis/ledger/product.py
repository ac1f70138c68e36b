"""The analyst's tables: a row a unit and day of all figures in force, made from the ledger.

``don-vi.csv`` for Excel, ``don-vi.parquet`` for programs, ``COT.md`` with what each column means.
They are derived: the ledger does not rest on them, and what is lost is made again.
"""

import filecmp
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from dangvien_analysis import measures
from dangvien_analysis.columns import (
    COLUMNS,
    COUNTS,
    LEVELS,
    OF_DAYS,
    ORG_TYPES,
    REASONS,
    SECTORS,
    Column,
)
from dangvien_analysis.errors import system_words
from dangvien_analysis.files import sha256_of, shown
from dangvien_analysis.ledger.history import columns_of
from dangvien_analysis.ledger.ledger import Ledger
from dangvien_analysis.ledger.revision import BESIDE, Revision
from dangvien_analysis.measures.completion import year_end
from dangvien_analysis.measures.measure import measure
from dangvien_analysis.measures.risk import LEVEL_DTYPE
from dangvien_analysis.measures.rules import POOL_JUST_ENOUGH
from dangvien_analysis.office.settings import Settings
from dangvien_analysis.text.cells import guarded

TABLE, PARQUET, LEGEND = "don-vi.csv", "don-vi.parquet", "COT.md"
FILES = (LEGEND, TABLE, PARQUET)
"""As they are put in place: the last one says what the others were made from."""
REBUILD = "dangvien verify --rebuild"
"""The command that makes them again."""

_PRINTED = (
    *("unit_no", "unit_id", "unit_name", "listed_as", "org_type", "sector", "official_class"),
    *COUNTS,
)
NAMES = (
    *("as_of", "quota_year", "deadline"),
    *_PRINTED,
    *("completion_rate", "completion_rate_with_pending", "to_admit", "in_dossier", "remaining"),
    *("surplus", "pool_usable", "pool_shortfall", "pipeline_coverage"),
    *("due_by_now", "required_per_month", "risk_level", *REASONS, POOL_JUST_ENOUGH),
    *("revision", "frozen", "simulated"),
)
"""The columns, in order; what the table prints only to be checked is left out."""

_KINDS = ("org_type", "sector", "official_class")
_MAY_BE_ABSENT = ("pending", "pool")
_MADE_FROM = b"dangvien"
_BOM = b"\xef\xbb\xbf"
_AT_ONCE = 50_000
"""Rows that are written together."""
_CODES: Mapping[str, Mapping[str, str]] = {
    "org_type": ORG_TYPES,
    "sector": SECTORS,
    "risk_level": LEVELS,
}


class _State(NamedTuple):
    """What is in force, and a hash of everything that the files are made from."""

    revisions: list[Revision]
    hash: str


class Compared(NamedTuple):
    """The files held against the ledger."""

    notes: list[str]  # What a person should know
    faults: list[str]  # One sentence a file that is not what the ledger says


def renewed(settings: Settings, *, anew: bool = False) -> list[str]:
    """Make the files again where the ledger, or what was decided, has changed.

    What could not be made, why and what to do; empty as a rule. What was accepted stands whatever
    becomes of these files.
    """
    ledger = Ledger(settings)
    if not ledger.root.is_dir():
        return []
    try:
        with ledger.reading():
            return list(_renew(ledger, anew=anew))
    except (OSError, ValueError) as error:
        why = system_words(error) if isinstance(error, OSError) else str(error)
        return [
            f"Chưa lập lại được {shown(ledger.root / TABLE)}: {why.rstrip('.')}. Sổ số liệu không "
            f"bị ảnh hưởng; khi đã khắc phục, chạy {REBUILD}."
        ]


def _renew(ledger: Ledger, *, anew: bool) -> Iterator[str]:
    state = _state(ledger)
    nothing = not state.revisions and not _there(ledger)
    if nothing or (not anew and _is_of(ledger, state)):
        return
    with tempfile.TemporaryDirectory(
        prefix=BESIDE, dir=ledger.root, ignore_cleanup_errors=True
    ) as folder:
        beside = Path(folder)
        _write(ledger, state, beside)
        for name in FILES:
            place = ledger.root / name
            try:
                if not _same(beside / name, place):
                    (beside / name).replace(place)
            except PermissionError:
                yield (
                    f"{shown(place)} chưa được lập lại vì đang mở trong chương trình khác (hoặc "
                    "không được phép ghi); sổ số liệu không bị ảnh hưởng. Hãy đóng tệp: lệnh ghi "
                    f"sổ lần sau sẽ lập lại, hoặc chạy ngay {REBUILD}."
                )
                return


def _there(ledger: Ledger) -> list[str]:
    return [name for name in FILES if (ledger.root / name).is_file()]


def compared(ledger: Ledger) -> Compared:
    """Hold the files against the ledger. Call it under `Ledger.reading`.

    Gives a ledger that never had the files, as older releases wrote it, is noted and no fault.

    Raises LedgerError when the journal or a revision is not what was written: there is nothing to
    compare with.
    """
    state = _state(ledger)
    if not _there(ledger):
        note = f"{shown(ledger.root / TABLE)} chưa có; lập bằng {REBUILD}."
        return Compared([note] if state.revisions else [], [])
    faults = []
    with tempfile.TemporaryDirectory(prefix="dangvien-", ignore_cleanup_errors=True) as made:
        _write(ledger, state, Path(made))
        for name in FILES:
            place = ledger.root / name
            if not place.is_file():
                faults.append(f"{place}: không còn; lập lại bằng {REBUILD}.")
            elif not _says_the_same(Path(made) / name, place):
                faults.append(
                    f"{place}: khác với sổ số liệu (đã bị sửa, hoặc chưa được lập lại sau khi sổ, "
                    f"danh mục hay thiết lập thay đổi); lập lại bằng {REBUILD}."
                )
    return Compared([], faults)


def _same(made: Path, place: Path) -> bool:
    return place.is_file() and filecmp.cmp(made, place, shallow=False)


def _says_the_same(made: Path, place: Path) -> bool:
    """Compare bytes; of Parquet, which each release of its library packs otherwise, the rows."""
    if made.name != PARQUET or _same(made, place):
        return _same(made, place)
    try:
        with pq.ParquetFile(made) as ours, pq.ParquetFile(place) as theirs:
            groups = ours.num_row_groups
            return (
                ours.schema_arrow.equals(theirs.schema_arrow)
                and groups == theirs.num_row_groups
                and all(
                    ours.read_row_group(at).equals(theirs.read_row_group(at))
                    for at in range(groups)
                )
            )
    except (OSError, ValueError):
        return False


def _state(ledger: Ledger) -> _State:
    revisions, settings = ledger.currents(), ledger.settings
    # The register is asked only where names were accepted beside it.
    lists = (settings.settled, settings.aliases, settings.register)
    said = [
        _code(),
        legend(settings),
        [sha256_of(path) if path.is_file() else "" for path in lists],
        [[one.name, one.source, _is_frozen(ledger, one)] for one in revisions],
    ]
    text = json.dumps(said, sort_keys=True)
    return _State(revisions, hashlib.sha256(text.encode()).hexdigest())


def _is_frozen(ledger: Ledger, one: Revision) -> bool:
    return ledger.journal.frozen(one.as_of) is not None


@cache
def _code() -> list[str]:
    """Tell the rules that the rows are made by apart from those of other releases."""
    rules = sorted(Path(measures.__path__[0]).glob("*.py"))
    return [version("dangvien-analysis"), *map(sha256_of, (*rules, Path(__file__)))]


def _is_of(ledger: Ledger, state: _State) -> bool:
    """Tell, by what the files say of themselves, whether they were made from a state."""
    table = ledger.root / TABLE
    if len(_there(ledger)) < len(FILES):
        return False
    try:
        metadata = pq.read_metadata(ledger.root / PARQUET).metadata or {}
    except (OSError, ValueError):
        return False
    return metadata.get(_MADE_FROM) == _mark(state, table.stat().st_size)


def _mark(state: _State, size: int) -> bytes:
    """Name a state and the size of the table beside: a table saved by hand mostly has another."""
    return f"{state.hash} {size}".encode()


def _write(ledger: Ledger, state: _State, folder: Path) -> None:
    """Write the files, day after day: the memory of some is enough for any number of them."""
    (folder / LEGEND).write_bytes(legend(ledger.settings).encode())
    with ExitStack() as stack:
        text = stack.enter_context((folder / TABLE).open("wb"))
        text.write(_BOM + f"{','.join(NAMES)}\n".encode())
        parquet = stack.enter_context(pq.ParquetWriter(folder / PARQUET, _schema()))
        for rows in _blocks(_rows(ledger, one) for one in state.revisions):
            parquet.write_table(rows)
            _write_text(rows, text)
        parquet.add_key_value_metadata({_MADE_FROM: _mark(state, text.tell())})


def _blocks(days: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Join days: a block of many rows takes hardly more time than one of few."""
    waiting: list[pa.Table] = []
    for rows in days:
        waiting.append(rows)
        if sum(map(len, waiting)) >= _AT_ONCE:
            yield pa.concat_tables(waiting).unify_dictionaries()
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting).unify_dictionaries()


@cache
def _schema() -> pa.Schema:
    """Give the columns as Arrow holds them, with what pandas needs for its own dtypes."""
    dtypes: dict[str, Any] = {name: _column(name).dtype for name in NAMES}
    dtypes["risk_level"] = LEVEL_DTYPE
    empty = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})
    schema = pa.Schema.from_pandas(empty, preserve_index=False)
    kind = pa.dictionary(pa.int32(), pa.large_string())
    for name in _KINDS:
        schema = schema.set(schema.get_field_index(name), pa.field(name, kind))
    return schema


def _column(name: str) -> Column:
    return COLUMNS.get(name) or OF_DAYS[name]


def _rows(ledger: Ledger, one: Revision) -> pa.Table:
    """Measure a day as `assess` does, with what the office decided until today."""
    printed = columns_of(ledger, one, list(_PRINTED))
    stated = one.source.get("deadline")
    deadline = date.fromisoformat(stated) if stated else year_end(one.as_of)
    absent = _absent(one, printed)
    told = printed.select([name for name in COUNTS if name not in absent])
    measured = measure(
        told.to_pandas(ignore_metadata=True),
        as_of=one.as_of,
        deadline=deadline,
        small_quota=ledger.settings.levels.small_quota,
    )
    said = {
        "as_of": datetime.combine(one.as_of, datetime.min.time()),
        "deadline": datetime.combine(deadline, datetime.min.time()),
        "quota_year": one.source.get("quota_year"),
        "revision": one.name,
        "frozen": _is_frozen(ledger, one),
        "simulated": one.simulated,
    }
    columns = []
    for field in _schema():
        if field.name in said:
            scalar = pa.scalar(said[field.name], field.type)
            columns.append(pa.repeat(scalar, len(printed)))
        elif field.name in _PRINTED:
            columns.append(printed.column(field.name).cast(field.type))
        else:
            columns.append(pa.Array.from_pandas(measured[field.name], type=field.type))
    return pa.Table.from_arrays(columns, schema=_schema())


def _absent(one: Revision, printed: pa.Table) -> list[str]:
    """Name the counts that the table had no column for: their rules are left out."""
    blank = [name for name in _MAY_BE_ABSENT if printed.column(name).null_count == len(printed)]
    if not blank:
        return []
    found = one.findings()
    missing = set(found["column"][found["code"] == "missing_column"])
    return [name for name in blank if name in missing]


def _write_text(rows: pa.Table, stream: BinaryIO) -> None:
    """Write rows as a spreadsheet shows them: days without a time, no text as a formula."""
    columns = [_shown(rows.column(name)) for name in NAMES]
    options = pa_csv.WriteOptions(include_header=False)
    pa_csv.write_csv(pa.Table.from_arrays(columns, names=list(NAMES)), stream, options)


def _shown(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.date32())
    if not (pa.types.is_large_string(column.type) or pa.types.is_dictionary(column.type)):
        return column
    texts = column.cast(pa.large_string())
    if all(text is None or guarded(text) == text for text in pc.unique(texts).to_pylist()):
        return texts
    held = [text and guarded(text) for text in texts.to_pylist()]
    return pa.chunked_array([pa.array(held, pa.large_string())])


def legend(settings: Settings) -> str:
    """Tell what each column means."""
    columns = [_column(name) for name in NAMES]
    told = [(f"`{one.name}`", one.label, one.held_in, one.formula, one.empty) for one in columns]
    codes = [
        (f"`{name}`", f"`{code}`", words)
        for name, known in _CODES.items()
        for code, words in known.items()
    ]
    return "\n".join(
        [
            f"# Các cột của {TABLE} và {PARQUET}",
            "",
            "Mỗi dòng là một đơn vị ở một ngày số liệu, theo bản hiện hành của từng ngày trong sổ "
            "số liệu và các quyết định đã ghi. Ba tệp này do chương trình lập và lập lại mỗi khi "
            "sổ thay đổi: sửa tay thì lần lập sau sẽ mất.",
            "",
            f"- Tệp {TABLE}: bảng mã UTF-8, các cột cách nhau bằng dấu phẩy, số lẻ viết với dấu "
            "chấm. Máy đặt dấu phẩy cho số lẻ thì mở trong Excel bằng Dữ liệu, Từ văn bản/CSV.",
            "- Ô để trống là chưa rõ hoặc không áp dụng, không phải là 0; `true` là có, `false` "
            "là không.",
            f"- Chỉ tiêu nhỏ là chỉ tiêu từ {settings.levels.small_quota} người trở xuống.",
            "- Đơn vị rất nhỏ có thể chỉ rõ từng người: chỉ lưu hành nội bộ.",
            "",
            *_lines(("Cột", "Tên gọi", "Đơn vị tính", "Cách tính", "Khi nào để trống"), told),
            "",
            "## Mã dùng trong các cột",
            "",
            *_lines(("Cột", "Mã", "Nghĩa"), codes),
            "",
        ]
    )


def _lines(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Write a table in Markdown."""
    for row in (heads, ("---",) * len(heads), *rows):
        yield f"| {' | '.join(cell.replace('|', '&#124;').replace('<', '&lt;') for cell in row)} |"
