#!/usr/bin/env python3
"""Every kind of page in its words, in longer ones with accents (en-XA) and from
right to left (ar-XB), at 320, 390 and 1280 px, light and dark: axe-core finds
nothing, nothing is wider than the screen, and no words stand beside those of
locales/.  It takes half an hour: make check-long."""

import json
import os
import shutil
import sys
import tempfile

import stage

ACCENTS = str.maketrans("AEIOUaeiouncsyNCSY", "\u00c5\u00cb\u00cf\u00d6\u00dc"
                        "\u00e5\u00eb\u00ef\u00f6\u00fc\u00f1\u00e7\u0161\u00fd"
                        "\u00d1\u00c7\u0160\u00dd")


def pseudo(words):
    """Longer by a third, with accents; what stands in braces at an odd depth
    is ICU's, not words."""
    out, depth, letters = [], 0, 0
    for c in words:
        depth += (c == "{") - (c == "}")
        out.append(c.translate(ACCENTS) if depth % 2 == 0 else c)
        letters += depth == 0 and c.isalpha()
    return "[%s%s]" % ("".join(out), " \u00f6\u00f1\u00eb" * (letters // 12))


def locales(folder):
    """A copy of locales/ whose pages speak so."""
    into = os.path.join(folder, "locales")
    shutil.copytree(os.path.join(stage.house.TOP, "locales"), into)
    pages = os.path.join(into, "pages")
    for area in os.listdir(pages):
        path = os.path.join(pages, area, "en-US.json")
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as f:
            words = json.load(f)
        with open(path, "w", encoding="utf-8") as f:
            json.dump({k: pseudo(v) for k, v in words.items()}, f,
                      ensure_ascii=False)
    return into


def play(make, tap):
    with make() as s:
        s.run("matrix.js", tap, "en", seconds=3600)
    with tempfile.TemporaryDirectory(prefix="homeline-words-") as folder:
        with make(locales=locales(folder)) as s:
            s.run("matrix.js", tap, "en-XA", seconds=3600)
            s.run("matrix.js", tap, "ar-XB", seconds=3600)


if __name__ == "__main__":
    sys.exit(stage.main("the matrix", play))
