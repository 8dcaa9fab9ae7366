"""统一社会信用代码, the unified social credit code of GB 32100-2015: 18 characters, the last one a check."""

import re
import unicodedata

from django.utils.translation import gettext as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z
WEIGHTS = [pow(3, place, 31) for place in range(17)]


def fold(text):
    """Upper case and half width, without blanks and dashes."""
    return re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", str(text or ""))).upper()


def problem(text):
    """What is wrong with a code, in words for the form, or None. A caller may let a person override it."""
    code = fold(text)
    if len(code) != 18:
        return _("The unified social credit code has 18 characters; this has %(count)s.") % {"count": len(code)}
    wrong = next((character for character in code if character not in ALPHABET), None)
    if wrong:
        return _("“%(character)s” does not occur in a unified social credit code.") % {"character": wrong}
    if check_character(code[:17]) != code[17]:
        return _("The check character does not fit. Compare the code with the business licence.")
    return None


def check_character(code):
    """The 18th character that belongs to the first 17."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(code, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]
