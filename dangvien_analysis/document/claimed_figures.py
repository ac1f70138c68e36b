"""The figures of a sentence and what each stands for, told by the words around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from dangvien_analysis.document.wording import mask, plain
from dangvien_analysis.text.numbers import parse_number


class ClaimRole(Enum):
    """What a figure stands for; those of a rate have the name of the claim's kind."""

    SHARE = "share"
    ADMITTED = "admitted"
    QUOTA = "quota"
    PLACES = "places"
    OF_QUOTA = "of_quota"
    OVER = "over_quota"
    SAME_PERIOD = "same_period"


@dataclass(frozen=True)
class ClaimedFigure:
    """One figure that is part of a claim."""

    role: ClaimRole  # What it stands for
    start: int  # Where it stands in the sentence
    end: int
    admitted: int | None = None  # People
    quota: int | None = None
    places: int | None = None
    rate: Decimal | None = None  # Per cent, with the digits as printed
    exact: bool = True  # False after "gần", "khoảng", "trên", "hơn"
    others: bool = False  # Whether it counts something other than people
    fresh: bool = False  # Whether another subject begins with it, as in "…; xã An Hòa 9/8"
    bracket: bool = False  # Whether it explains what stands before it, as in "108% (54/50)"


@dataclass(frozen=True)
class _Token:
    """A number as typed with the words around it, in plain letters.

    `gap` are the words since the number before, `head` the words before in the sentence,
    `after` those that follow.
    """

    start: int
    end: int
    number: str
    divisor: str
    percent: bool
    gap: str
    head: str
    after: str


# Roles that still belong to the figure at hand: more than any clause has.
_KEPT = 5
# A longer number is no count of people, and a longer rate no printed one.
_DIGITS = 9
# Words that far away no longer belong to a figure.
_NEAR = 160

_NUMBER = r"(?:\d{1,3}(?: \d{3}){1,3}+(?![\d.,])|\d++(?:[.,]\d++)*+)"
_PEOPLE = r"(?:dang vien|dong chi|d/c|dc|quan chung|nguoi|doan vien|doi tuong)\b"
_TOKEN = re.compile(
    rf"(?<![\w.,#])({_NUMBER})"
    rf"(?:(?: {_PEOPLE})? ?(?:/|\btren\b(?: tong(?: so)?)?) ?({_NUMBER})(?![\w/%#]))?"
    r"( ?%| phan tram\b)?"
)

_OTHERS = (
    r"(?:chi bo|dang bo|to chuc|tccs|don vi|co so|xa|phuong|thi tran|thon|truong|doanh nghiep|lop|"
    r"ho so|hoc vien|cap uy|can bo|ho|thang|nam|ngay|tuoi|ky|dot|lan|buoi|cuoc|van ban|de an)\b"
)
_IS_OTHER = re.compile(rf" ?(?:so |tong so |cac )?{_OTHERS}")
_IS_PART = re.compile(rf" ?(?:so |tong so |cac )?(?:{_OTHERS}|{_PEOPLE}|nu\b)")
_QUOTA_WORD = r"(?:chi tieu|ke hoach|nghi quyet)"

# A goal is no result, unless "đã", "đến nay" … begin one after it.
_GOAL = re.compile(
    r"\b(?:phan dau|quyet tam|du kien|uoc|chua|con (?:phai|lai|thieu)|(?:se|can|phai|tiep tuc|de)"
    r" (?:ket nap|hoan thanh|dat|phan dau)|(?:bao dam|dam bao) (?:hoan thanh|dat|ket nap)"
    r"|(?:de nghi|yeu cau) (?:cac|chi|dang|cap|nhung|ban|don vi)|hoan thanh truoc)\b"
)
_DONE = re.compile(r"\b(?:da|den nay|ket qua|ket nap duoc(?! giao)|dat duoc|moi ket nap)\b")
_BEFORE_DAY = re.compile(
    r"\b(?:ngay|dot|dip|ky niem|mung|le|sang|chieu|toi|hom|tu|den|truoc|sau|het|thanh lap dang"
    r"|so|nghi quyet|va)(?: cac)?(?: ngay)? ?$"
)
_SAME_PERIOD = re.compile(r"\bcung k[yi]\b|\bnam (?:truoc|ngoai)\b|\bso voi (?:ket qua )?nam #")


def figures_of(sentence: str) -> Iterator[ClaimedFigure]:
    """Give the figures of a sentence that claims are made of."""
    before: list[ClaimRole] = []
    fresh = False
    for token in _tokens(mask(plain(sentence))):
        if _SUBJECT.search(token.gap):
            before, fresh = [], True
        figure = _figure(token, before)
        if figure is not None:
            yield replace(figure, fresh=fresh)
            before, fresh = [*before[-_KEPT:], figure.role], False


def _tokens(letters: str) -> Iterator[_Token]:
    last = 0
    for match in _TOKEN.finditer(letters):
        start, end = match.span()
        yield _Token(
            start,
            end,
            match[1],
            match[2] or "",
            match[3] is not None,
            letters[max(last, start - _NEAR) : start],
            letters[max(0, start - _NEAR) : start],
            letters[end : end + _NEAR],
        )
        last = end


_SUBJECT = re.compile(
    r"(?:[,;]|\bva\b|\bcon\b) ?(?:[-+] )?(?:rieng )?"
    r"(?:dang bo(?! (?:huyen|quan|tinh|thanh|thi xa|da))|chi bo|xa|phuong|thi tran|truong)\b"
)


def _figure(token: _Token, before: list[ClaimRole]) -> ClaimedFigure | None:
    goal = [match.end() for match in _GOAL.finditer(token.head)]
    if goal:
        done = [match.end() for match in _DONE.finditer(token.head)]
        if goal[-1] > (done[-1] if done else -1):
            return None
    if token.divisor:
        return _share(token)
    return _rate(token, before) if token.percent else _count(token)


def _whole(text: str) -> int | None:
    """Read a count; a dot or a space before three digits means thousands."""
    number = parse_number(text) if _is_number(text) else None
    return int(number) if number is not None and number == int(number) else None


def _is_number(text: str) -> bool:
    if sum(char.isdecimal() for char in text) > _DIGITS:
        return False
    try:
        return parse_number(text) is not None
    except ValueError:
        return False


_DAY, _MONTH = 31, 12
_RATE_FOLLOWS = re.compile(
    r"[ ,;:(=–-]{0,5}(?:(?:tuc|la|dat|bang|chiem|ty le|ti le|vuot|dang vien|dong chi|nguoi"
    r"|quan chung|uu tu|moi|chi tieu|duoc|khoang|gan|tren|hon)[ ,:(=]{1,5}){0,8}"
    r"\d++(?:[.,]\d++)?(?: ?%| phan tram)"
)


def _share(token: _Token) -> ClaimedFigure | None:
    """Read "164/280": not a day such as 3/2, not a goal."""
    admitted, quota = _whole(token.number), _whole(token.divisor)
    if admitted is None or quota is None:
        return None
    people = re.match(rf" ?(?:chi tieu|{_PEOPLE})", token.after)
    rated = _RATE_FOLLOWS.match(token.after)
    if 1 <= admitted <= _DAY and 1 <= quota <= _MONTH:
        called = people or rated or re.search(r"\b(?:ket nap|dat|duoc|moi) ?$", token.gap)
        if _BEFORE_DAY.search(token.gap) or not called:
            return None
    if re.search(r"\bso ?:? ?$", token.gap) and not (people or rated):
        return None
    others = _IS_OTHER.match(token.after) is not None
    near = "%" in token.after or "phan tram" in token.after
    wanted = not others and (people or re.search(r"ket nap|chi tieu|ke hoach", token.head))
    bracket = re.search(r"(?:[(=]|\btuc(?: la)?) ?$", token.gap) is not None
    explains = bracket and re.search(r"(?:%|phan tram)[^,;%]{0,40}$", token.head)
    if not (wanted or rated or near or explains):
        return None
    return ClaimedFigure(
        ClaimRole.SHARE,
        *(token.start, token.end, admitted, quota),
        others=others,
        bracket=bracket,
    )


_RANGE = re.compile(r" ?[-–] ?|(?:.* )?(?:tu|den) ?")
_ABOUT = re.compile(r"(?:\b(?:gan|khoang|tren|hon|xap xi|duoi|it nhat)|[~>≈<]) ?$")
_MORE = re.compile(r"\b(?:tang|giam|cao hon|thap hon|nhieu hon|it hon|boi)\b[^,;]*$")
_OR_MORE = re.compile(r"\btro (?:len|xuong)\b")
_PART = re.compile(r"\b(?:trong do|nu|nam gioi|ton giao|dan toc|do tuoi)\b[^,;]*$")
_AFTER_QUOTA = re.compile(
    rf"[ )]*(?:so )?(?:voi |cua |tren )?(?:\d[\d.]* )?(?:tong )?(?:so )?{_QUOTA_WORD}"
)
_TELLS_RATE = re.compile(
    r"(?:\b(?:dat|bang|ty le|ti le|hoan thanh|thuc hien|la|tuc|tuong duong|chiem)\b|[=(:])"
    r"[^,;]{0,40}$"
)
_OTHER_WORK = re.compile(
    r"\b(?:dang phi|thu ngan sach|kiem tra|giam sat|hoc tap|boi duong|mo lop|lop|phan loai"
    r"|danh gia|xep loai|the dang|sinh hoat|quan triet|nguon|cai dat|bao hiem|tiem|hoi nghi)\b"
)
_OUR_WORK = re.compile(r"\b(?:ket nap|chi tieu|phat trien dang|dang vien moi)\b")


def _rate(token: _Token, before: list[ClaimRole]) -> ClaimedFigure | None:
    """Read "58,57%": of the quota, over it, of the same period, or of something else."""
    text = token.number.replace(" ", "")
    if sum(map(str.isdecimal, text)) > _DIGITS or not re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return None
    if token.gap and _RANGE.fullmatch(token.gap) and token.gap != token.head:
        return None
    about = _ABOUT.search(token.gap)
    gap = token.gap[: about.start()] if about else token.gap
    role = _rate_role(gap, token, before)
    if role is None:
        return None
    rate = parse_number(text, grouped=False)
    return ClaimedFigure(role, token.start, token.end, rate=rate, exact=about is None)


def _rate_role(gap: str, token: _Token, before: list[ClaimRole]) -> ClaimRole | None:
    phrase = re.split(r"[,;(]", token.after, maxsplit=1)[0]
    if _MORE.search(gap) or _PART.search(gap) or _OR_MORE.search(phrase):
        return None
    if _SAME_PERIOD.search(phrase) or re.search(r"\bcung k[yi]\b[^,;]*$", gap):
        return ClaimRole.SAME_PERIOD
    in_brackets = before[-1:] == [ClaimRole.PLACES] and re.fullmatch(r"[a-z ]*\( ?", gap)
    if in_brackets or re.search(r"\bvuot\b[^,;]{0,60}$", gap):
        return ClaimRole.OVER
    if before and before[-1] is ClaimRole.SHARE:
        return ClaimRole.OF_QUOTA
    if _of_other_work(token.head) or re.search(r"\bchiem\b[^,;]*$", gap):
        return None
    if _AFTER_QUOTA.match(token.after):
        return ClaimRole.OF_QUOTA
    if _IS_PART.match(token.after):
        return None
    counted = ClaimRole.SHARE in before or ClaimRole.ADMITTED in before
    return ClaimRole.OF_QUOTA if _is_share(gap, token, counted) else None


def _of_other_work(head: str) -> bool:
    """Tell a rate of dues, classes or inspections, unless admissions are named after them."""
    other = [match.start() for match in _OTHER_WORK.finditer(head)]
    ours = [match.start() for match in _OUR_WORK.finditer(head)]
    return bool(other) and other[-1] > (ours[-1] if ours else -1)


def _is_share(gap: str, token: _Token, counted: bool) -> bool:
    """Tell whether a rate without a word of what it is of is one of the quota."""
    if counted:
        return bool(_TELLS_RATE.search(gap)) or not gap.strip(" ,;(–-")
    bare = re.fullmatch(r"[ (]*(?:dat|ty le|ti le|bang|dat duoc|[ :=])* ?", token.head)
    named = _OUR_WORK.search(token.head)
    return bool(_TELLS_RATE.search(gap)) and bool((bare and bare[0].strip(" (")) or named)


_OVER = re.compile(r"\bvuot(?: (?!qua\b)[a-z#]+){0,8}[ :(]*$")
_COUNTED = re.compile(rf" ?(?:{_PEOPLE}|chi tieu)|[ )]*(?:[,;.)(=]|$)| (?:dat|bang)\b")
_QUOTA_BEFORE = re.compile(rf"\b(?:{_QUOTA_WORD}|muc tieu|giao)\b")
_QUOTA_AFTER = re.compile(r" chi tieu\b| (?:dang vien )?theo (?:chi tieu|ke hoach)\b")
_NOT_QUOTA = re.compile(
    r"\b(?:da ket nap|ket nap duoc(?! giao)|moi ket nap|den nay|ket qua|thuc hien|dat|so|cho)\b"
)
_RESULT_BEFORE = re.compile(r"\b(?:ket nap|ket qua|thuc hien)\b(?P<rest>[^,;%]{0,80})$")
_PEOPLE_AND_RATE = re.compile(
    rf" ?{_PEOPLE}[^\d;]{{0,40}}(?:=|\bdat\b|\bbang\b|\()[^\d;]{{0,20}}\d[\d.,]{{0,9}}"
    r"(?: ?%| phan tram)"
)
_NOT_RESULT = re.compile(r"\b(?:trong do|lop|cam tinh|ho so|nguon|trinh|chuyen|khai tru)\b[^,;]*$")


def _count(token: _Token) -> ClaimedFigure | None:
    """Read a number of people: places over the quota, the quota, or the admitted."""
    number = _whole(token.number)
    if number is None or _IS_OTHER.match(token.after):
        return None
    at = (token.start, token.end)
    if _OVER.search(token.gap) and _COUNTED.match(token.after):
        return ClaimedFigure(ClaimRole.PLACES, *at, places=number)
    if _is_quota(token):
        return ClaimedFigure(ClaimRole.QUOTA, *at, quota=number)
    if _is_result(token):
        return ClaimedFigure(ClaimRole.ADMITTED, *at, admitted=number)
    return None


def _is_quota(token: _Token) -> bool:
    if re.search(rf"{_PEOPLE} ?/ ?$", token.gap):
        return True
    *_, last = [None, *_QUOTA_BEFORE.finditer(token.gap)]
    if last is not None:
        rest = token.gap[last.end() :]
        if not re.search(r"[,;%]", rest):
            return not _NOT_QUOTA.search(rest)
    after = _QUOTA_AFTER.match(token.after)
    return bool(after and re.search(r"\b(?:so voi|tren|cua|giao|tong so|co) ?$", token.gap))


def _is_result(token: _Token) -> bool:
    if _SAME_PERIOD.search(token.gap) or _NOT_RESULT.search(token.gap):
        return False
    if _PEOPLE_AND_RATE.match(token.after):
        return True
    return bool(_RESULT_BEFORE.search(token.gap) and _COUNTED.match(token.after))
