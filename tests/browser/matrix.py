#!/usr/bin/env python3
"""Every kind of page and its states (walk/states.js), of the sample district
and of one with nothing in it: in their words, in longer ones with accents
(en-XA) and from right to left (ar-XB), at 320, 390, 640 and 1280 px, light and
dark.  axe-core finds nothing, nothing is cut off or wider than the screen, all
is large enough and shows its focus, and no words stand beside those of
locales/ (walk/checks.js).  It takes half an hour: make check-long."""

import contextlib
import glob
import json
import os
import re
import shutil
import sqlite3
import string
import subprocess
import sys
import tempfile

import stage

ACCENTS = str.maketrans("AEIOUaeiouncsyNCSY", "\u00c5\u00cb\u00cf\u00d6\u00dc"
                        "\u00e5\u00eb\u00ef\u00f6\u00fc\u00f1\u00e7\u0161\u00fd"
                        "\u00d1\u00c7\u0160\u00dd")
ARABIC = str.maketrans({c: chr(0x627 + n % 20) for n, c in enumerate(
    string.ascii_lowercase + string.ascii_uppercase)})
MANNERS = ("en", "en-XA", "ar-XB")
# Who may what, and nobody to write to.
NOTHING = {
    "name": "Millbrook Public Schools (sample)", "zone": "America/New_York",
    "sample": True, "desk": ["lopez"], "students": [], "guardians": [],
    "numbers": [{"number": "+15085550100", "account": "main"}],
    "schools": [{"key": "oak", "name": "Oak Elementary School",
                 "office": ["chen"], "classes": [
                     {"key": "oak-1", "name": "Grade 1", "team": ["park"]}]}],
    "staff": [{"key": name.split()[-1].lower(), "name": name,
               "language": "en-US", "roles": roles, "api_key": True}
              for name, roles in (
                  ("Min Park", []), ("Grace Chen", []),
                  ("Carmen Lopez", ["district_admin"]),
                  ("Nadia Ferris", ["language"]),
                  ("Ingrid Solberg", ["analyst"]),
                  ("Martin Keane", ["auditor"]))]}


def pseudo(words, letters=ACCENTS):
    """Longer by a third, with accents; what stands in braces at an odd depth
    is ICU's, not words."""
    out, depth, count = [], 0, 0
    for c in words:
        depth += (c == "{") - (c == "}")
        out.append(c.translate(letters) if depth % 2 == 0 else c)
        count += depth == 0 and c.isalpha()
    return "[%s%s]" % ("".join(out), " one".translate(letters) * (count // 12))


def turned(words):
    """The same in Arabic letters, which are read from right to left, with all
    the plurals of Arabic."""
    words, at = pseudo(words, ARABIC), 0
    while (at := words.find("other {", at)) >= 0:
        end, depth = at + len("other {"), 1
        while depth:
            depth += (words[end] == "{") - (words[end] == "}")
            end += 1
        same = words[at + len("other"):end]
        more = "".join(" %s%s" % (name, same) for name in
                       ("zero", "two", "few", "many"))
        words, at = words[:end] + more + words[end:], end + len(more)
    return words


def locales(folder):
    """A copy of locales/ whose pages speak so: English, and Arabic."""
    into = os.path.join(folder, "locales")
    shutil.copytree(os.path.join(stage.house.TOP, "locales"), into)
    pages = os.path.join(into, "pages")
    for area in os.listdir(pages):
        path = os.path.join(pages, area, "en-US.json")
        with open(path, encoding="utf-8") as f:
            words = json.load(f)
        # English of the area said is what the source has.
        for tag, change in (("en-US", str if area == "said" else pseudo),
                            ("ar", turned)):
            with open(os.path.join(pages, area, tag + ".json"), "w",
                      encoding="utf-8") as f:
                json.dump({k: change(v) for k, v in words.items()}, f,
                          ensure_ascii=False)
    return into


def read_arabic(path):
    """The staff read their pages in Arabic."""
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO preference (person, name, value) "
                   "SELECT id, 'language', 'ar' FROM person WHERE staff = 1")


# Names, which are nobody's to translate.
NAMES = ("class.name", "district.name", "guardianship.relation",
         "person.name", "school.name", "seat.name", "student.name",
         "template.name")


def sentences():
    """What the program says in one language wherever it says it, to programs
    and on the command line as well: the literals of its sources, with NUL for
    what is filled in."""
    found = set()
    for folder in ("base", "flow", "store", "web"):
        for path in glob.glob(os.path.join(
                stage.house.TOP, "gateway", folder, "*.[ch]")):
            with open(path, encoding="utf-8") as f:
                text = re.sub(r'"[\s\\]*"', "", f.read())
            for one in re.findall(r'"((?:[^"\\\n]|\\.)*)"', text):
                one = re.sub("%[-.*0-9]*[a-z]+", "\0", one.replace(
                    '\\"', '"')).strip()
                if " " in one and len(re.findall("[A-Za-z]", one)) > 8 or \
                        path.endswith("/lang.c") and one[:1].isupper():
                    found.add(one)
    return found


def known(s):
    """For checks.js: what may stand beside the words of locales/."""
    found = sentences()
    with contextlib.closing(sqlite3.connect(os.path.join(
            s.demo.dir, "state/homeline.db"))) as db:
        for field in NAMES:
            table, column = field.split(".")
            found.update(str(row[0]) for row in db.execute(
                "SELECT DISTINCT %s FROM %s" % (column, table)))
    with open(os.path.join(s.demo.dir, "known.json"), "w",
              encoding="utf-8") as f:
        json.dump(sorted(filter(None, found), key=lambda one: -len(one)), f)


def nothing(folder):
    """A state with a district that has nobody in it."""
    kept = os.path.join(folder, "nothing")
    os.makedirs(os.path.join(kept, "state"), mode=0o700)
    shutil.copytree(os.path.join(stage.played(), "sample"),
                    os.path.join(kept, "sample"))
    shutil.copy2(os.path.join(stage.played(), "auth_token"), kept)
    for name, text in (
            ("district.json", json.dumps(NOTHING)), ("state/played", ""),
            ("homeline.conf", """[homeline]
listen = 127.0.0.1:1
public_url = http://127.0.0.1:1
state = %s/state
database = %s/state/homeline.db
locales = %s/locales

[account main]
provider = twilio
account_sid = AC00000000000000000000000000000de0
auth_token_file = %s/auth_token
base_url = http://127.0.0.1:1
simulated = yes
""" % (kept, kept, stage.house.TOP, kept))):
        with open(os.path.join(kept, name), "w", encoding="utf-8") as f:
            f.write(text)
    subprocess.run(
        [stage.house.HOMELINE, "init", "--config", kept + "/homeline.conf",
         "--district", kept + "/district.json", "--key-file",
         kept + "/api_key"], check=True, stdout=subprocess.DEVNULL)
    return kept


def stages(make, folder):
    """(manner, full or empty, a stage to be entered) of each."""
    chosen = os.environ.get("MANNERS", " ".join(MANNERS)).split()
    words = locales(folder)
    for played in (None, nothing(folder)):
        for manner in chosen:
            yield manner, "empty" if played else "full", make(
                read_arabic if manner == "ar-XB" else None,
                locales=None if manner == "en" else words, state=played)


def play(make, tap):
    with tempfile.TemporaryDirectory(prefix="homeline-words-") as folder:
        for manner, district, one in stages(make, folder):
            with one as s:
                known(s)
                s.run("matrix.js", tap, manner, district, seconds=3600)


if __name__ == "__main__":
    sys.exit(stage.main("the matrix", play))
