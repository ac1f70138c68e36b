import pytest

from dangvien_analysis import errors


@pytest.mark.parametrize(
    "name", ["ReadError", "SettingsError", "RegisterError", "PackError", "RecordError"]
)
def test_each_error_is_caught_as_one_family(name: str) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, errors.DangvienError)
    assert issubclass(kind, ValueError)
    assert kind.__doc__
