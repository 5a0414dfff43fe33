#!/usr/bin/env python3
"""Twilio's own calculator of SMS segments is a witness for ours, on random
texts in all scripts: 5,000, or with HOMELINE_LONG=1 100,000.  Each difference
has to be one that tests/base/segments/segments.js can explain.  It is found by
NODE_PATH; ./check installs it."""

import os
import shutil
import subprocess
import sys

import house

SEGMENTS = os.path.join(house.TOP, "tests/base/segments/segments.js")
MEASURE = os.path.join(os.environ.get("builddir", house.TOP),
                       "tests/base/measure")


def missing():
    if shutil.which("node") is None:
        return "there is no node"
    found = subprocess.run(["node", "-e", "require('sms-segments-calculator')"],
                           stderr=subprocess.DEVNULL, check=False)
    return found.returncode and "NODE_PATH has no sms-segments-calculator"


def main():
    tap = house.Tap()
    why = missing()
    if why:
        tap.skip("texts have the segments that Twilio's calculator says", why)
        return tap.end()
    for seed in range(7, 27 if os.environ.get("HOMELINE_LONG") else 8):
        ran = subprocess.run(["node", SEGMENTS, MEASURE, "5000", str(seed)],
                             stdout=subprocess.PIPE, text=True, check=False)
        tap.case("texts of seed %d have the segments that Twilio's calculator "
                 "says" % seed, ran.returncode == 0,
                 ran.stdout.splitlines())
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
