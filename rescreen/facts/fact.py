"""What is declared of a fact: the vocabulary of rules is a table of these."""

from __future__ import annotations

from dataclasses import dataclass

from rescreen.parcel import FieldInfo, Kind, Personal

__all__ = ["Fact"]

#: Texts and codes of a site or an enterprise; any other may hold what is somebody's own.
_PLAIN = frozenset({
    "collector_code", "enterprise", "enterprise_licence", "item_category", "outlet_code",
    "outlet_name", "xray_machine",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can be known of a parcel: a field, or what is derived from fields.

    `fields` are the parcel's fields that it is computed from: where all of them are absent, so is
    the fact. `also` are fields that are read along and can't stand alone (an ID's type without
    its number). `family` is the group that is computed together ("" for a plain field). `members`
    are a fault set's faults in bit order, or a category's values, each with its Chinese label.
    `answered` tells a folder's own aggregate: it looks at other parcels too, so that no family
    computes it, and its answers come along with the parcel under its own name.
    """

    name: str
    kind: Kind
    label: str
    label_en: str
    doc: str
    fields: tuple[str, ...]
    family: str = ""
    unit: str = ""
    personal: Personal | None = None
    members: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    answered: bool = False

    @classmethod
    def of_field(cls, field: FieldInfo) -> Fact:
        return cls(
            name=field.name,
            kind=field.kind,
            label=field.label,
            label_en=field.label_en,
            doc=field.doc,
            fields=(field.name,),
            unit=field.unit,
            personal=field.personal,
            members=tuple((value, value) for value in field.values),
        )

    @property
    def reads(self) -> tuple[str, ...]:
        return (*self.fields, *self.also)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where a parcel has none of these, the fact is absent: unknown even for `present`."""
        return (self.name,) if self.answered else self.fields

    @property
    def sealed(self) -> bool:
        """Whether only a number that stands for the value may be kept: equal or not, no more."""
        free = self.kind in (Kind.TEXT, Kind.CODE) and self.name not in _PLAIN
        return free or self.personal is not None

    def title(self, lang: str = "zh") -> str:
        return self.label if lang == "zh" else self.label_en
