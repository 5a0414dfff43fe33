#!/usr/bin/env python3
"""The scenes of the demo, walked in Chromium: every figure is asserted from the
ledger and from the carrier's own record.  Scenes 1 to 3 also without scripts,
and the first by keys alone."""

import contextlib
import json
import os
import sqlite3
import sys

import stage

SCENES = ("1:keys", "1:forms", "2:mouse", "2:forms", "3:mouse", "3:forms",
          "10:mouse", "5:mouse", "7:mouse")


def languages(s):
    """For the scripts: in which language each phone and mailbox is written
    to."""
    with contextlib.closing(sqlite3.connect(os.path.join(
            s.demo.dir, "state/homeline.db"))) as db:
        found = dict(db.execute("SELECT address, language FROM contact"))
    with open(os.path.join(s.demo.dir, "languages.json"), "w",
              encoding="utf-8") as f:
        json.dump(found, f)


def play(make, tap):
    chosen = os.environ.get("SCENES", " ".join(SCENES)).split()
    with make() as s:
        doors = lambda: sum("/signin?as=" in line for line in s.demo.said)
        first = doors()
        s.demo.press("p")
        tap.case("p prints the sign-ins again", stage.house.until(
            lambda: doors() == 2 * first > 0, 10), s.demo.said[-12:])
        languages(s)
        s.run("scenes.js", tap, *chosen)


if __name__ == "__main__":
    sys.exit(stage.main("the scenes", play))
