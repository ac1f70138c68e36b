"""Every figure that the briefing states, worked out once and put in one table."""

from datetime import date

import pandas as pd

from dangvien_analysis.columns import LEVELS, REASONS, SECTORS, UNCLASSIFIED, label
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.measures.completion import MONTHS_A_YEAR, share_of_year
from dangvien_analysis.measures.totals import ALL, totals
from dangvien_analysis.office.settings import RATED_QUOTA
from dangvien_analysis.report.figures.figure_table import Figures
from dangvien_analysis.report.figures.forecast_figures import forecast_figures
from dangvien_analysis.report.figures.movement_figures import movement_figures, year_ago_figures
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.numbers import format_date

_TOTALLED = ("quota", "admitted", "pending", "pool", "remaining", "surplus", "pool_shortfall")


def figures(meeting: Meeting) -> pd.DataFrame:
    """Work out every figure of the briefing."""
    found, snapshot, units = Figures(), meeting.snapshot, meeting.units
    _calendar(found, snapshot)
    _district(found, snapshot, units)
    _needed(found, snapshot, units)
    _levels(found, units)
    small = units[units["quota"].between(1, snapshot.settings.levels.small_quota).fillna(False)]
    _group(found, "small", "Đơn vị chỉ tiêu nhỏ", totals(small).iloc[0] if len(small) else None)
    for sector, row in sector_totals(units).iterrows():
        _group(found, f"sector.{sector}", SECTORS.get(str(sector), UNCLASSIFIED), row)
    _units(found, units, snapshot.settings.levels.small_quota)
    movement_figures(found, units, meeting.beside)
    year_ago_figures(found, meeting.ago, units)
    _term(found, snapshot, units)
    forecast_figures(found, meeting)
    return found.frame()


def sector_totals(units: pd.DataFrame) -> pd.DataFrame:
    """Add up units by sector.

    As `totals` by sector, the sectors of the vocabulary first and in its order, units without a
    sector last under the index ``unclassified``.
    """
    table = totals(units, by="sector")
    table.index = pd.Index(["unclassified" if pd.isna(one) else one for one in table.index])
    order = [name for name in SECTORS if name in table.index]
    return table.loc[[*order, *(name for name in table.index if name not in order)]]


def _calendar(found: Figures, snapshot: Snapshot) -> None:
    """Dates, and how much of the year is gone."""
    as_of, source = snapshot.as_of, snapshot.source
    found.text("as_of", "Số liệu đến ngày", as_of, format_date(as_of))
    found.text("deadline", "Hạn hoàn thành", source.deadline, format_date(source.deadline))
    found.text("quota_year", "Năm chỉ tiêu", source.quota_year, str(source.quota_year or ""))
    if as_of:
        gone, days = share_of_year(as_of)
        found.count("days_gone", "Ngày đã qua trong năm", gone)
        found.count("days_of_year", "Số ngày của năm", days)
        found.percent("share_of_year", "Phần năm đã qua", gone / days, 1)


def _district(found: Figures, snapshot: Snapshot, units: pd.DataFrame) -> None:
    """The district's sums, against the stated and the true quota."""
    whole = totals(units).reindex([ALL]).iloc[0]
    for key in ("units", "reported", *_TOTALLED, "pool_usable"):
        found.count(key, label(key), whole[key])
    stated, admitted = snapshot.stated["quota"], whole["admitted"]
    found.count("quota_stated", "Chỉ tiêu ghi ở dòng tổng cộng", stated)
    found.percent("rate", "Đã kết nạp so với tổng chỉ tiêu các đơn vị", whole["completion_rate"])
    known = units["quota"].notna() & units["admitted"].notna()
    base = units.loc[known, "quota"].sum(min_count=1)
    if pd.notna(base) and base != whole["quota"]:
        # A unit that sent no figure does not lower the rate: it rests on the others' quotas.
        found.count("rate_base", "Chỉ tiêu của các đơn vị có số liệu", base)
    found.percent(
        "rate_with_pending",
        "Kể cả đang trình duyệt, so với tổng chỉ tiêu các đơn vị",
        whole["completion_rate_with_pending"],
    )
    sent = (units["admitted"] + units["pending"]).sum(min_count=1)
    found.count("sent", "Đã kết nạp và đang trình duyệt", sent)
    claims = snapshot.source.claims
    found.count("headline_admitted", "Số kết nạp nêu trong văn bản", claims.admitted)
    rate = f"{claims.rate}%" if claims.rate else ""
    found.text("headline_rate", "Tỷ lệ nêu trong văn bản", claims.rate, rate)
    if pd.notna(stated) and stated > 0:
        share = admitted / stated
        found.percent("rate_stated", "Đã kết nạp so với chỉ tiêu ghi trong bảng", share)
    lacking, short = units["remaining"] > 0, units["pool_shortfall"] > 0
    found.count("lacking_units", "Số đơn vị còn thiếu", lacking.sum())
    found.count("short_units", "Số đơn vị thiếu nguồn", short.sum())
    found.count("pending_units", "Số đơn vị có hồ sơ đang trình", (units["pending"] > 0).sum())
    found.count(
        "over_units", "Số đơn vị vượt chỉ tiêu", (units["admitted"] > units["quota"]).sum()
    )
    found.count("zero_units", "Số đơn vị chưa kết nạp", (units["admitted"] == 0).sum())
    waiting = (units["admitted"] == 0) & (units["pending"] > 0)
    found.count("zero_pending_units", "Chưa kết nạp, có hồ sơ đang trình", waiting.sum())
    extra = (units["pool"] - units["remaining"]).clip(lower=0)
    found.count("extra_units", "Số đơn vị có nguồn nhiều hơn số còn thiếu", (extra > 0).sum())
    found.count("pool_extra", "Nguồn ngoài số còn thiếu của đơn vị mình", extra.sum(min_count=1))
    behind = (units["risk_level"] == "watch") & (units["pool_shortfall"] == 0)
    found.count("behind_units", "Chậm nhịp độ mà còn đủ nguồn", behind.sum())
    absent = units[["quota", "admitted", "pending", "pool"]].isna().all(axis=1)
    found.count("absent_units", "Số đơn vị chưa báo cáo", absent.sum())


def _term(found: Figures, snapshot: Snapshot, units: pd.DataFrame) -> None:
    """What the term has brought so far: its finished years, and this one up to now."""
    term, year = snapshot.settings.term, snapshot.source.quota_year
    if year is None or not term.first_year <= year <= term.last_year:
        return
    past = [(one, admitted) for one, admitted in term.results if one < year]
    before, now = sum(admitted for _, admitted in past), int(units["admitted"].sum())
    known = {one for one, _ in past}
    unknown = [one for one in range(term.first_year, year) if one not in known]
    name = f"{term.first_year}-{term.last_year}"
    found.text("term.name", "Nhiệm kỳ", name, name)
    found.count("term.quota", "Chỉ tiêu nhiệm kỳ", term.term_quota)
    found.text("term.years", "Các năm đã có kết quả", past, ", ".join(str(one) for one, _ in past))
    found.text("term.unknown", "Các năm chưa có kết quả", unknown, ", ".join(map(str, unknown)))
    found.count("term.before", "Kết nạp các năm trước trong nhiệm kỳ", before)
    found.count("term.admitted", "Kết nạp từ đầu nhiệm kỳ", before + now)
    found.percent("term.rate", "So với chỉ tiêu nhiệm kỳ", (before + now) / term.term_quota)


def _needed(found: Figures, snapshot: Snapshot, units: pd.DataFrame) -> None:
    """The pace so far and the pace that is still needed [people a month]."""
    as_of: date | None = snapshot.as_of
    needed = units["required_per_month"].sum(min_count=1)
    if as_of is None or pd.isna(needed):
        return
    gone, days = share_of_year(as_of)
    so_far = units["admitted"].sum() * days / (gone * MONTHS_A_YEAR)
    found.decimal("admitted_per_month", "Bình quân đã kết nạp mỗi tháng", so_far)
    found.decimal("needed_per_month", "Cần thêm mỗi tháng đến hạn", needed)


def _levels(found: Figures, units: pd.DataFrame) -> None:
    """How many units stand at each level, and for which reasons."""
    counts = units["risk_level"].value_counts(sort=False)
    for level, words in LEVELS.items():
        found.count(f"level.{level}", f"Số đơn vị: {words}", counts.get(level, 0))
    found.count("level.unknown", "Số đơn vị chưa đủ số liệu", units["risk_level"].isna().sum())
    for reason, words in REASONS.items():
        found.count(f"reason.{reason}", f"Số đơn vị có lý do: {words}", units[reason].sum())


def _group(found: Figures, key: str, title: str, row: pd.Series | None) -> None:
    """Sums of a group of units; a rate only where its quota carries one, never for the small."""
    if row is None:
        return
    for column in ("units", "reported", *_TOTALLED):
        found.count(f"{key}.{column}", f"{title}: {label(column).lower()}", row[column])
    rate = row["completion_rate"]
    if key.startswith("sector.") and pd.notna(rate) and row["quota"] >= RATED_QUOTA:
        found.percent(f"{key}.rate", f"{title}: {label('completion_rate').lower()}", rate)


def _units(found: Figures, units: pd.DataFrame, small_quota: int) -> None:
    """The counts of each unit, as sentences name them; a rate only where its quota carries one."""
    labels = {column: label(column).lower() for column in (*_TOTALLED, "completion_rate")}
    rows = units[["unit_name", *labels]].astype(object)
    for unit_id, *cells in rows.itertuples(name=None):
        row = dict(zip(rows, cells, strict=True))
        for column in _TOTALLED:
            title = f"{row['unit_name']}: {labels[column]}"
            found.count(f"unit.{unit_id}.{column}", title, row[column])
        rate = row["completion_rate"]
        if pd.notna(rate) and row["quota"] > small_quota:
            title = f"{row['unit_name']}: {labels['completion_rate']}"
            found.percent(f"unit.{unit_id}.completion_rate", title, rate)
