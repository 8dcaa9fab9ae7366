"""Phone numbers as people in China write them."""

import re
import unicodedata

from django.utils.translation import gettext as _

MOBILE = re.compile(r"1[3-9]\d{9}")
# area codes of two digits after the 0; every other one has three
SHORT_AREA = re.compile(r"0(10|2\d)")
_EXTENSION = re.compile(r"(转|分机|ext\.?|x|#)", re.IGNORECASE)


def fold(text):
    """The digits that compare: without +86 or 0086, blanks, dashes, brackets; an extension follows after "-".

    "+86 138-1234 5678" → "13812345678"; "(010) 6255 1234 转 801" → "01062551234-801"; abroad "+14155552671".
    "" for nothing.
    """
    text = unicodedata.normalize("NFKC", str(text or "")).strip()
    number, *extension = _EXTENSION.split(text, maxsplit=1)
    if not extension and (match := re.search(r"(?<=\d{7})\s*[-－—]\s*(\d{1,5})$", number)):
        number, extension = number[: match.start()], ["-", match[1]]
    digits = re.sub(r"\D", "", number)
    if number.lstrip("( ").startswith("+86"):
        digits = digits[2:]
        landline = True
    elif number.startswith("+"):
        return f"+{digits[:20]}"
    elif digits.startswith("0086"):
        digits = digits[4:]
        landline = True
    else:
        if len(digits) == 13 and digits.startswith("86") and MOBILE.fullmatch(digits[2:]):
            digits = digits[2:]
        landline = False
    if landline and digits and not digits.startswith(("0", "400", "800")) and not MOBILE.fullmatch(digits):
        digits = "0" + digits  # abroad the 0 of the area code is not dialled
    more = re.sub(r"\D", "", extension[1])[:6] if extension else ""
    return f"{digits[:20]}-{more}" if more else digits[:20]


def show(text):
    """For a screen: 138 1234 5678, 010-6255 1234 转 801, 400-123-4567; what is no Chinese number stays as it is."""
    number, _dash, extension = fold(text).partition("-")
    if MOBILE.fullmatch(number):
        shown = f"{number[:3]} {number[3:7]} {number[7:]}"
    elif re.fullmatch(r"[48]00\d{7}", number):
        shown = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    elif re.fullmatch(r"0\d{9,11}", number):
        area = number[:3] if SHORT_AREA.match(number) else number[:4]
        local = number[len(area) :]
        shown = f"{area}-{local[:-4]} {local[-4:]}"
    else:
        return str(text or "").strip()
    return _("%(number)s ext. %(extension)s") % {"number": shown, "extension": extension} if extension else shown


def is_mobile(text):
    return bool(MOBILE.fullmatch(fold(text)))
