#!/usr/bin/env python3
"""Strings that want to be HTML stand in every field that somebody can fill: the
pages are crawled in Chromium, nothing of it happens, and it can be read word
for word."""

import contextlib
import json
import sqlite3
import sys

import stage

# Fields that families, offices, rosters, providers and other machines fill.
FIELDS = (
    "attempt.reason", "class.name", "delivery.reason", "district.name",
    "guardianship.relation", "import.source", "message.subject",
    "message.words", "person.work_mail", "reply.subject",
    "reply.words", "reply.written_from", "school.name", "seat.name",
    "student.name", "person.name")
# Where nothing stands yet; of the newest talk, message and reply.
ROWS = (
    ("note", {"conversation": "(SELECT max(id) FROM conversation)",
              "author": "(SELECT id FROM person WHERE name = 'Min Park')",
              "at": "0"}, "words"),
    ("template", {"school": "0", "person": "0", "kind": "'announcement'",
                  "version": "1", "created": "0", "until": "0"}, "name"),
    ("template_words", {"template": "(SELECT max(id) FROM template)",
                        "version": "1", "language": "'en-US'",
                        "state": "'original'", "author": "0", "at": "0"},
     "words"),
    ("message_words", {"message": "(SELECT max(id) FROM message)",
                       "language": "'es-US'", "state": "'draft'",
                       "author": "0"}, "words"),
    ("practice_contact", {"channel": "'sms'", "address": "'+15085550100'",
                          "added": "0"}, "note"),
)
OURS = "('Min Park', 'Grace Chen', 'Carmen Lopez')"
# What a list or a card has to show; the others are shown where they can be.
SHOWN = ("class.name", "district.name", "message.words", "person.name",
         "reply.words", "school.name", "student.name")


def hostile(field):
    """Short enough for a name."""
    return ("<b>%s</b>\"'><img src=x onerror=alert(1)>"
            "<script>alert(2)</script>&lt;{{name}}" % field)


def columns(db, table):
    return {row[1] for row in db.execute("PRAGMA table_info(%s)" % table)}


def spoil(path):
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        for field in FIELDS:
            table, column = field.split(".")
            db.execute("UPDATE %s SET %s = ? %s" % (
                table, column, "WHERE name NOT IN " + OURS
                if field == "person.name" else ""), (hostile(field),))
        for table, values, column in ROWS:
            has = columns(db, table)
            values = {k: v for k, v in values.items() if k in has}
            db.execute("INSERT INTO %s (%s, %s) VALUES (%s, ?)" % (
                table, ", ".join(values), column, ", ".join(
                    values.values())), (hostile(table + "." + column),))
        db.execute("UPDATE reply SET media = ? WHERE media <> '[]'",
                   (json.dumps(["javascript:alert(3)", "data:text/html,"
                                "<script>alert(4)</script>"]),))


def play(make, tap):
    fields = FIELDS + tuple("%s.%s" % (t, c) for t, _, c in ROWS)
    with make(spoil) as s:
        s.run("hostile.js", tap, json.dumps({
            "fields": {f: hostile(f) for f in fields}, "shown": SHOWN}))


if __name__ == "__main__":
    sys.exit(stage.main("hostile strings", play))
