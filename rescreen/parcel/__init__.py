"""The canonical record of a parcel: the one place that names a column."""

from rescreen.parcel.kinds import FieldInfo, Kind, Personal
from rescreen.parcel.model import Parcel
from rescreen.parcel.schema import FIELDS, PERSONAL_FIELDS, SCHEMA

__all__ = ["FIELDS", "PERSONAL_FIELDS", "SCHEMA", "FieldInfo", "Kind", "Parcel", "Personal"]
