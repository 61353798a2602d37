"""Words of headings and of the kind column: which column is which, and which kind a word names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from rescreen.clues.kinds import KINDS
from rescreen.errors import InputError
from rescreen.manifest.headings import normal_heading

__all__ = ["Form", "KindWord", "form_of", "kind_of", "known_headings", "role_of"]

_CLUE = ("clue", "clue_id", "线索编号", "线索号", "线索标识")
#: Also the name of a kind, so they're taken for the clue's number only where nothing else is.
_CLUE_AT_LAST = ("线索", "编号")
_KIND = ("kind", "类别", "种类", "类型", "要素类别")
_VALUE = ("value", "值", "内容", "取值", "要素内容")
_TIME = ("time", "时间", "线索时间", "发生时间", "收寄时间", "日期")
_ROLE = ("role", "角色")
_ROLES = {
    "sender": ("sender", "寄件人", "寄件", "寄方", "发件人"),
    "receiver": ("receiver", "recipient", "收件人", "收件", "收方"),
}


@dataclass(frozen=True, slots=True)
class KindWord:
    """What a word names: a kind, and who of the parcel it is about ("": not said)."""

    kind: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Columns by place. A long table has `kind` and `value`; a wide one a column a kind (`cells`),
    and `unknown` ones that name none. -1: there is no such column."""

    clue: int
    time: int = -1
    kind: int = -1
    value: int = -1
    role: int = -1
    cells: tuple[tuple[int, KindWord], ...] = ()
    unknown: tuple[int, ...] = ()

    @property
    def long(self) -> bool:
        return self.kind >= 0


def kind_of(word: str) -> KindWord | None:
    """The kind that a word names: phone, 电话, 手机号, sender_phone, 寄件人电话 …"""
    return _kind_words().get(normal_heading(word))


@lru_cache(maxsize=1)
def _kind_words() -> dict[str, KindWord]:
    found: dict[str, KindWord] = {}
    for role, prefixes in _ROLES.items():
        found |= {normal_heading(prefix): KindWord("name", role) for prefix in prefixes}
    for kind in KINDS.values():
        for word in (kind.name, kind.label, kind.label_en, *kind.aliases):
            found[normal_heading(word)] = KindWord(kind.name)
            for role, prefixes in _ROLES.items():
                for prefix in prefixes:
                    found[normal_heading(prefix + word)] = KindWord(kind.name, role)
    return found


def role_of(word: str) -> str:
    """A role in one word: sender, receiver, or what the file says; "" where it says nothing."""
    clean = normalize("NFKC", word).strip()
    return _role_words().get(normal_heading(clean), clean)


@lru_cache(maxsize=1)
def _role_words() -> dict[str, str]:
    return {normal_heading(word): role for role, words in _ROLES.items() for word in words}


def known_headings(headings: Iterable[str]) -> int:
    """How many of the headings say something here: which row of a file holds them."""
    fixed = {
        normal_heading(word) for word in (*_CLUE, *_CLUE_AT_LAST, *_KIND, *_VALUE, *_TIME, *_ROLE)
    }
    return sum(normal_heading(one) in fixed or kind_of(one) is not None for one in headings if one)


def form_of(headings: list[str], file: str) -> Form:
    """Tell which column is which. Raises InputError where no clue or nothing about it is named."""
    words = [normal_heading(heading) for heading in headings]
    clue = _place(words, _CLUE)
    clue = clue if clue >= 0 else _place(words, _CLUE_AT_LAST)
    if clue < 0:
        raise InputError(
            f"{file} 没有线索编号一列；表头应有“线索编号”（clue）。",
            f"{file} has no column of clue numbers: name it clue.",
        )
    time, kind, value = (_place(words, names) for names in (_TIME, _KIND, _VALUE))
    if kind >= 0 and value >= 0:
        return Form(clue, time, kind, value, _place(words, _ROLE))
    return _wide(headings, clue, time, file)


def _wide(headings: list[str], clue: int, time: int, file: str) -> Form:
    rest = [at for at in range(len(headings)) if at not in (clue, time) and headings[at].strip()]
    named = {at: kind_of(headings[at]) for at in rest}
    cells = tuple((at, word) for at, word in named.items() if word is not None)
    if not cells:
        raise InputError(
            f"{file} 既没有“类别”和“内容”两列，也没有认得的要素列（电话、地址、姓名等）。",
            f"{file} has neither columns kind and value, nor a column that names a kind.",
        )
    return Form(clue, time, cells=cells, unknown=tuple(at for at in rest if named[at] is None))


def _place(words: list[str], names: tuple[str, ...]) -> int:
    wanted = [normal_heading(name) for name in names]
    return next((words.index(name) for name in wanted if name in words), -1)
