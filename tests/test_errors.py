import pytest

from dangvien_analysis import errors


@pytest.mark.parametrize(
    "name",
    ["ReadError", "SettingsError", "RegisterError", "PackError", "RecordError", "BadValueError"],
)
def test_each_error_is_caught_as_one_family(name: str) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, errors.DangvienError)
    assert issubclass(kind, ValueError)
    assert kind.__doc__


def test_a_refused_value_says_which_what_and_why() -> None:
    found = errors.BadValueError("pace", "từ 1 đến 2 (lý do)", "3")
    assert str(found) == "pace phải từ 1 đến 2 (lý do), không phải 3"
    assert (found.name, found.needed, found.given) == ("pace", "từ 1 đến 2 (lý do)", "3")
