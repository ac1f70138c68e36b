import pytest

from dangvien_analysis.document.wording import mask, paragraphs, plain, sentences


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Đã kết nạp", "da ket nap"),
        ("THUỶ Hòa", "thuy hoa"),
        ("58,57%", "58,57%"),
        # letters that grow in lower case, and marks of their own, keep their places
        ("İx", "ix"),
        ("e\u0301x", "e\u0301x"),
        ("", ""),
    ],
)
def test_plain(text: str, letters: str) -> None:
    assert plain(text) == letters
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("letters", "masked"),
    [
        ("ngay 13/9/2023", "ngay ##/#/####"),
        ("13-9-2023 va 13.9.2023", "##-#-#### va ##.#.####"),
        ("ngay 13 thang 9 nam 2023", "ngay ## thang # nam ####"),
        ("ngay 13/9", "ngay ##/#"),
        ("thang 9/2023", "thang #/####"),
        ("quy 3/2023, quy iii/2023", "quy #/####, quy iii/####"),
        ("nam 2023 la 280", "nam #### la 280"),
        ("nhiem ky 2020-2025", "nhiem ky ####-####"),
        ("623-tb/hu, 12/2023/qh15", "###-tb/hu, ##/####/qh15"),
        ("so: 12/2023", "so: ##/####"),
        # counts stay
        ("164/280 dang vien, 58,57%", "164/280 dang vien, 58,57%"),
        ("9 thang 54/50 dang vien", "9 thang 54/50 dang vien"),
        ("9/2023 dang vien", "9/2023 dang vien"),
    ],
)
def test_mask(letters: str, masked: str) -> None:
    assert mask(letters) == masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đã kết nạp được\n164 đảng viên", ["đã kết nạp được 164 đảng viên"]),
        ("một\n\nhai", ["một", "hai"]),
        ("một.\nhai", ["một.", "hai"]),
        ("một\n- hai\n1. ba", ["một", "- hai", "1. ba"]),
        ("", []),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert list(paragraphs(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một. Hai", ["Một", "Hai"]),
        ("kết nạp 1.905 đảng viên.", ["kết nạp 1.905 đảng viên", ""]),
        ("Một? Hai!", ["Một", "Hai", ""]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert list(sentences(text)) == expected
