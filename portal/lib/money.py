"""Amounts in yuan: Decimal only, rounded half up to the fen."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.lib.errors import Refused

CENT = Decimal("0.01")
LARGEST = Decimal("9999999999999999.99")  # what uppercase can say


def _exact(value):
    if isinstance(value, float):
        raise TypeError("Money is Decimal; a float has lost its cents already.")
    return Decimal(value)


def cents(value):
    """value (Decimal, int or numeric text) rounded half up to two places."""
    return _exact(value).quantize(CENT, rounding=ROUND_HALF_UP)


def line_amount(price, quantity, discount_percent=0):
    """price x quantity less the discount (0 to 100 percent), rounded once, to two places."""
    return cents(_exact(price) * _exact(quantity) * (100 - _exact(discount_percent)) / 100)


def split_tax(gross, rate):
    """(net, tax) inside a tax-inclusive amount. rate: Decimal, 0.13 for 13 %. net + tax == gross."""
    gross = cents(gross)
    net = cents(gross / (1 + _exact(rate)))
    return net, gross - net


def split_tax_lines(lines):
    """[(net, tax), …] for [(gross, rate), …], so that each rate's totals equal that rate's gross split once.

    The rounding rest goes to the largest line; where it is several cents, one to each of the largest lines,
    because an invoice line may be off by a few cents only.
    """
    parts = [split_tax(gross, rate) for gross, rate in lines]
    by_rate = {}
    for place, (gross, rate) in enumerate(lines):
        by_rate.setdefault(_exact(rate), []).append((place, cents(gross)))
    for rate, members in by_rate.items():
        whole, _tax = split_tax(sum(gross for _place, gross in members), rate)
        rest = whole - sum(parts[place][0] for place, _gross in members)
        step = CENT.copy_sign(rest)
        largest_first = sorted(members, key=lambda member: (-abs(member[1]), member[0]))
        while rest:
            before = rest
            for place, gross in largest_first:
                net, tax = parts[place]
                if rest and (tax - step) * gross >= 0 and (net + step) * gross >= 0:
                    parts[place] = net + step, tax - step
                    rest -= step
            if rest == before:  # lines of both signs that leave no room: the largest takes it all
                place = largest_first[0][0]
                parts[place] = parts[place][0] + rest, parts[place][1] - rest
                break
    return parts


DIGITS = "零壹贰叁肆伍陆柒捌玖"


def _read(number):
    """A whole number > 0 in words, 零 wherever digits are skipped."""
    for unit, sign in ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾")):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return _read(high) + sign + gap + (_read(low) if low else "")
    return DIGITS[number]


def uppercase(amount):
    """The amount in words as the People's Bank asks on bills: 人民币壹仟肆佰零玖元伍角整.

    amount: Decimal, at most LARGEST either way, else ValueError. Below zero: 人民币负….
    """
    amount = cents(amount)
    if abs(amount) > LARGEST:
        raise ValueError(f"{amount} is too large to be written in words.")
    total = int(abs(amount) * 100)
    yuan, jiao, fen = total // 100, total // 10 % 10, total % 10
    words = "人民币" + ("负" if amount < 0 else "")
    if not total:
        return words + "零元整"
    if yuan:
        words += _read(yuan) + "元"
        if (jiao and yuan % 10 == 0) or (fen and not jiao):
            words += "零"
    if jiao:
        words += DIGITS[jiao] + "角"
    return words + (DIGITS[fen] + "分" if fen else "整")


def format_money(amount):
    """1,234.50; "" for None."""
    return "" if amount is None else f"{cents(amount):,.2f}"


def wan(amount):
    """A dashboard figure: 123.45 万, 1.23 亿, or 9,876.50 below ten thousand. In English 1.23 M, 123.5 K."""
    if amount is None:
        return ""
    units = ((10**8, "亿", 2), (10**4, "万", 2))
    if not (get_language() or "zh").startswith("zh"):
        units = ((10**9, "B", 2), (10**6, "M", 2), (10**4, "K", 1))
    amount = cents(amount)
    for unit, sign, places in units:
        if abs(amount) >= unit:
            scale = 1000 if sign == "K" else unit
            figure = (amount / scale).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
            return f"{figure:,} {sign}"
    return format_money(amount)


_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?|[+-]?\.\d+")
_CURRENCY = re.compile(r"^(人民币|RMB|CNY|¥)|(元整?|RMB|CNY)$", re.IGNORECASE)


def parse_decimal(text, *, places=2, largest=Decimal(999999999999), field=""):
    """The number a person or a sheet wrote, as Decimal with at most `places` decimals (prices: 4).

    text: str, int or Decimal. Full-width digits, blanks, thousands separators, ¥, 元, RMB are folded.
    Raises Refused, naming the text, for anything else: NaN, 1e400, two numbers, too many decimals, too large.
    """
    shown = str(text).strip()[:40]
    folded = unicodedata.normalize("NFKC", str(text)[:200]).replace("−", "-")
    folded = re.sub(r"\s", "", folded)
    folded = _CURRENCY.sub("", folded)
    if isinstance(text, Decimal) and text.is_finite() and abs(text.adjusted()) < 30:
        folded = f"{text:f}"
    if not folded:
        raise Refused(_("A number is missing. Write it like 1234.50."), field=field)
    if not _NUMBER.fullmatch(folded) or not folded.isascii():
        raise Refused(_("“%(text)s” is not a number. Write it like 1234.50.") % {"text": shown}, field=field)
    whole, _point, decimals = folded.replace(",", "").partition(".")
    decimals = decimals.rstrip("0")
    number = Decimal(f"{whole}.{decimals}" if decimals else whole)
    if abs(number) > largest:
        raise Refused(_("%(text)s is too large. Check the number.") % {"text": shown}, field=field)
    if len(decimals) > places:
        raise Refused(
            _("%(text)s has too many decimals: at most %(places)s are allowed.") % {"text": shown, "places": places},
            field=field,
        )
    return number or Decimal(0)
