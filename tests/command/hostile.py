#!/usr/bin/env python3
"""Names and words that would command a terminal, turn its text or be a formula
in a spreadsheet, by every command that prints them; and what of them is in the
log: nothing."""

import csv
import io
import json
import re
import sys

import town
from town import house

# A title, a cleared screen, an override and an isolate that stay open, lines.
EVIL = "\x1b]0;own\x07\x1b[2J\x9b2J\u202eevil\u2066\r\n\t=1+1"
SEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f"
                  "\u202a-\u202e\u2066-\u2069]")
CARMEN = ("--as", "Carmen Lopez")
friendly = town.district


def district(count):
    content, phones = friendly(count)
    for one in content["students"]:
        one["name"] += EVIL * (one["key"] == "ivy")
    for one in content["guardians"]:
        one["name"] += EVIL * (one["name"] == "Rosa Rivera")
        if one["name"] == town.NO_TEXT:
            one["name"] = "=cmd|' /C calc'!A0" + EVIL
    content["staff"][1]["name"] += EVIL
    content["schools"][0]["name"] = "=Oak School" + EVIL
    content["schools"][0]["classes"][0]["name"] += EVIL
    return content, phones


def commands(talk, message):
    yield "send", "--to", "Ivy", *CARMEN, "--preview", "Hello" + EVIL
    yield "send", "--to", "Pupil Number3", *CARMEN, "Hello" + EVIL
    for plain in ("inbox", "sent", "status", "numbers", "practice", "hours"):
        yield (plain,)
    yield "sent", message
    yield "talk", talk
    yield "reply", "Rosa", *CARMEN, "ok" + EVIL
    yield "contact", "show", "Rosa"
    yield "contact", "stop", town.ROSA, "--note", EVIL, *CARMEN
    yield "contacts", "--to-fix"
    yield "user", "list"
    yield "user", "show", "Min Park"
    yield "user", "seat", "Min Park", "--office", "Oak School"
    yield "user", "key", "Min Park", "--name", EVIL
    yield "user", "keys"
    yield "hours", "set", "direct", "--opens", "08:00", "--school", "Oak"
    yield "report", "kpi-2-1", "--by", "school"
    yield "report", "kpi-2-1", "--by", "school", "--csv"
    yield "contacts", "--to-fix", "--csv"
    yield "hand-over", talk, "--to", "Room 7", *CARMEN
    yield "user", "left", "Min Park", *CARMEN


def mistakes():
    yield "send", "--to", "x" + EVIL, *CARMEN, "Hello"
    yield "send", "--to", "Oak", *CARMEN, "--at", EVIL, "Hello"
    yield "send", "--" + EVIL
    yield "report", EVIL
    yield "user", EVIL
    yield ("x" + EVIL,)
    yield "talk", "Nobody" + EVIL
    yield "hours", "set", EVIL
    yield "practice", "add", EVIL


def quiet(text):
    """Nothing but letters, spaces and line feeds; CSV ends its lines so."""
    return not SEEN.search(text.replace("\r\n", "\n"))


def are_read(tap, t):
    t.run("send", "--to", "Ivy", *CARMEN, "Hello" + EVIL)
    house.until(lambda: any(x["to"] == town.ROSA for x in t.carrier.record()),
                20)
    t.carrier.write(town.ROSA, "Hi" + EVIL, house.NUMBERS[0])
    inbox = lambda: json.loads(t.run("inbox", "--json")[1])["conversations"]
    talk = house.until(inbox, 20)[0]["id"]
    sent = json.loads(t.run("sent", "--json")[1])["messages"][0]["id"]
    for words in commands(talk, sent):
        code, out, err = t.run(*words)
        tap.case("%s is quiet" % " ".join(w for w in words if quiet(w)),
                 code == 0 and quiet(out + err), [repr(out), repr(err)])
    for n, words in enumerate(mistakes()):
        code, out, err = t.run(*words)
        tap.case("mistake %d is told quietly" % n, code in (1, 2)
                 and not out and quiet(err), [code, out, repr(err)])


def sent_ids(t):
    """Which messages there are; what became of them changes meanwhile."""
    return [m["id"] for m in json.loads(t.run("sent", "--json")[1])
            ["messages"]]


def is_text(tap, t):
    """What is no UTF-8 is not half kept; such a byte is \udcff to Python."""
    for words in (("send", "--to", "Ivy", *CARMEN, "Hello\udcff"),
                  ("send", "--to", "Ivy\udcff", *CARMEN, "Hello"),
                  ("contact", "stop", town.ROSA, *CARMEN, "--note",
                   "told\udcff")):
        before = sent_ids(t)
        code, out, err = t.run(*words)
        tap.case("%s of no UTF-8 is refused" % words[0], code == 2 and
                 not out and "this is not UTF-8" in err and
                 sent_ids(t) == before, [code, out, err])


def no_formulas(tap, t):
    for words in (("contacts", "--to-fix", "--csv"),
                  ("report", "kpi-2-1", "--by", "school", "--csv")):
        out = t.run(*words)[1]
        cells = sum(csv.reader(io.StringIO(out, newline="")), [])
        tap.case("%s --csv has no formula" % words[0], len(cells) > 10 and
                 any("evil" in c for c in cells) and
                 not [c for c in cells if c[:1] and c[0] in "=+-@\t\r"],
                 [repr(out)])


def is_silent(tap, t):
    log = t.gateway.said()
    found = [w for w in ("evil", "Rosa", "Ivy", "Hello", town.ROSA, "Oak",
                         "calc", "Park") if w in log]
    tap.case("nothing of it is in the log", quiet(log) and not found, found)


def main():
    tap = house.Tap()
    town.district = district
    with town.Town(seed=13, live=False) as t:
        t.gateway = t.open()[0]
        are_read(tap, t)
        is_text(tap, t)
        no_formulas(tap, t)
        is_silent(tap, t)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
