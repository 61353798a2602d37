"""ID numbers, phones and names: what is wrong with them; masks and keyed tokens."""

from rescreen.identity.alike import identifying, identifying_column
from rescreen.identity.corrections import corrected_numbers, corrections
from rescreen.identity.faults import ID_FAULTS, NAME_FAULTS, PHONE_FAULTS, names_of
from rescreen.identity.frame import check_identities
from rescreen.identity.masks import (
    mask,
    mask_address,
    mask_expr,
    mask_id,
    mask_name,
    mask_phone,
)
from rescreen.identity.numbers import IdKind, check_column, check_number
from rescreen.identity.people import check_name, check_names_column
from rescreen.identity.phones import (
    INVENTED_SEGMENT,
    PHONE_KINDS,
    PhoneKind,
    check_phone,
    check_phones_column,
)
from rescreen.identity.tokens import KEY_VARIABLE, read_key, token, tokens

__all__ = [
    "ID_FAULTS",
    "INVENTED_SEGMENT",
    "KEY_VARIABLE",
    "NAME_FAULTS",
    "PHONE_FAULTS",
    "PHONE_KINDS",
    "IdKind",
    "PhoneKind",
    "check_column",
    "check_identities",
    "check_name",
    "check_names_column",
    "check_number",
    "check_phone",
    "check_phones_column",
    "corrected_numbers",
    "corrections",
    "identifying",
    "identifying_column",
    "mask",
    "mask_address",
    "mask_expr",
    "mask_id",
    "mask_name",
    "mask_phone",
    "names_of",
    "read_key",
    "token",
    "tokens",
]
