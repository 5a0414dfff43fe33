#!/usr/bin/env python3
"""What the office enters by command, on a gateway and a carrier that run and
on both databases: contacts and consent, who cannot be reached, talks that are
given to others."""

import contextlib
import csv
import http.client
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import urllib.parse

import town
from town import house

NEW, OTHER, LAND = "+15087993116", "+15087552340", "+16175227890"
CARMEN = ("--as", "Carmen Lopez")


def fails(got, code, *words):
    """A sentence on standard error, and nothing on standard output."""
    return got[0] == code and not got[1] and got[2].startswith(
        "homeline: ") and all(w in got[2] for w in words)


def card(t, who):
    code, out, err = t.run("contact", "show", who, "--json")
    return json.loads(out) if code == 0 else err


def showing(tap, t):
    got = t.run("contact", "show", "Rosa Rivera")
    tap.case("contact show: by name", got[0] == 0 and all(
        w in got[1] for w in ("Rosa Rivera, Spanish", "Ivy Rivera", "Room 4",
                              town.ROSA, "Nobody has answered")), got)
    got = t.run("contact", "show", "(508) 555-0120")
    tap.case("contact show: by number as people write it", got[0] == 0 and
             got[1].startswith(town.ROSA) and "Leo Rivera" in got[1], got)
    got = t.run("contact", "show", NEW)
    tap.case("contact show: a number of nobody", fails(
        got, 1, NEW, "contact add"), got)
    got = t.run("contact", "show", "508-799-31")
    tap.case("contact show: half a number", fails(got, 1), got)
    got = t.run("contact", "show", "Rosalinde")
    tap.case("contact show: no such name", fails(got, 2, "Rosalinde"), got)
    got = t.run("contact", "show", town.NO_TEXT)
    tap.case("contact show: somebody without a number", got[0] == 0 and
             "no number" in got[1], got)


def who_may(tap, t):
    got = t.run("contact", "stop", town.ANNE)
    tap.case("contact stop: somebody has to answer for it", fails(
        got, 2, "--as"), got)
    for name in ("Min Park", "Grace Chen"):
        who = name if name == "Min Park" else elm_clerk(t)
        got = t.run("contact", "stop", town.ANNE, "--as", who)
        tap.case("contact stop: %s is not of that office" % name, fails(
            got, 1, "Only the office"), got)
    tap.case("and nothing was changed",
             card(t, town.ANNE)["state"] == "unconfirmed")


def elm_clerk(t):
    """Two have the same name; the one who sits in Elm's office."""
    users = json.loads(t.run("user", "list", "--school", "Elm School",
                             "--json")[1])["users"]
    return [u["id"] for u in users if u["name"] == "Grace Chen"][0]


def consent(tap, t):
    phone = "508-555-0123"
    got = t.run("contact", "stop", phone, *CARMEN, "--note",
                "told on the phone")
    tap.case("contact stop: in words", got[0] == 0 and "Anne Walsh" in got[1]
             and "asked for no texts" in got[1], got)
    told = card(t, phone)
    tap.case("contact stop: who entered it, and how they know",
             told["state"] == "stopped" and [
                 (row["what"], row["source"], row["by"]["name"], row["note"])
                 for row in told["consent"] if row["what"] == "stop"] == [
                     ("stop", "office", "Carmen Lopez",
                      "told on the phone")], [told])
    got = t.run("contact", "stop", phone, *CARMEN)
    tap.case("contact stop: twice is once", got[0] == 0 and
             "as it was" in got[1] and len(card(t, phone)["consent"]) ==
             len(told["consent"]), got)
    code, out, _ = t.run("contact", "show", phone)
    tap.case("contact show: the history", code == 0 and
             "told on the phone" in out and "Carmen Lopez" in out, [out])
    got = t.run("contact", "start", phone, *CARMEN)
    tap.case("contact start: how the family asked is needed", fails(
        got, 2, "--note"), got)
    got = t.run("contact", "start", phone, *CARMEN, "--note", "came in")
    tap.case("contact start: what the office stopped it starts",
             got[0] == 0 and "can be texted" in got[1] and
             card(t, phone)["state"] == "ok", got)
    t.carrier.write(town.ANNE, "STOP", house.NUMBERS[0])
    tap.case("a STOP that came by text", house.until(
        lambda: card(t, phone)["state"] == "stopped", 20))
    got = t.run("contact", "start", phone, *CARMEN, "--note", "came in")
    tap.case("contact start: is not undone by the office", fails(
        got, 1, "text START"), got)
    got = t.run("contact", "ok", phone, *CARMEN)
    tap.case("contact ok: neither", fails(got, 1, "contact start"), got)


def unknown_stop(tap, t):
    got = t.run("contact", "stop", OTHER, *CARMEN, "--note", "a call")
    tap.case("contact stop: also of a number nobody has", got[0] == 0 and
             card(t, OTHER)["state"] == "stopped", got)
    got = t.run("contact", "wrong", LAND, *CARMEN)
    tap.case("contact wrong: but nothing else", fails(got, 1, LAND), got)


def numbers(tap, t):
    rosa, second = town.ROSA, NEW
    got = t.run("contact", "add", "Rosa Rivera", second, *CARMEN, "--note",
                "her new phone")
    tap.case("contact add: behind the others", got[0] == 0 and
             second in got[1], got)
    got = t.run("contact", "add", "Rosa Rivera", second, *CARMEN)
    tap.case("contact add: twice is once", got[0] == 0 and
             "already" in got[1], got)
    got = t.run("contact", "add", "Rosa Rivera", house.NUMBERS[0], *CARMEN)
    tap.case("contact add: not our own number", fails(
        got, 1, "our own"), got)
    got = t.run("contact", "add", "Rosa Rivera", "508-555-0177", *CARMEN)
    tap.case("contact add: no fictitious number when live", fails(
        got, 1, "555-01"), got)
    got = t.run("contact", "add", "Rosa Rivera", "Rosa@Example.ORG", *CARMEN)
    tap.case("contact add: a mailbox", got[0] == 0 and
             "Rosa@example.org" in got[1], got)
    got = t.run("contact", "wrong", second, *CARMEN)
    tap.case("contact wrong: in words", got[0] == 0 and
             "Somebody else has this number" in got[1], got)
    names = [c["address"] for c in card(t, "Rosa Rivera")["contacts"]]
    tap.case("contact show: all their contacts", names == [
        rosa, second, "Rosa@example.org"], names)
    got = t.run("contact", "add", town.NO_TEXT, second, *CARMEN)
    tap.case("contact add: another's number is taken away first", fails(
        got, 1, "contact remove", "Rosa Rivera"), got)
    got = t.run("contact", "remove", "Rosa Rivera", second, *CARMEN)
    tap.case("contact remove: in words", got[0] == 0 and
             "not reached" in got[1], got)
    got = t.run("contact", "remove", "Rosa Rivera", second, *CARMEN)
    tap.case("contact remove: twice is no time", fails(
        got, 1, "contact show"), got)
    got = t.run("contact", "add", town.NO_TEXT, second, *CARMEN)
    tap.case("contact add: then it is theirs, and can be texted",
             got[0] == 0 and card(t, second)["state"] == "unconfirmed", got)
    got = t.run("contact", "remove", town.NO_TEXT, second, *CARMEN)
    tap.case("and is taken away again", got[0] == 0, got)


def marks(tap, t):
    got = t.run("contact", "landline", town.HECTOR, *CARMEN)
    tap.case("contact landline", got[0] == 0 and "landline" in got[1] and
             card(t, town.HECTOR)["state"] == "landline", got)
    got = t.run("contact", "ok", town.HECTOR, *CARMEN, "--json")
    told = json.loads(got[1])
    tap.case("contact ok --json", got[0] == 0 and told["state"] == "ok" and
             told["changed"] is True, got)
    got = t.run("contact", "language", town.HECTOR, "Portuguese", *CARMEN)
    tap.case("contact language", got[0] == 0 and
             "Portuguese (pt-BR)" in got[1] and
             card(t, town.HECTOR)["language"] == "pt-BR", got)
    got = t.run("contact", "language", town.HECTOR, "Klingonese", *CARMEN)
    tap.case("contact language: one nobody knows", fails(
        got, 1, "no language we know"), got)
    got = t.run("contact")
    tap.case("contact: a word is missing", fails(got, 2, "--help"), got)
    got = t.run("contact", "shout", town.HECTOR)
    tap.case("contact: no such word", fails(got, 2, "shout"), got)
    got = t.run("contact", "--help")
    tap.case("contact --help: the words", got[0] == 0 and
             "homeline contact stop" in got[1], got)


def a_stranger(tap, t):
    t.carrier.write(LAND, "This is Ann's aunt", house.NUMBERS[0])
    tap.case("a number that nobody has writes", house.until(
        lambda: isinstance(card(t, LAND), dict), 20))
    code, out, _ = t.run("contact", "show", LAND)
    tap.case("contact show: nobody we know has it", code == 0 and
             "Nobody we know" in out, [out])
    got = t.run("contact", "add", town.NO_TEXT, LAND, "--first", *CARMEN)
    tap.case("contact add: it becomes a guardian's", got[0] == 0 and
             card(t, LAND)["people"][0]["name"] == town.NO_TEXT, got)
    got = t.run("contact", "remove", town.NO_TEXT, LAND, *CARMEN)
    tap.case("contact remove: and is nobody's again", got[0] == 0, got)


def to_fix(tap, t):
    code, out, err = t.run("contacts", "--to-fix", "--json")
    told = json.loads(out)
    why = {p["person"]["name"]: (p["part"], p["why"])
           for p in told["people"]}
    tap.case("contacts --to-fix --json: who, and why", code == 0 and why == {
        town.NO_TEXT: ("nobody_else", "no_number"),
        "Anne Walsh": ("nobody_else", "stopped")}, [why, err])
    tap.case("and how many, by school and language", sorted(
        (c["school"], c["language"], c["count"]) for c in told["counts"]) ==
             [("Elm School", "en-US", 1), ("Oak School", "en-US", 1)],
             [told["counts"]])
    code, out, _ = t.run("contacts", "--to-fix")
    tap.case("contacts --to-fix: in words", code == 0 and
             "Nobody can be texted about these students: 2" in out and
             "text START" in out and "Ask the family for one" in out and
             "Total" in out, [out])
    code, out, _ = t.run("contacts", "--to-fix", "--csv", "--school", "oak")
    rows = list(csv.DictReader(io.StringIO(out)))
    tap.case("contacts --to-fix --csv: of one school", code == 0 and [
        row["guardian"] for row in rows] == ["Anne Walsh"] and
             rows[0]["number"] == "'" + town.ANNE, [out])
    code, out, _ = t.run("contacts", "--to-fix", "--language", "vi")
    tap.case("contacts --to-fix: of a language", code == 0 and
             "Everybody can be reached" in out, [out])
    got = t.run("contacts")
    tap.case("contacts: what of them", fails(got, 2, "--to-fix"), got)


def held(tap, t):
    asked = lambda: json.loads(t.run("held", "--json")[1])["held"]
    got = t.run("held")
    tap.case("held: nobody is asked about", got[0] == 0 and
             "No family has written" in got[1], got)
    t.carrier.write(town.HECTOR, "Cancelar", house.NUMBERS[0])
    tap.case("held: a word that may mean stop", house.until(asked, 20))
    got = t.run("held", *CARMEN)
    tap.case("held: in words", got[0] == 0 and "Héctor Núñez" in got[1] and
             "Cancelar" in got[1] and "homeline held stop ID" in got[1], got)
    text = asked()[0]["id"]
    got = t.run("held", "--as", elm_clerk(t))
    tap.case("held: not of another office", got[0] == 0 and
             "No family" in got[1], got)
    got = t.run("held", "--as", "Min Park")
    tap.case("held: teachers are not asked", fails(got, 1, "Only the office"),
             got)
    tap.case("held stop: somebody has to answer for it", fails(t.run(
        "held", "stop", text), 2, "--as"))
    for who in ("Min Park", elm_clerk(t)):
        got = t.run("held", "stop", text, "--as", who)
        tap.case("held stop: not by %s" % who, got[0] == 1 and
                 len(asked()) == 1, got)
    got = t.run("held", "no", text, *CARMEN)
    tap.case("held no: they go on", got[0] == 0 and "go on" in got[1] and
             card(t, town.HECTOR)["state"] != "stopped" and not asked(), got)
    got = t.run("held", "no", text, *CARMEN)
    tap.case("held no: twice", fails(got, 1, "quicker"), got)
    t.carrier.write(town.HECTOR, "cancelar", house.NUMBERS[0])
    house.until(asked, 20)
    got = t.run("held", "stop", asked()[0]["id"], *CARMEN, "--note",
                "said so on the phone")
    tap.case("held stop: nothing more goes there", got[0] == 0 and
             "no more texts" in got[1] and not asked() and
             card(t, town.HECTOR)["state"] == "stopped", got)


def phones(tap, t):
    got = t.run("office")
    tap.case("office: none yet", got[0] == 0 and got[1].count("none") == 3,
             got)
    got = t.run("office", "set", "(508) 799-3116", *CARMEN)
    tap.case("office set: of the district", got[0] == 0 and re.search(
        "the district +\\+15087993116", got[1]) and got[1].count(
            "the district's") == 2, got)
    got = t.run("office", "set", "508-755-2340", "--school", "Elm School")
    tap.case("office set: of a school", got[0] == 0 and re.search(
        "Elm School +\\+15087552340", got[1]), got)
    for typed, said in (("508-755-2340 ext. 4", "without an extension"),
                        ("911x", "whole number"), ("508-555-0123",
                                                   "fictitious")):
        tap.case("office set %s: is refused" % typed, fails(t.run(
            "office", "set", typed), 1, said))
    tap.case("office set: no such school", t.run(
        "office", "set", "508-755-2340", "--school", "Ash")[0] == 2)
    got = t.run("office", "remove", "--school", "elm")
    tap.case("office remove: the district's holds again", got[0] == 0 and
             got[1].count("the district's") == 2, got)


def handing_over(tap, t):
    t.carrier.write(town.LAYLA, "شكرا", house.NUMBERS[0])
    t.carrier.write(town.LAYLA, "متى تبدأ المدرسة؟", house.NUMBERS[0])
    inbox = lambda: json.loads(t.run("inbox", "--json")[1])["conversations"]
    talk = lambda: [c for c in inbox()
                    if c["people"] and c["people"][0]["name"].startswith("ل")]
    tap.case("a talk to hand over", house.until(talk, 20), [inbox()])
    who = ("hand-over", "ليلى حداد", "--to")
    got = t.run(*who, "desk", *CARMEN)
    tap.case("hand-over: to the desk", got[0] == 0 and
             "District desk" in got[1], got)
    got = t.run(*who, "Room 7", *CARMEN)
    tap.case("hand-over: to a class", got[0] == 0 and "Room 7" in got[1] and
             talk()[0]["seat"]["name"] == "Room 7", got)
    got = t.run(*who, "Room 4", *CARMEN)
    tap.case("hand-over: which of two", fails(got, 2, "may be"), got)
    got = t.run(*who, "office", *CARMEN, "--json")
    tap.case("hand-over --json: to the office", got[0] == 0 and json.loads(
        got[1])["seat"]["name"] == "Oak School office", got)
    got = t.run(*who, "office", "--as", elm_clerk(t))
    tap.case("hand-over: not by who may not read it", fails(
        got, 1, "may read"), got)


def browse(gateway, path, form=None, cookie=None):
    """Status, where to, the cookie; as a browser without script asks."""
    line = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=20)
    headers = {"Cookie": cookie} if cookie else {}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    line.request("GET" if form is None else "POST", path,
                 form and urllib.parse.urlencode(form), headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return (answer.status, answer.headers["Location"],
            (answer.headers["Set-Cookie"] or "").split(";")[0])


def first_administrator(tap, t, gateway):
    """Whoever runs the gateway makes one; from then on it is pages."""
    got = t.run("user", "link", "Carmen Lopez")
    tap.case("user link: without a name to sign in by", fails(
        got, 1, "user login"), got)
    got = t.run("user", "login", "Carmen Lopez", "carmen")
    tap.case("user login: what is no mailbox", fails(got, 1), got)
    got = t.run("user", "login", "Carmen Lopez", "Carmen@Oak.Example")
    tap.case("user login: in words", got[0] == 0 and
             "carmen@oak.example" in got[1], got)
    got = t.run("user", "login", "Min Park", "carmen@oak.example")
    tap.case("user login: it is somebody else's", fails(
        got, 1, "Somebody else"), got)
    code, out, err = t.run("user", "link", "Carmen Lopez")
    tap.case("user link: the link alone", code == 0 and re.fullmatch(
        r"http://127\.0\.0\.1:\d+/welcome/[0-9a-f]{64}\n", out) and
        "once" in err, [out, err])
    path = urllib.parse.urlsplit(out.strip()).path
    new = {"password": "four new blue cows", "again": "four new blue cows"}
    status, place, cookie = browse(gateway, path, new)
    tap.case("a password is chosen by it", (status, place) == (303, "/") and
             cookie.startswith("homeline="), [status, place])
    tap.case("once", browse(gateway, path, new)[0] == 404)
    tap.case("the log is for others",
             browse(gateway, "/audit", None, cookie)[0] == 403)
    got = t.run("user", "role", "Carmen Lopez", "--role", "school_admin")
    tap.case("user role: of which school", fails(got, 1, "school"), got)
    got = t.run("user", "role", "Carmen Lopez", "--role", "principal")
    tap.case("user role: no such role", fails(got, 1, "auditor"), got)
    got = t.run("user", "role", "Carmen Lopez", "--role", "district_admin")
    tap.case("user role: in words", got[0] == 0 and
             "district_admin" in got[1], got)
    tap.case("is true with the next page",
             browse(gateway, "/audit", None, cookie)[0] == 200)
    got = t.run("user", "role", "Carmen Lopez", "--role", "district_admin",
                "--end")
    tap.case("user role: the last administrator stays", fails(
        got, 1, "without an administrator"), got)
    code, out, _ = t.run("user", "show", "Carmen Lopez")
    tap.case("user show: role and name", code == 0 and
             "Role: district_admin" in out and
             "Signs in as: carmen@oak.example" in out, [out])


def audited(tap, t):
    deeds = t.rows_of("SELECT deed, count(*) FROM audit "
                      "WHERE deed LIKE 'contact.%' GROUP BY deed")
    tap.case("the audit has each deed", dict(deeds) == {
        "contact.add": 4, "contact.remove": 3, "contact.stop": 3,
        "contact.held_no": 1, "contact.held_stop": 1,
        "contact.start": 1, "contact.wrong": 1, "contact.landline": 1,
        "contact.ok": 1, "contact.language": 1}, deeds)


class Office(town.Town):
    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def rows_of(self, query):
        """Rows of two columns, behind the back of a gateway."""
        if self.cluster:
            out = subprocess.run(
                ["psql", "-qAtX", "-c", query, self.database], check=True,
                stdout=subprocess.PIPE, text=True, timeout=60,
                env={**os.environ, **self.env}).stdout
            rows = [line.split("|") for line in out.split("\n") if line]
        else:
            with contextlib.closing(sqlite3.connect(self.database)) as db:
                rows = db.execute(query).fetchall()
        return [(row[0], int(row[1])) for row in rows]


def run(tap, t):
    gateway, = t.open()
    showing(tap, t)
    who_may(tap, t)
    consent(tap, t)
    unknown_stop(tap, t)
    numbers(tap, t)
    marks(tap, t)
    a_stranger(tap, t)
    to_fix(tap, t)
    handing_over(tap, t)
    held(tap, t)
    phones(tap, t)
    first_administrator(tap, t, gateway)
    gateway.term()
    audited(tap, t)


def main():
    tap = house.Tap()
    for kind in ("sqlite", "postgres"):
        tap.note(kind)
        try:
            with Office(kind) as t:
                run(tap, t)
        except house.NoPostgres as why:
            tap.skip("on %s" % kind, why)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
