"""Company names, as they compare."""

import re
import unicodedata

# the legal form says nothing about who it is; a group or a branch office is another company, so 集团, 分公司 stay
_FORM = re.compile(
    r"(股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司|股份|总公司)"
    r"(?=$|[^公]*(分公司|分店|办事处|营业部)$)|(?<!分)公司$"
)
_ENGLISH_FORM = re.compile(r"(?<=\w)[\s,.]+(co|ltd|limited|inc|llc|gmbh|corp|corporation|company)\.?$")


def fold_name(name):
    """What two spellings of the same company have in common: half width, lower case, without brackets, blanks,
    punctuation and legal form. "深圳市 大疆（创新）科技有限责任公司" → "深圳市大疆创新科技". "" for nothing."""
    text = unicodedata.normalize("NFKC", str(name or "")).lower()
    text = text.strip()
    while (shorter := _ENGLISH_FORM.sub("", text)) != text:
        text = shorter
    text = "".join(character for character in text if character.isalnum())
    return _FORM.sub("", text) or text
