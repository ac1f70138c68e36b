"""Findings: what disagrees, both figures side by side, with a stable code.

A finding never changes a figure. The codes are a contract with those who settle findings; the
page docs/phat-hien.md lists them and a test holds it to this file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

SETTLED = "settled"
SEVERITIES = {
    "error": "lỗi",
    "warning": "cảnh báo",
    "info": "thông tin",
    SETTLED: "đã giải quyết",
}
"""Severities, gravest first, with the words they are shown in; the last are findings of any of
the others on which the office has decided."""

FIELDS = ("severity", "code", "unit_id", "column", "place", "stated", "computed", "message")
LABELS = dict(
    zip(
        FIELDS,
        ("Mức", "Mã", "Mã đơn vị", "Cột", "Vị trí", "Số ghi", "Số tính lại", "Nội dung"),
        strict=True,
    )
)


@dataclass(frozen=True)
class Code:
    """What a code stands for."""

    # ``error``: a figure cannot be right; ``warning``: a reader is misled; ``info``: worth knowing
    severity: str
    meaning: str  # One Vietnamese sentence for the page of codes


CODES = {
    # The table against itself.
    "column_total": Code("error", "Dòng tổng cộng khác tổng của các dòng đơn vị."),
    "total_rate": Code("error", "Tỷ lệ ở dòng tổng cộng khác tỷ lệ tính từ chính dòng đó."),
    "row_total": Code("error", "Cột tổng cộng của một đơn vị khác đã kết nạp + đang trình duyệt."),
    "row_rate": Code("error", "Tỷ lệ in của một đơn vị không khớp với số của đơn vị đó."),
    "rates_disagree": Code(
        "error", "Phần lớn tỷ lệ in không khớp với số được đọc; có thể đọc nhầm cột."
    ),
    "duplicate_unit": Code("error", "Một đơn vị có hai dòng; dòng đầu được giữ."),
    "negative_count": Code("error", "Số người là số âm; để trống, không sửa."),
    "fractional_count": Code("error", "Số người là số lẻ; để trống, không sửa."),
    "unreadable_cell": Code("error", "Ô cần số nhưng không đọc được thành số; để trống."),
    "row_without_name": Code("error", "Dòng có số liệu nhưng không có tên đơn vị."),
    "row_too_wide": Code(
        "error", "Dòng có nhiều ô hơn tiêu đề, không rõ số nào thuộc cột nào; số để chưa rõ."
    ),
    "merged_figure": Code("error", "Một ô số gộp cho nhiều đơn vị hoặc nhiều cột; để trống."),
    "subtotal": Code("error", "Dòng cộng của một phần khác tổng các đơn vị của phần đó."),
    "repeated_column": Code(
        "error", "Hai cột cùng nghĩa, không có gì phân biệt; số của cột đó để chưa rõ."
    ),
    "column_unexplained": Code(
        "error", "Cột ghi kết quả (kết nạp, thực hiện, lũy kế) không rõ là số gì; không được đọc."
    ),
    "repeated_total": Code("error", "Bảng có hơn một dòng tổng cộng; chỉ dòng đầu được đọc."),
    "missing_count": Code("warning", "Ô số liệu bỏ trống; hiểu là chưa rõ, không phải 0."),
    "missing_column": Code(
        "warning", "Bảng không có một cột số liệu; phần cần cột đó không tính."
    ),
    "loose_words": Code(
        "warning", "Dòng chỉ có chữ dưới một đơn vị, có thể là phần còn lại của tên."
    ),
    "period_in_title": Code(
        "warning", "Tiêu đề nói về số trong một tháng hoặc quý; cột đã kết nạp không ghi lũy kế."
    ),
    "equals_sum": Code(
        "warning", "Một dòng được tính là đơn vị nhưng bằng đúng tổng của các dòng khác."
    ),
    "column_chosen": Code(
        "warning", "Bảng có hai cột cùng nghĩa; cột này không được đọc, lý do nêu trong phát hiện."
    ),
    "assumed_column": Code(
        "warning", "Một cột được hiểu theo nghĩa gần nhất vì bảng không có cột ghi đúng tên."
    ),
    "parted_cells": Code(
        "warning", "Dấu phẩy trong số hoặc tên làm tách ô trong tệp chữ; đã ghép lại."
    ),
    "number_as_text": Code(
        "warning", "Số trong bảng tính được gõ dưới dạng chữ; hàm SUM bỏ qua các ô đó."
    ),
    "numbering": Code("warning", "Số thứ tự bị trùng, bị thiếu hoặc không liên tục."),
    "column_not_printed": Code(
        "info", "Bảng không in cột tổng cộng hoặc tỷ lệ; không có gì để đối chiếu ở đó."
    ),
    "dash_as_zero": Code("info", "Ô ghi dấu gạch ngang, hiểu là 0."),
    "zero_quota": Code("info", "Đơn vị có chỉ tiêu 0: không tính tỷ lệ, không đánh giá."),
    # Names.
    "misspelt_name": Code("warning", "Tên in trong bảng viết sai so với tên chính thức."),
    "unknown_unit": Code("warning", "Tên không có trong danh mục đơn vị."),
    "unmarked_names": Code(
        "warning", "Tệp gõ không dấu; tên được nhận khi không dấu chỉ trùng với một đơn vị."
    ),
    "not_reported": Code("warning", "Đơn vị trong danh mục không có trong bảng."),
    "unit_out_of_period": Code("warning", "Đơn vị không còn hoặc chưa có ở ngày số liệu."),
    "name_variant": Code("info", "Tên in khác tên chính thức (viết tắt, cách viết)."),
    "org_type_missing": Code("info", "Tên in thiếu chữ Đảng bộ hoặc Chi bộ."),
    # Figures that are hardly right.
    "admitted_beyond_quota": Code(
        "warning", "Số đã kết nạp vượt xa chỉ tiêu (trên 1,5 lần và 3 người); cần hỏi lại đơn vị."
    ),
    # What the document says of itself.
    "headline_includes_pending": Code(
        "warning", "Số nêu trong văn bản gộp cả hồ sơ đang trình duyệt vào số đã kết nạp."
    ),
    "headline_admitted": Code("error", "Số kết nạp nêu trong văn bản không có trong bảng."),
    "headline_quota": Code("error", "Chỉ tiêu nêu trong văn bản khác dòng tổng cộng."),
    "headline_rate": Code("error", "Tỷ lệ nêu trong văn bản không khớp số nêu cùng chỗ."),
    "official_count": Code(
        "error", "Số đã kết nạp khác dòng I biểu 2-BTCTW cùng ngày ghi trong thiết lập."
    ),
    "period_label": Code("info", "Tên kỳ trong tiêu đề khác ngày số liệu."),
    "no_date": Code("warning", "Không rõ ngày số liệu; nhịp độ không tính."),
    "date_from_text": Code("info", "Ngày số liệu lấy từ lời văn trong tệp."),
    "date_overridden": Code(
        "warning", "Ngày số liệu nhập vào khác ngày ghi kèm tệp hoặc trong văn bản."
    ),
    "impossible_day": Code(
        "warning", "Văn bản ghi số liệu đến một ngày không có trong lịch; không dùng ngày đó."
    ),
    "future_day": Code("warning", "Ngày số liệu sau ngày hôm nay theo đồng hồ của máy."),
    "dates_disagree": Code("warning", "Văn bản nêu hai ngày hoặc hai năm số liệu khác nhau."),
    "document_differs": Code("warning", "Tệp kèm theo ghi khác lời văn trong tệp."),
    # The table against earlier ones of the year.
    "admitted_fell": Code("error", "Số đã kết nạp cộng dồn thấp hơn kỳ trước trong cùng năm."),
    "frozen_contradicted": Code("error", "Số đã kết nạp thấp hơn số đã chốt của kỳ trước."),
    "pending_vanished": Code(
        "warning", "Hồ sơ đang trình giảm nhiều hơn số kết nạp thêm; cần hỏi lại đơn vị."
    ),
    "pending_unchanged": Code("warning", "Hồ sơ đang trình không thay đổi từ hai tháng trở lên."),
    "quota_changed": Code("warning", "Chỉ tiêu của đơn vị thay đổi trong năm."),
    "admitted_leap": Code(
        "warning",
        "Số đã kết nạp tăng thêm từ kỳ trước nhiều hơn chỉ tiêu cả năm; cần hỏi lại đơn vị.",
    ),
    "tenfold_count": Code(
        "warning", "Hồ sơ đang trình hoặc nguồn gấp mười lần kỳ trước; cần hỏi lại đơn vị."
    ),
    "quota_leap": Code("warning", "Chỉ tiêu đổi hơn một nửa so với kỳ trước; cần hỏi lại đơn vị."),
    "unit_new": Code("warning", "Đơn vị không có trong bảng kỳ trước."),
    "unit_gone": Code("warning", "Đơn vị có trong bảng kỳ trước, không có trong bảng này."),
    "unit_ended": Code("info", "Đơn vị đã kết thúc, chưa rõ đơn vị kế tục; không so sánh tiếp."),
    "units_merged": Code("info", "Đơn vị gộp từ nhiều đơn vị; số kỳ trước được cộng lại."),
    # The file.
    "file_changed": Code("error", "Tệp đã thay đổi so với mã băm trong manifest.csv."),
    "raw_copy_lost": Code(
        "warning", "Bản đã nhận không còn hoặc đã thay đổi; dùng số liệu đã ghi trong sổ."
    ),
    "read_otherwise": Code(
        "warning",
        "Phiên bản này của chương trình đọc tệp khác với khi nhận; dùng số liệu đã ghi trong sổ.",
    ),
    "old_encoding": Code(
        "info", "Chữ trong tệp viết bằng bảng mã cũ (TCVN3, VNI); đã chuyển cả tệp sang Unicode."
    ),
    "text_encoding": Code("info", "Tệp chữ không lưu bằng UTF-8; đã đọc theo bảng mã khác."),
    "sheet_chosen": Code(
        "info", "Tệp có nhiều trang tính có bảng; cho biết trang nào được đọc và vì sao."
    ),
    "sheet_guessed": Code(
        "warning", "Nhiều trang tính cùng các đơn vị, không rõ trang nào mới nhất; hãy xem lại."
    ),
    "hidden_sheet": Code(
        "warning", "Trang tính hoặc bảng ẩn có số liệu; cho biết có được đọc không."
    ),
    "misread_text": Code(
        "info", "Chữ UTF-8 bị đọc nhầm bằng bảng mã khác trước khi gửi; đã đọc lại cả tệp."
    ),
    "other_table": Code("error", "Tệp còn bảng khác có cùng loại cột; bảng đó không được đọc."),
    "other_format": Code(
        "warning", "Nội dung tệp khác với đuôi của tên tệp; đã đọc theo nội dung."
    ),
    "packed_file": Code("info", "Tệp nén chỉ có một tệp; đã đọc tệp đó."),
    "quoted_cells": Code(
        "info", 'Ô trong tệp chữ ghi dạng ="4" hoặc \'4; đã đọc phần chữ bên trong.'
    ),
    "people_left_out": Code(
        "warning", "Tệp còn bảng có cột về cá nhân; bảng đó không được đọc, sổ không giữ tệp."
    ),
    "column_not_read": Code("info", "Cột ngoài danh mục; nội dung được giữ trong phát hiện."),
    "cell_outside": Code("warning", "Ô nằm ngoài các cột của bảng."),
    "table_of_another_time": Code(
        "info", "Tệp còn bảng của năm hoặc kỳ khác; bảng đó không được đọc."
    ),
    "row_as_total": Code(
        "info", "Một dòng không ghi là dòng tổng được hiểu là dòng tổng vì bằng tổng các dòng."
    ),
    "subtotal_row": Code("info", "Dòng cộng của một phần; không cộng thêm vào tổng."),
    "of_which_row": Code("info", "Dòng “trong đó”, một phần của dòng trên; không cộng thêm."),
    "comparison_row": Code(
        "info", "Dòng so sánh, tỷ lệ hoặc số của kỳ khác; không phải đơn vị, không cộng."
    ),
    "section_row": Code("info", "Dòng chỉ có chữ giữa bảng, hiểu là tên phần."),
    "joined_tables": Code("info", "Bảng được in thành nhiều phần; các phần đã được ghép lại."),
    "joined_rows": Code("info", "Dòng bị ngắt khi sang dòng, sang trang; đã nối lại."),
    "page_without_text": Code("warning", "Một trang của tệp PDF chỉ có ảnh; không được đọc."),
    # What a reader of the page does not see.
    "shown_otherwise": Code(
        "error", "Ô lưu một số nhưng trang hiện số khác (định dạng số); để trống."
    ),
    "not_calculated": Code("error", "Công thức chưa được tính, tệp ghi tạm số 0; để trống."),
    "raised_mark": Code(
        "warning", "Dấu nhỏ đặt cao hoặc thấp (số chú thích) sát số hoặc tên; không đọc vào số."
    ),
    "struck_text": Code("warning", "Số hoặc chữ đã bị gạch bỏ; không được đọc."),
    "hidden_text": Code(
        "warning", "Số hoặc chữ không hiện trên trang (ẩn, trắng, bị che); không được đọc."
    ),
    "pending_revision": Code(
        "warning", "Sửa đổi trong tệp chưa được chấp nhận; đọc theo bản đã sửa."
    ),
    "unseen_row": Code(
        "warning", "Cả dòng bị ẩn, gạch bỏ, xóa hoặc để chữ trắng; không phải là đơn vị."
    ),
    "filtered_rows": Code("warning", "Dòng bị bộ lọc che; vẫn được tính."),
    "unseen_column": Code("warning", "Cột đang ẩn; không được đọc."),
    "cell_note": Code("warning", "Ô hoặc đoạn có lời nhắn kèm theo; số trong bảng giữ nguyên."),
    "recognised_text": Code(
        "warning", "Trang là bản quét, chữ do máy nhận dạng; phải đối chiếu với bản gốc."
    ),
    "conditional_form": Code(
        "warning", "Định dạng có điều kiện gạch bỏ hoặc làm ẩn chữ; không được xét, số vẫn đọc."
    ),
    "doubled_text": Code("info", "Chữ in chồng nhiều lần cho đậm; mỗi chữ chỉ đọc một lần."),
    "not_chosen": Code("info", "Ô là danh sách chọn; chỉ giá trị đang chọn được đọc."),
    "zero_not_shown": Code("info", "Ô lưu số 0 mà trang không hiện; hiểu là 0."),
    "form_unseen": Code(
        "info",
        "Định dạng tệp không cho biết chữ gạch bỏ, nâng cao hoặc ẩn; có thể có số không còn hiệu "
        "lực.",
    ),
}


@dataclass(frozen=True)
class Finding:
    """One finding. Both figures are text, as they are shown."""

    code: str  # A key of `CODES`; it decides the severity
    message: str  # One Vietnamese sentence
    # The unit, the column of the vocabulary and the place in the file; empty where it concerns
    # none
    unit_id: str = ""
    column: str = ""
    place: str = ""
    stated: str = ""  # The figure as given and as worked out again; empty where there is none
    computed: str = ""

    @property
    def severity(self) -> str:
        """The severity of the code."""
        return CODES[self.code].severity


LISTED = 12
"""Most places that one finding lists."""


def listed(places: Sequence[str]) -> str:
    """List the first places."""
    return "; ".join([*places[:LISTED], *(["…"] if len(places) > LISTED else [])])


def to_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Put findings in a table, gravest first, otherwise in the order they were made.

    Columns `FIELDS`, all text; an empty table has the columns too.
    """
    rows = [{"severity": item.severity} | asdict(item) for item in findings]
    order = list(SEVERITIES)
    rows.sort(key=lambda row: order.index(row["severity"]))
    return pd.DataFrame(rows, columns=list(FIELDS), dtype="str")


def count_by_severity(findings: pd.DataFrame) -> dict[str, int]:
    """Count findings by severity.

    Number of findings, gravest severity first; severities without any count 0.
    """
    return {name: int((findings["severity"] == name).sum()) for name in SEVERITIES}


def in_words(findings: pd.DataFrame) -> str:
    """Tell how many findings there are of each severity.

    For example "1 lỗi, 5 cảnh báo, 3 thông tin"; what was decided on only where there is some.
    """
    counts = count_by_severity(findings)
    return ", ".join(
        f"{counts[name]} {words}"
        for name, words in SEVERITIES.items()
        if name != SETTLED or counts[name]
    )
