#!/usr/bin/env python3
"""The ten languages, there and back: a family of each is written to in
English, has it on its phone in its own language, answers in its own script,
and Chromium shows both.  What was previewed is what is stored is what was
sent.  HOMELINE_PICTURES names a folder for a picture of each talk."""

import contextlib
import json
import os
import sqlite3
import sys

import stage

TAGS = ("en-US", "es-US", "pt-BR", "vi", "ht", "ak", "ar", "sq", "ne", "ps")
# The first whose phone is theirs alone, by name.
FAMILY = """SELECT student.name, person.name, contact.address
FROM contact JOIN reach ON reach.contact = contact.id
JOIN person ON person.id = reach.person
JOIN guardianship ON guardianship.guardian = person.id
JOIN student ON student.id = guardianship.student
WHERE contact.language = ? AND contact.channel = 'sms' AND contact.state = 'ok'
AND guardianship.restricted = 0 AND guardianship.write_to = 1
AND (SELECT count(*) FROM reach WHERE contact = contact.id) = 1
ORDER BY student.name LIMIT 1"""


def code(tag):
    """As the phrase book has it."""
    return {"en-US": "en", "es-US": "es"}.get(tag, tag)


def rows(s, words, *given):
    with contextlib.closing(sqlite3.connect(os.path.join(
            s.demo.dir, "state/homeline.db"))) as db:
        return db.execute(words, given).fetchall()


def families(s):
    for tag in TAGS:
        student, name, phone = rows(s, FAMILY, tag)[0]
        yield {"tag": tag, "code": code(tag), "student": student,
               "name": name, "phone": phone}


def stored(s, tag):
    """The words of the newest message, as they are kept in a language."""
    if tag == "en-US":
        return rows(s, "SELECT words FROM message ORDER BY id DESC LIMIT 1")
    return rows(s, "SELECT words FROM message_words WHERE language = ? "
                "ORDER BY message DESC LIMIT 1", tag)


def record(s):
    """All texts of the carrier."""
    line, texts, after = stage.house.Line(s.demo.ports[1]), [], 0
    while after is not None:
        page = line.tries("GET", "/carrier/record?most=10000&after=%d" %
                          after)[1]
        texts += page["texts"]
        after = page["next"]
    return texts


def play(make, tap):
    with make() as s:
        wanted = list(families(s))
        s.run("tongues.js", tap, json.dumps(wanted))
        texts = record(s)
        for one in wanted:
            words = stored(s, one["tag"])[0][0]
            sent = [t["body"] for t in texts if t["to"] == one["phone"]]
            tap.case("%s: what is stored was sent" % one["tag"],
                     sent and words in sent[-1], [words, sent[-1:]])


if __name__ == "__main__":
    sys.exit(stage.main("the ten languages", play))
