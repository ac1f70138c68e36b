"""The page for readers: how the forecast was tested, on simulated districts, and what came out."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from benchmarks.calibration import SHIPPED, Outcomes, by_month, judged
from benchmarks.districts import (
    APPROVED,
    LEAD_DAYS,
    MEAN,
    SCENARIOS,
    SPREAD,
    UNITS,
)
from benchmarks.rivals import RIVALS
from benchmarks.scores import Outcome, reliability
from dangvien_analysis.charts.drawing.theme import FAINT, INK, TONES, Page, svg_of, theme
from dangvien_analysis.text.numbers import format_count, format_decimal, format_percent

NAME = "du-bao-kiem-chung.md"
CHART = "du-bao-do-tin-cay.svg"

SCENARIO_WORDS = {
    "constant": "nhịp độ giữ nguyên",
    "random": "nhịp độ cuối năm đổi ngẫu nhiên, cỡ ±25%",
    "faster": "nhịp độ cuối năm tăng 36%",
    "slower": "nhịp độ cuối năm giảm 35%",
    "july": "nhịp độ đổi từ ngày 1/7, có bảng của các tháng trước",
}
FORECASTER_WORDS = {
    "ours": "chương trình này",
    "run_rate": "nhân đều số đã kết nạp ra cả năm",
    "poisson": "số đã kết nạp, thêm may rủi (Poisson)",
    "headline": "coi hồ sơ đang trình duyệt là đã kết nạp",
    "oracle": "biết trước nhịp độ và thời gian chờ thật",
}
MEASURE_WORDS = {
    "covers80": "khoảng 80% chứa kết quả thật",
    "covers95": "khoảng 95% chứa kết quả thật",
    "expected_open": "số đơn vị dự kiến hoàn thành / số hoàn thành thật",
    "gap_open": "sai lệch trung bình của khả năng đã nói",
    "wrong_facts": "đơn vị được nói chắc 0% hoặc 100% mà sai",
    "width_ratio": "độ rộng khoảng 80%, so với người biết trước",
    "interval_ratio": "điểm phạt của khoảng 80%, so với người biết trước",
    "brier_more": "điểm Brier, hơn người biết trước",
    "log_loss_more": "log loss, hơn người biết trước",
}
_PERCENT = ("covers80", "covers95")
_DIGITS = {"wrong_facts": 0, "gap_open": 3, "brier_more": 4, "log_loss_more": 4}
WIDTH = 99
"""Longest line of the page [characters], tables apart."""

_BODY = 250.0
_LINES = {
    "ours": {"marker": "o", "color": TONES["admitted"].fill, "linewidth": 1.6},
    "poisson": {"marker": "^", "color": FAINT, "linewidth": 0.9, "linestyle": ":"},
    "headline": {"marker": "s", "color": FAINT, "linewidth": 0.9, "linestyle": "--"},
}


def write_page(folder: Path, outcomes: Outcomes, table: pd.DataFrame, seed: int) -> Path:
    """Write the page and its chart.

    Parameters
    ----------
    folder : Path
        The folder of the pages; the chart goes to its folder ``hinh``.
    outcomes : dict
        What every forecaster said, by scenario and forecaster.
    table : DataFrame
        Their scores.
    seed : int
        What the districts were drawn with.

    Returns
    -------
    Path
        The page.
    """
    pictures = folder / "hinh"
    pictures.mkdir(parents=True, exist_ok=True)
    ax = draw_reliability(reliability_of(outcomes))
    (pictures / CHART).write_bytes(svg_of(ax))
    plt.close(ax.get_figure(root=True))
    path = folder / NAME
    path.write_text(page(outcomes, table, seed), encoding="utf-8", newline="\n")
    return path


def reliability_of(outcomes: Outcomes, scenario: str = "random") -> dict[str, np.ndarray]:
    """Compare chances with frequencies, for the units that the table alone does not decide.

    Parameters
    ----------
    outcomes : dict
        What every forecaster said, by scenario and forecaster.
    scenario : str
        One of the scenarios.

    Returns
    -------
    dict
        By forecaster, rows of mean chance, frequency and number of units.
    """
    found = {name: outcomes[scenario, name] for name in _LINES if (scenario, name) in outcomes}
    return {
        name: reliability(one.chance[~one.decided], one.met[~one.decided])
        for name, one in found.items()
    }


@theme()
def draw_reliability(found: dict[str, np.ndarray], ax: Axes | None = None) -> Axes:
    """Draw what was said against what happened.

    Parameters
    ----------
    found : dict
        What `reliability_of` gave.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The Axes.
    """
    notes = [
        "Số liệu mô phỏng. Mỗi điểm là các đơn vị có khả năng gần nhau, chưa ngã ngũ ở ngày lập"
        " bảng. Càng gần đường chéo càng đúng như đã nói."
    ]
    title = "Khả năng đã nói và tỷ lệ hoàn thành thật"
    ax = Page(title, _BODY, notes, below=30.0, left=46.0).axes(ax)
    ax.plot([0, 1], [0, 1], color=INK, linewidth=0.6)
    for name, rows in found.items():
        ax.plot(
            *rows[:, :2].T,
            label=FORECASTER_WORDS[name],
            markersize=5,
            clip_on=False,
            **_LINES[name],
        )
    ticks = np.linspace(0, 1, 6)
    labels = [format_percent(tick, 0) for tick in ticks]
    ax.set(xlim=(0, 1.03), ylim=(0, 1), xticks=ticks, yticks=ticks)
    ax.set_xticklabels(labels)
    ax.set_yticklabels(labels)
    ax.set_xlabel("khả năng hoàn thành đã nói (trung bình của nhóm)")
    ax.set_ylabel("tỷ lệ hoàn thành thật")
    ax.spines[["top", "right"]].set_visible(False)
    if found:
        ax.legend(loc="upper left", frameon=False)
    return ax


def page(outcomes: Outcomes, table: pd.DataFrame, seed: int) -> str:
    """Write the text of the page; every number in it comes from the scores.

    Parameters
    ----------
    outcomes : dict
        What every forecaster said, by scenario and forecaster.
    table : DataFrame
        Their scores.
    seed : int
        What the districts were drawn with.

    Returns
    -------
    str
        Markdown in Vietnamese.
    """
    number = len(outcomes["random", "ours"].total)
    parts = [
        _opening(number, table),
        _tested(number),
        _marks(judged(table), number),
        _rivals(table),
        _chart(),
        _months(outcomes["random", "ours"]),
        _limits(outcomes["slower", "ours"]),
        _again(number, seed),
    ]
    return "\n\n".join(parts) + "\n"


def _opening(number: int, table: pd.DataFrame) -> str:
    row, shift = table.loc[("random", "ours")], table.loc[("slower", "ours")]
    return _text(
        "# Dự báo đã được kiểm chứng đến đâu",
        "> **SỐ LIỆU MÔ PHỎNG.** Mọi con số ở trang này tính trên các huyện do máy tính tạo ra,"
        " không phải huyện thật. Chưa có kết quả cuối năm của huyện thật nào để đối chiếu.",
        f"Phép dự báo được thử trên {format_count(number * len(SCENARIOS))} huyện mô phỏng. Khi"
        " nhịp độ cuối năm đổi ngẫu nhiên cỡ ±25%, khoảng 80% chứa kết quả thật ở"
        f" {_percent(row['covers80'])} số huyện, khoảng 95% ở {_percent(row['covers95'])}. Khi"
        " nhịp độ giảm hẳn 35% mà bảng chưa cho thấy, khoảng 80% chỉ còn chứa ở"
        f" {_percent(shift['covers80'])}, khoảng 95% ở {_percent(shift['covers95'])}: không cách"
        " tính nào thấy trước một thay đổi chưa bắt đầu.",
    )


def _tested(number: int) -> str:
    low, high = (format_count(round(value)) for value in LEAD_DAYS)
    spread = " đến ".join(format_percent(value, 0) for value in SPREAD)
    source = SHIPPED.relative_to(SHIPPED.parents[2]).as_posix()
    return _text(
        "## Đã thử những gì",
        f"Mỗi huyện mô phỏng có {UNITS} đơn vị; chỉ tiêu và nguồn lấy ngẫu nhiên từ bảng thật kèm"
        f" Thông báo 623-TB/HU (`{source}`). Hồ sơ được lập ngẫu nhiên trong năm, mỗi huyện và mỗi"
        f" đơn vị một nhịp độ riêng: trung bình khoảng {format_decimal(MEAN)} hồ sơ mỗi năm cho"
        f" một chỉ tiêu, các đơn vị trong một huyện lệch nhau {spread}. Thời gian chờ quyết định"
        f" trung bình {low} đến {high} ngày tùy huyện và không theo đúng dạng mà phép dự báo giả"
        f" định; {format_percent(1 - APPROVED, 0)} hồ sơ không được duyệt; hết nguồn thì không có"
        " hồ sơ mới. Ngày lập bảng là ngày cuối một tháng từ tháng 5 đến tháng 11, hoặc 13/9.",
        "Phép dự báo chỉ được xem bảng của ngày đó (chỉ tiêu, đã kết nạp, đang trình duyệt,"
        " nguồn), không biết huyện được tạo ra thế nào.",
        f"{len(SCENARIOS)} kịch bản, mỗi kịch bản {format_count(number)} huyện:",
        "\n".join(f"- {SCENARIO_WORDS[one.name]}" for one in SCENARIOS),
        "Ở kịch bản đầu, phép dự báo được cho biết nhịp độ sẽ giữ nguyên; ở các kịch bản sau nó"
        " dùng giả định mặc định (±25%).",
    )


def _marks(found: pd.DataFrame, number: int) -> str:
    rows = [
        [
            SCENARIO_WORDS[one.scenario],
            MEASURE_WORDS[one.measure],
            _wanted(one.measure, one.low, one.high),
            _shown(one.measure, one.value),
            "đạt" if one.holds else "**không đạt**",
        ]
        for one in found.itertuples()
    ]
    missed = int((~found["holds"]).sum())
    verdict = f"Không đạt {missed} trên {len(found)}" if missed else f"Đạt cả {len(found)}"
    noise = format_decimal(200 * np.sqrt(0.8 * 0.2 / number))
    return _text(
        "## Mức đặt ra và kết quả đo",
        f"Các mức được đặt ra trước lần đo này. {verdict} mức. Với {format_count(number)} huyện"
        f" mỗi kịch bản, tỷ lệ quanh 80% có thể lệch khoảng {noise} điểm phần trăm do may rủi.",
        _table(["Kịch bản", "Thước đo", "Mức đặt ra", "Đo được", "Kết luận"], rows),
        "“Người biết trước” biết nhịp độ thật của huyện và thời gian chờ thật, chỉ không biết may"
        " rủi: không ai làm được như vậy, đó là giới hạn để so. Điểm phạt của khoảng là độ rộng"
        " cộng 10 lần phần kết quả lọt ra ngoài; điểm Brier và log loss chấm khả năng đã nói cho"
        " từng đơn vị; cả ba càng nhỏ càng tốt. Sai lệch của khả năng đã nói là chênh lệch trung"
        " bình giữa khả năng và tỷ lệ hoàn thành thật, tính trên 10 nhóm. Sai lệch này và tỷ số"
        " đơn vị hoàn thành chỉ tính trên các đơn vị chưa ngã ngũ ở ngày lập bảng; tính cả đơn vị"
        " đã ngã ngũ thì dễ đạt hơn. Hai kịch bản nhịp độ tăng hoặc giảm hẳn không có mức cho"
        " từng đơn vị: bảng chưa cho thấy gì thì khả năng của các đơn vị cùng lệch một phía.",
    )


def _rivals(table: pd.DataFrame) -> str:
    parts = ["## So với các cách tính khác"]
    names = ["Cách tính", "80% chứa", "95% chứa", "Điểm phạt", "Brier", "Đơn vị hoàn thành"]
    for scenario in ("constant", "random"):
        rows = [
            _rival(name, table.loc[(scenario, name)])
            for name in ("ours", *RIVALS)
            if (scenario, name) in table.index
        ]
        parts += [f"Kịch bản: {SCENARIO_WORDS[scenario]}.", _table(names, rows)]
    return _text(
        *parts,
        "Điểm phạt tính bằng lần so với người biết trước. Cột cuối là số đơn vị dự kiến hoàn thành"
        " chia cho số hoàn thành thật, trong các đơn vị chưa ngã ngũ: dưới 1 là bi quan, trên 1 là"
        " lạc quan. Nhân đều chỉ cho một con số nên không có khoảng. Coi hồ sơ đang trình duyệt là"
        " đã kết nạp rồi nhân nhịp độ của cả hai ra cả năm là tính hai lần những người đang chờ.",
    )


def _rival(name: str, row: pd.Series) -> list[str]:
    alone = name == "run_rate"
    return [
        FORECASTER_WORDS[name],
        "không có" if alone else _percent(row["covers80"]),
        "không có" if alone else _percent(row["covers95"]),
        format_decimal(row["interval_ratio"], 2),
        format_decimal(row["brier"], 3),
        format_decimal(row["expected_open"], 2),
    ]


def _chart() -> str:
    return _text(
        "## Khả năng đã nói và điều xảy ra",
        f"![Khả năng đã nói và tỷ lệ hoàn thành thật, số liệu mô phỏng](hinh/{CHART})",
        f"Kịch bản: {SCENARIO_WORDS['random']}. Chỉ tính các đơn vị chưa ngã ngũ: chưa đạt chỉ"
        " tiêu và còn đủ nguồn để đạt.",
    )


def _months(outcome: Outcome) -> str:
    rows = [
        [
            f"tháng {month}",
            format_count(int(row["districts"])),
            _percent(row["covers80"]),
            _percent(row["covers95"]),
            format_decimal(row["width80"], 0),
            format_decimal(row["width95"], 0),
        ]
        for month, row in by_month(outcome).iterrows()
    ]
    total = format_decimal(outcome.total.mean(), 0)
    names = ["Bảng của", "Số huyện", "80% chứa", "95% chứa", "Rộng 80%", "Rộng 95%"]
    return _text(
        "## Bảng càng muộn, khoảng càng hẹp",
        f"Kịch bản: {SCENARIO_WORDS['random']}. Độ rộng tính bằng người, trung bình; cả năm một"
        f" huyện kết nạp khoảng {total} người.",
        _table(names, rows),
    )


def _limits(outcome: Outcome) -> str:
    """Say what the figures do not prove; `outcome` is ours where the pace falls unseen."""
    months = by_month(outcome)
    first = months.index[0]
    items = [
        "Chưa có kết quả cuối năm của huyện thật nào để đối chiếu. Mô phỏng cho biết phép tính"
        " đúng khi thế giới giống mô phỏng, không cho biết thế giới có giống mô phỏng hay không.",
        "Mức ±25%, tỷ lệ 5% không được duyệt và mức ban đầu 45 ngày chờ là nhận định. Mô phỏng lấy"
        " đúng mức 5% và ±25% ấy, nên không thử được chúng đúng hay sai.",
        "Mô phỏng không có hồ sơ chuyển từ năm trước, đợt kết nạp tập trung vào ngày lễ, nguồn"
        " được bổ sung trong năm, đơn vị dồn hồ sơ vào tháng 12, sai sót trong bảng, đơn vị tách"
        " hoặc nhập.",
        f"Khi nhịp độ giảm hẳn 35% ngay sau ngày lập bảng, bảng càng sớm càng lệch: với bảng của"
        f" tháng {first}, khoảng 80% chỉ chứa kết quả ở {_percent(months.at[first, 'covers80'])}"
        f" số huyện, khoảng 95% ở {_percent(months.at[first, 'covers95'])}.",
        "Khi có kết quả cuối năm thật, hãy so với dự báo đã lưu. Một năm của một huyện chỉ là một"
        " lần thử; cần nhiều huyện hoặc nhiều năm mới biết khoảng 80% có đúng là 80% hay không.",
    ]
    return _text("## Điều chưa chứng minh được", "\n".join(_wrapped(f"- {one}") for one in items))


def _again(number: int, seed: int) -> str:
    return _text(
        "## Làm lại",
        f"```\npython -m benchmarks.calibrate --districts {number} --seed {seed}\n```",
        "Cùng số huyện và cùng hạt giống cho lại đúng trang này. Bản nhỏ của phép thử chạy cùng"
        " các phép kiểm khác của chương trình (`tests/forecasting/test_calibration.py`).",
    )


def _text(*parts: str) -> str:
    """Join paragraphs; those of one line are wrapped, tables and lists are left alone."""
    return "\n\n".join(part if "\n" in part else _wrapped(part) for part in parts)


def _wrapped(paragraph: str) -> str:
    hanging = {"- ": "  ", "> ": "> "}.get(paragraph[:2], "")
    return fill(
        paragraph,
        WIDTH,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(fraction: float) -> str:
    return format_percent(fraction, 0)


def _shown(measure: str, value: float) -> str:
    if measure in _PERCENT:
        return format_percent(value, 1)
    return format_decimal(value, _DIGITS.get(measure, 2))


def _wanted(measure: str, low: float, high: float) -> str:
    """Say a mark; one without an end on a side has only the other."""
    if np.isinf(low):
        return f"nhiều nhất {_shown(measure, high)}"
    if np.isinf(high):
        return f"ít nhất {_shown(measure, low)}"
    return f"{_shown(measure, low)} đến {_shown(measure, high)}"
