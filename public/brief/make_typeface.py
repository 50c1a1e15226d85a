"""Cuts the typeface of the paper from the one that browsers get: ``python -m
public.brief.make_typeface``, in an environment that has fontTools and brotli.

typst reads no WOFF2 and sets a variable font in one weight only, so three weights are cut as files
of their own. Their digits are the typeface's tabular ones: numbers below each other line up, in a
table and in a drawing, which cannot ask for a feature of a font. What joins letters or
changes a hyphen beside digits ("2025-06") is left out.
"""

from __future__ import annotations

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from public.brief.paper import TYPEFACE, WEIGHTS
from public.files.assets import FOLDER

SOURCE = FOLDER / "plus-jakarta-sans.woff2"
KEPT = ["ccmp", "locl", "mark", "mkmk", "kern"]
"""The features that are kept."""
TABULAR = "tnum"


def cut_weight(name: str, weight: int) -> TTFont:
    """Return one weight of the typeface, its digits all as wide as each other."""
    font = TTFont(SOURCE, recalcTimestamp=False)
    font.flavor = None  # plain, and no WOFF2 again
    font = instantiateVariableFont(font, {"wght": weight})
    _use_tabular(font)
    options = Options()
    options.layout_features = KEPT
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    _rename(font, name, weight)
    return font


def _use_tabular(font: TTFont) -> None:
    """Let every character stand for its tabular glyph where it has one."""
    table = font["GSUB"].table
    lookups = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == TABULAR
        for number in record.Feature.LookupListIndex
    }
    pairs: dict[str, str] = {}
    for number in sorted(lookups):
        for part in table.LookupList.Lookup[number].SubTable:
            pairs |= getattr(part, "ExtSubTable", part).mapping
    for part in font["cmap"].tables:
        part.cmap = {code: pairs.get(glyph, glyph) for code, glyph in part.cmap.items()}


def _rename(font: TTFont, name: str, weight: int) -> None:
    """Write the weight into the names, so that a renderer finds it."""
    font["OS/2"].usWeightClass = weight
    bold = weight == 700
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = int(bold)
    family = "Plus Jakarta Sans"
    for record in font["name"].names:
        words = {1: family, 2: name, 4: f"{family} {name}", 6: f"PlusJakartaSans-{name}"}
        if record.nameID in words:
            record.string = words[record.nameID]
        if record.nameID == 3:
            record.string = f"2.071;PlusJakartaSans-{name}"


if __name__ == "__main__":
    for name, weight in WEIGHTS.items():
        cut_weight(name, weight).save(TYPEFACE / f"plus-jakarta-sans-{weight}.ttf")
