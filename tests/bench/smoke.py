#!/usr/bin/env python3
"""That `make bench` works: its measures run with a few hundred texts, and each
gives its figures.  How fast anything was is not looked at."""

import os
import sys

import bench
import measures
import town
from town import house

FIGURES = {"send": 3, "render": 1, "webhooks": 4, "mail": 2, "direct": 2,
           "stall": 1, "pages": 1}


def main():
    tap = house.Tap()
    town.PATIENCE = 60
    os.chdir(os.environ.get("builddir") or ".")
    for name, count in FIGURES.items():
        figures = bench.Figures(True)
        try:
            measures.ALL[name](figures, measures.Scale(True, 1), [])
            notes = ["%d figures" % len(figures.rows)]
        except Exception as why:        # It is the test's to tell.
            notes = [repr(why)]
        tap.case("bench: %s is measured" % name,
                 len(figures.rows) == count and
                 all(row["median"] >= 0 for row in figures.rows), notes)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
