#!/usr/bin/env python3
"""Every page that somebody of each role can reach, in Chromium: its HTML is
linted, axe-core finds nothing, no link leads nowhere."""

import sys

import stage


def play(make, tap):
    with make() as s:
        s.run("pages.js", tap)


if __name__ == "__main__":
    sys.exit(stage.main("the pages", play))
