"""How a year's forecasts turned out, in words and tables."""

import pandas as pd

from dangvien_analysis.forecasting.forecast_scores import Account
from dangvien_analysis.report.tables.shown_tables import ShownTable
from dangvien_analysis.text.numbers import (
    NOT_APPLICABLE,
    format_count,
    format_date,
    format_decimal,
    format_percent,
)


def forecasts_table(found: Account) -> ShownTable:
    """Show each forecast beside what came."""
    rows = [
        (
            format_date(pd.Timestamp(row["as_of"]).date()),
            format_count(row["median"]),
            f"{format_count(row['low80'])}-{format_count(row['high80'])}",
            f"{format_count(row['low95'])}-{format_count(row['high95'])}",
            format_count(round(row["run_rate"])),
            format_count(row["outcome"]),
        )
        for _, row in found.forecasts.iterrows()
    ]
    titles = ["Số liệu đến", "Mức giữa", "Khoảng 80%", "Khoảng 95%", "Nhân đều", "Thực tế"]
    frame = pd.DataFrame(rows, columns=titles, dtype="str")
    return ShownTable("Dự báo và kết quả thực tế (người)", frame, frozenset())


def scores_table(found: Account) -> ShownTable:
    """Show the scores of a year's forecasts, beside those of the run rate."""
    summary = found.summary
    rows = [
        (f"Khoảng {share}% chứa kết quả", _percent(summary[f"coverage{share}"]), "không có khoảng")
        for share in ("80", "95")
    ]
    rows += [
        (
            f"Điểm phạt của khoảng {share}%, người (nhỏ là tốt)",
            format_decimal(_known(summary[f"score{share}"])),
            format_decimal(_known(summary[f"run_score{share}"])),
        )
        for share in ("80", "95")
    ]
    rows += [
        (
            title,
            format_decimal(_known(summary[name]), 3),
            format_decimal(_known(summary[f"run_{name}"]), 3),
        )
        for title, name in (
            ("Điểm Brier của từng đơn vị (nhỏ là tốt)", "brier"),
            ("Điểm Brier của chỉ tiêu chung (nhỏ là tốt)", "brier_target"),
        )
    ]
    frame = pd.DataFrame(rows, columns=["Thước đo", "Đã dự báo", "Nhân đều"], dtype="str")
    return ShownTable("Chấm điểm", frame, frozenset({"Thước đo"}))


def remarks(found: Account) -> list[str]:
    """Say what has to be known to read the tables."""
    said = [
        "Nhân đều: số đã kết nạp nhân theo số ngày ra đến hết hạn; cách này chỉ cho một con số.",
    ]
    if missing := int(found.forecasts["missing"].max()):
        said.append(
            f"{format_count(missing)} đơn vị không có số liệu cuối năm: không chấm các đơn vị đó, "
            "cũng không chấm số chung."
        )
    number = len(found.forecasts)
    return [
        *said,
        f"Mới có {format_count(number)} dự báo của một năm: chưa đủ để biết khoảng 80% có đúng là "
        "80% hay không.",
    ]


def _percent(share: float) -> str:
    return NOT_APPLICABLE if pd.isna(share) else format_percent(share, 0)


def _known(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 6)
