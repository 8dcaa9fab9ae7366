#!/usr/bin/env python
"""Cuts the fonts of the PDFs from Noto Sans CJK: `.venv/bin/python bin/cut_fonts.py [folder with NotoSansCJK-*.ttc]`.

The result is committed in portal/fonts, so nobody needs to run this to use the portal. It is run again when Noto has a
new version (Debian: apt install fonts-noto-cjk); it takes two minutes. Three files:

    PortalSansSC-Regular.ttf  PortalSansSC-Bold.ttf   what GB 2312 has (6,763 Han, signs), Latin, units, currencies
    PortalSansSCRare.otf                              the other Han that names use, in one weight: 垚, 囍, 䶮

The first two get TrueType outlines, though Noto's are CFF: a PDF of two pages takes 48 KB with them and 119 KB without.
The rare ones stay CFF, in two thirds of the space: a document uses one or two of them. Family names of our own, because
a document must look the same on a machine with any fonts or none.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, newTable

SOURCE = Path("/usr/share/fonts/opentype/noto")
TARGET = Path(__file__).resolve().parent.parent / "portal" / "fonts"
SIMPLIFIED = "Noto Sans CJK SC"
# Blocks beside GB 2312, as first and last code point: what prices, units and names are written with
BLOCKS = [
    (0x0020, 0x024F),  # Latin
    (0x0370, 0x03FF),  # Greek: Ω, μ
    (0x2000, 0x218F),  # punctuation, currencies, № ℃ ™ ½
    (0x2190, 0x22FF),  # arrows, mathematics
    (0x2460, 0x26FF),  # ① ② ■ □ ☐ ☑
    (0x2700, 0x27BF),  # ✓ ✗
    (0x3000, 0x303F),
    (0x3200, 0x33FF),  # ㈱ ㎡ ㎏
    (0xFF00, 0xFFEF),  # full width
]
# What China's table of standard characters (通用规范汉字表, 2013) has of extension A
STANDARD_OF_EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖"
    "䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
SPACES = {0x0020, 0x00A0, 0x3000}  # a space beside a rare sign is taken from its font
CURVE_ERROR = 1.0  # thousandths of the letter's height: 0.003 mm in a 9 pt text
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "palt", "halt"]  # the vertical ones and the variants are left out


def main(source=SOURCE):
    TARGET.mkdir(exist_ok=True)
    common = gb2312() | {code for first, last in BLOCKS for code in range(first, last + 1)}
    rare = {code for code in han(source) if code not in common} | SPACES
    for weight, number in (("Regular", 400), ("Bold", 700)):
        cut(source, weight, common, "Portal Sans SC", TARGET / f"PortalSansSC-{weight}.ttf", number)
    cut(source, "Regular", rare, "Portal Sans SC Rare", TARGET / "PortalSansSCRare.otf", 400)


def gb2312():
    codes = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                codes.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return codes


def han(source):
    codes = face(source, "Regular").getBestCmap()
    standard = {ord(sign) for sign in STANDARD_OF_EXTENSION_A}
    return {code for code in codes if 0x4E00 <= code <= 0x9FFF or code in standard or code >= 0x20000}


def face(source, weight):
    for font in TTCollection(source / f"NotoSansCJK-{weight}.ttc", lazy=True):
        if font["name"].getDebugName(1) == SIMPLIFIED or font["name"].getDebugName(16) == SIMPLIFIED:
            return font
    sys.exit(f"{source}/NotoSansCJK-{weight}.ttc has no {SIMPLIFIED}.")


def cut(source, weight, codes, family, target, number):
    font = face(source, weight)
    options = subset.Options(
        layout_features=FEATURES,
        hinting=False,  # for screens of old; a PDF is drawn without
        notdef_outline=True,
        name_IDs=[0, 5, 13, 14],  # copyright, version, licence
        name_languages=[0x409],
        drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG"],
    )
    tool = subset.Subsetter(options)
    tool.populate(unicodes=codes)
    tool.subset(font)
    rename(font, family, weight, number)
    if target.suffix == ".ttf":
        straighten(font)
    font["head"].modified = font["head"].created  # the same input gives the same bytes
    font.recalcTimestamp = False
    font.save(target)
    print(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size / 1e6:.1f} MB")


def rename(font, family, weight, number):
    """The licence wants another name for a changed font; and a name of our own keeps the system's fonts out."""
    style = "Bold" if number >= 700 else "Regular"
    postscript = f"{family.replace(' ', '')}-{style}"
    if "CFF " in font:
        font["CFF "].cff.fontNames = [postscript]
        font["CFF "].cff.topDictIndex[0].FamilyName = family
        font["CFF "].cff.topDictIndex[0].FullName = f"{family} {style}"
    for name_id, text in {1: family, 2: style, 3: postscript, 4: f"{family} {style}", 6: postscript}.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = number


def straighten(font):
    """CFF outlines (cubic) become TrueType outlines (quadratic)."""
    drawn, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    del font["CFF "]
    table.compile(font)
    for name in order:
        width, _left = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(glyphs[name], "xMin", 0))
    limits = font["maxp"]
    limits.tableVersion = 0x00010000
    for limit in (
        "TwilightPoints",
        "Storage",
        "FunctionDefs",
        "InstructionDefs",
        "StackElements",
        "SizeOfInstructions",
    ):
        setattr(limits, f"max{limit}", 0)
    limits.maxZones = limits.maxComponentElements = 1
    limits.maxComponentDepth = 0
    font["head"].glyphDataFormat = 0
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE)
