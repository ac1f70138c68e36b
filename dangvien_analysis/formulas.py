"""How each column of the vocabulary is worked out, and when its cells are empty, in Vietnamese."""

_NEVER = "Không bao giờ để trống."
_NO_REGISTER = "Danh mục không ghi, hoặc đơn vị chưa có trong danh mục."
_NOT_TOLD = "Đơn vị chưa báo, hoặc ô không đọc được thành số."
_NOT_GIVEN = "Đơn vị chưa báo, ô không đọc được thành số, hoặc bảng không có cột này."
_RATE = "chỉ tiêu bằng 0 (không áp dụng)"
_MODEL = "Theo mô hình dự báo của báo cáo này"
_NO_FORECAST = "Chưa rõ chỉ tiêu hoặc số đã kết nạp"
_FACT = "chỉ tiêu bằng 0; hoặc thiếu một số mà các số đã biết chưa đủ để trả lời."

HOW: dict[str, tuple[str, str]] = {
    "unit_no": ("Theo bảng nhận được.", "Bảng không ghi, hoặc đơn vị không có trong bảng."),
    "unit_id": (
        "Theo danh mục; đơn vị chưa có trong danh mục thì lập từ tên in trong bảng.",
        _NEVER,
    ),
    "unit_name": ("Theo danh mục; đơn vị chưa có trong danh mục thì theo tên in.", _NEVER),
    "listed_as": ("Theo bảng nhận được.", "Đơn vị có trong danh mục nhưng không có trong bảng."),
    "org_type": ("Theo danh mục; chưa có thì theo chữ đầu của tên.", "Không nơi nào cho biết."),
    "sector": ("Theo danh mục.", _NO_REGISTER),
    "official_class": ("Theo danh mục.", _NO_REGISTER),
    "quota": ("Theo bảng nhận được và quyết định đã ghi.", _NOT_TOLD),
    "admitted": ("Theo bảng nhận được và quyết định đã ghi.", _NOT_TOLD),
    "pending": ("Theo bảng nhận được và quyết định đã ghi.", _NOT_GIVEN),
    "pool": ("Theo bảng nhận được và quyết định đã ghi.", _NOT_GIVEN),
    "stated_total": ("Theo bảng nhận được.", _NOT_GIVEN),
    "stated_rate": ("Theo bảng nhận được.", _NOT_GIVEN),
    "completion_rate": (
        "Đã kết nạp ÷ chỉ tiêu.",
        f"Chưa rõ chỉ tiêu hoặc số đã kết nạp; {_RATE}.",
    ),
    "completion_rate_with_pending": (
        "(Đã kết nạp + đang trình duyệt) ÷ chỉ tiêu.",
        f"Chưa rõ chỉ tiêu, số đã kết nạp hoặc đang trình duyệt; {_RATE}.",
    ),
    "to_admit": ("Chỉ tiêu − đã kết nạp, ít nhất là 0.", "Chưa rõ chỉ tiêu hoặc số đã kết nạp."),
    "in_dossier": (
        "Số nhỏ hơn trong hai số: đang trình duyệt, còn phải kết nạp.",
        "Chưa rõ chỉ tiêu, số đã kết nạp hoặc đang trình duyệt.",
    ),
    "remaining": (
        "Chỉ tiêu − đã kết nạp − đang trình duyệt, ít nhất là 0.",
        "Chưa rõ chỉ tiêu, số đã kết nạp hoặc đang trình duyệt.",
    ),
    "surplus": ("Đã kết nạp − chỉ tiêu, ít nhất là 0.", "Chưa rõ chỉ tiêu hoặc số đã kết nạp."),
    "pipeline_coverage": (
        "Nguồn ÷ còn thiếu.",
        "Chưa rõ một trong bốn số của đơn vị; không còn thiếu (không áp dụng).",
    ),
    "pool_shortfall": (
        "Còn thiếu − nguồn, ít nhất là 0.",
        "Chưa rõ một trong bốn số của đơn vị.",
    ),
    "due_by_now": (
        "Chỉ tiêu × số ngày đã qua ÷ số ngày của năm, bỏ phần lẻ.",
        "Chưa rõ chỉ tiêu hoặc ngày số liệu.",
    ),
    "required_per_month": (
        "Còn thiếu ÷ số tháng còn lại đến hạn; một tháng là một phần mười hai của năm.",
        "Chưa rõ số còn thiếu hoặc ngày số liệu; đã đến hạn hoặc chỉ tiêu bằng 0 (không áp dụng).",
    ),
    "risk_level": (
        "Quy tắc đầu tiên phù hợp: đã kết nạp đủ chỉ tiêu; đủ nếu kể cả đang trình duyệt; thiếu "
        "nguồn hoặc chưa có chuyển biến; chậm so với nhịp độ; chỉ tiêu nhỏ; còn lại là đúng tiến "
        "độ. Bảng không có cột nào thì bỏ quy tắc cần cột đó.",
        "Thiếu một số mà quy tắc cần để trả lời; chỉ tiêu bằng 0.",
    ),
    "risk_reasons": (
        "Ghép các lý do của mức đánh giá thành một câu.",
        "Không có lý do nào phải nêu.",
    ),
    "short_of_pool": (
        "Nguồn < còn thiếu.",
        f"Bảng không có cột nguồn hoặc đang trình duyệt; {_FACT}",
    ),
    "no_movement": (
        "Chỉ tiêu không nhỏ, đã kết nạp và đang trình duyệt đều bằng 0; chỉ tiêu nhỏ: không.",
        f"Bảng không có cột đang trình duyệt; {_FACT}",
    ),
    "behind": (
        "Chỉ tiêu không nhỏ, đã kết nạp + đang trình duyệt < mức theo nhịp độ đều; chỉ tiêu nhỏ: "
        "không.",
        f"Chưa rõ ngày số liệu (trừ chỉ tiêu nhỏ); {_FACT}",
    ),
    "pool_just_enough": (
        "Nguồn = còn thiếu, và còn thiếu lớn hơn 0.",
        f"Bảng không có cột nguồn hoặc đang trình duyệt; {_FACT}",
    ),
    "units": ("Đếm các đơn vị của nhóm.", _NEVER),
    "reported": ("Đếm các đơn vị đã rõ cả chỉ tiêu và số đã kết nạp.", _NEVER),
    "pool_usable": (
        "Số nhỏ hơn trong hai số: nguồn, còn thiếu.",
        "Chưa rõ một trong bốn số của đơn vị.",
    ),
    "p_meet": (
        f"{_MODEL}: xác suất số kết nạp đến hạn đạt chỉ tiêu.",
        f"{_NO_FORECAST}; chỉ tiêu bằng 0.",
    ),
    "expected": (f"{_MODEL}: trung bình số kết nạp đến hạn.", f"{_NO_FORECAST}."),
    "low80": (f"{_MODEL}: đầu dưới của khoảng 80%.", f"{_NO_FORECAST}."),
    "high80": (f"{_MODEL}: đầu trên của khoảng 80%.", f"{_NO_FORECAST}."),
    "low95": (f"{_MODEL}: đầu dưới của khoảng 95%.", f"{_NO_FORECAST}."),
    "high95": (f"{_MODEL}: đầu trên của khoảng 95%.", f"{_NO_FORECAST}."),
    "shortfall": (
        f"{_MODEL}: trung bình số còn thiếu so với chỉ tiêu khi đến hạn.",
        f"{_NO_FORECAST}.",
    ),
    "most": (
        "Đã kết nạp + đang trình duyệt + nguồn.",
        f"{_NO_FORECAST}, số đang trình duyệt hoặc nguồn.",
    ),
    "band": (
        "Theo xác suất hoàn thành: từ 80%, từ 50%, từ 20%, ít hơn; đã đủ chỉ tiêu hoặc chỉ tiêu "
        "lớn hơn mức nhiều nhất có thể thì là sự việc, không phải dự báo.",
        f"{_NO_FORECAST}; chỉ tiêu bằng 0.",
    ),
    "as_of": ("Theo văn bản của bảng, hoặc như khi nhận.", _NEVER),
    "quota_year": ("Theo văn bản; không ghi thì là năm của số liệu.", "Sổ số liệu không ghi."),
    "deadline": ("Theo văn bản; không ghi thì là ngày 31/12 của năm.", _NEVER),
    "revision": ("Bản hiện hành của ngày ấy trong sổ số liệu.", _NEVER),
    "frozen": ("Theo sổ nhật ký.", _NEVER),
    "simulated": ("Theo tệp ghi bên cạnh bảng nhận được.", _NEVER),
}
"""Of each column: how it is worked out, and when its cells are empty."""
