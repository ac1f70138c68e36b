"""The table against the official statistics of the same day."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dangvien_analysis.findings import Finding
from dangvien_analysis.office.settings import OfficialCount
from dangvien_analysis.text.numbers import format_count, format_date


def check_official(
    units: pd.DataFrame, as_of: date | None, counts: Sequence[OfficialCount]
) -> list[Finding]:
    """Hold the table against row I of form 2-BTCTW of the same day.

    Gives one when the two differ; units without a figure are told in it.
    """
    found = []
    for one in counts:
        admitted = int(units["admitted"].sum())
        if one.day != as_of or one.admitted == admitted:
            continue
        unknown = int(units["admitted"].isna().sum())
        without = f" ({format_count(unknown)} đơn vị chưa có số)" if unknown else ""
        stated, computed = format_count(one.admitted), format_count(admitted)
        found.append(
            Finding(
                "official_count",
                f"Biểu 2-BTCTW ngày {format_date(one.day)}, dòng I ghi {stated} người kết nạp; "
                f"bảng này cộng lại là {computed}{without}.",
                column="admitted",
                place="dangvien.toml [statistics]",
                stated=stated,
                computed=computed,
            )
        )
    return found
