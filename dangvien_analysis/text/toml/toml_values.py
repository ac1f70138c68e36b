"""What a TOML file of known sections and keys may say; what it should not is refused."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from dangvien_analysis.errors import DangvienError
from dangvien_analysis.text.quoting import hidden, shown, visible
from dangvien_analysis.text.toml.toml_file import Place, TomlFile

WANTED: Mapping[type[Any], str] = {
    int: "một số nguyên",
    float: "một số",
    str: "một đoạn chữ trong ngoặc kép",
    date: "một ngày NĂM-THÁNG-NGÀY không có ngoặc kép, như 2025-05-26",
    bool: "true hoặc false",
}
"""What a value of a type is called."""

_THOUSAND = 1000

Shape = Mapping[str, Mapping[str, Any]]
"""The sections a file may have, and the keys of each with the types of their values."""


def sections(file: TomlFile, shape: Shape) -> dict[str, dict[str, Any]]:
    """Take a file's sections; a slip in a name must not pass unseen.

    Gives each section of `shape`; empty where the file does not have it.
    """
    for name, table in file.tables.items():
        if name not in shape:
            raise _no_section(file, name, shape)
        if not isinstance(table, dict):
            raise Place(file, (name,), name).refused(
                f"phải là một phần [{name}], không phải {shown(table)}"
            )
        for key in table:
            if key not in shape[name]:
                raise unknown_key(file.at(name), key, shape[name], shape)
    return {name: file.tables.get(name, {}) for name in shape}


def unknown_key(
    place: Place, key: str, known: Mapping[str, Any], shape: Shape | None = None
) -> DangvienError:
    """Make the error for a key that is not known."""
    words = f"không có mục {shown(key)}{_near(key, known, shape or {})}"
    told = f"{words}; các mục: {', '.join(known)}"
    return Place(place.file, (*place.path, key), place.label).refused(told)


def typed(place: Place, kind: type[Any], value: Any) -> Any:
    """Take a value of a type; where any number will do, a whole one does."""
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise place.refused(
            f"phải là {WANTED[kind]}, không phải {shown(value)}{_slip(kind, value)}"
        )
    if kind is str:
        refuse_hidden(place, value)
    return value


def refuse_hidden(place: Place, text: str) -> None:
    """Refuse a text with a character that nobody sees."""
    if name := hidden(text):
        raise place.refused(f"có {name}; cần chữ trên một dòng, đang là {shown(text)}")


def _no_section(file: TomlFile, name: str, shape: Shape) -> DangvienError:
    """Make the error for a section that is not known; it may be a key without its heading."""
    near = _near(name, shape, shape)
    label = f"[{visible(name)}]{near}"
    return Place(file, (name,), "").refused(f"không có phần {label}; các phần: {', '.join(shape)}")


def _near(name: str, known: Mapping[str, Any], shape: Shape) -> str:
    """Suggest the section a name belongs in, or the known name it is most like."""
    if homes := [section for section, keys in shape.items() if name in keys]:
        return f" (mục này thuộc phần [{homes[0]}])"
    if like := get_close_matches(name.lower(), known, n=1):
        return f" (có phải là {like[0]}?)"
    return ""


def _slip(kind: type[Any], value: Any) -> str:
    """Say what was probably meant."""
    if kind in (int, float) and isinstance(value, str) and value.isascii() and value.isdecimal():
        return f". Bỏ ngoặc kép: {visible(value)}"
    if kind is int and isinstance(value, float) and value % 1 and value * _THOUSAND % 1 == 0:
        return ". Số viết liền, không chấm phần nghìn"
    return ""
