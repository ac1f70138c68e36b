"""What is said of a printed name that is not in the register: near ones, and how to accept one.

A name that joins several units is a merger, and no other name of one of them.
"""

from collections.abc import Container, Mapping

from dangvien_analysis.office.joined_names import joined_units, merger_lines
from dangvien_analysis.office.register import Register
from dangvien_analysis.text.patterns import pattern

SUGGESTED_NAMES = 100
"""Most names of one file that get suggestions: each is compared with the whole register, and more
strangers than this are no slips of the pen but the table of another district."""

# A name comes from outside and the command will be pasted into a shell: nothing that a shell of
# any system would read as more than text between double quotes.
_PASTABLE = pattern(r"[\w(][\w ,.;:()/–&+-]*")


def unknown_units(
    printed: Mapping[str, str], register: Register, listed: Container[str] = ()
) -> dict[str, str]:
    """Say of each unknown name that it is unknown, which units it resembles, and what to do.

    Gives one Vietnamese message a unit, for a finding ``unknown_unit``; none without a register,
    whose units are those of the file. The first `SUGGESTED_NAMES` get suggestions, and when there
    are more the last message says so.

    `listed`: the registered units that the file has rows of.
    """
    if not register:
        return {}
    messages = {}
    for at, (unit_id, name) in enumerate(printed.items()):
        messages[unit_id] = f"“{name}” không có trong danh mục đơn vị; giữ với mã {unit_id}."
        if at >= SUGGESTED_NAMES:
            continue
        if joined := joined_units(name, register):
            messages[unit_id] += _merger(name, unit_id, joined, register)
        else:
            messages[unit_id] += _suggestions(name, register.suggest(name), register, listed)
    if len(printed) > SUGGESTED_NAMES:
        messages[unit_id] += (
            f" Bảng có {len(printed)} tên không có trong danh mục; chỉ tìm tên gần giống cho "
            f"{SUGGESTED_NAMES} tên đầu."
        )
    return messages


def _merger(printed: str, unit_id: str, joined: list[str], register: Register) -> str:
    """Name the units that a name joins, and how their merger is written down."""
    lines = " và ".join(f"“{line}”" for line in merger_lines(joined, unit_id, printed))
    return (
        f" Tên này nối {len(joined)} đơn vị: {_listed(joined, register)}; số liệu của dòng không "
        f"chia được cho từng đơn vị. Nếu các đơn vị đã sáp nhập, ghi thêm vào "
        f"data/reference/unit_changes.csv các dòng {lines} (thay NĂM-THÁNG-NGÀY bằng ngày sáp "
        f"nhập); ghi đơn vị mới vào data/reference/units.csv và ghi ngày cuối (valid_to) của các "
        f"đơn vị cũ. Nếu chưa sáp nhập, đề nghị nơi gửi tách thành từng dòng."
    )


def _suggestions(printed: str, near: list[str], register: Register, listed: Container[str]) -> str:
    """Name the units that a name resembles, and the command that accepts one."""
    if not near:
        return ""
    if len(near) == 1 and near[0] in listed:
        how = (
            "Bảng đã có dòng của đơn vị này: hãy hỏi lại nơi gửi xem đây là đơn vị khác hay ghi "
            "hai lần."
        )
    elif not _PASTABLE.fullmatch(printed):
        how = "Nếu đúng, ghi tên này và mã đơn vị vào data/reference/aliases.csv."
    elif len(near) == 1:
        how = f'Nếu đúng, chạy lệnh dangvien alias "{printed}" {near[0]} rồi kiểm tra lại.'
    else:
        how = (
            f'Nếu đúng một trong các đơn vị này, chạy lệnh dangvien alias "{printed}" {near[0]} '
            f"(với mã của đơn vị đúng) rồi kiểm tra lại."
        )
    return f" Gần giống: {_listed(near, register)}. {how}"


def _listed(unit_ids: list[str], register: Register) -> str:
    names = register.table.loc[unit_ids, "unit_name"]
    return "; ".join(f"{name} ({unit_id})" for unit_id, name in names.items())
