#!/usr/bin/env python3
"""The commands of everyday use, on a gateway and a carrier that run: each one
in text and in JSON, names that are wrong or several, nobody there to ask."""

import contextlib
import csv
import http.client
import io
import json
import os
import socket
import sqlite3
import stat
import sys

import town
from town import house

ASKING = {"send": ("--to", "Ben Walsh", "--as", "Min Park", "Hello"),
          "inbox": (), "talk": ("Rosa",), "sent": (), "status": (),
          "reply": ("Rosa", "--as", "Min Park", "Hello"),
          "cancel": ("0000000000001",), "report": ("kpi-2-1",)}


def sentence(said, *words):
    return said.startswith("homeline: ") and all(w in said for w in words)


def no_ids(tap, t):
    """What is no id is told so before anything is asked."""
    for words, where in ((("sent", "Rosa"), "`homeline sent`"),
                         (("cancel", "../me"), "`homeline sent`"),
                         (("import", "--undo", "x"), "import --list`"),
                         (("user", "revoke", "x"), "user keys`")):
        code, out, err = t.run(*words)
        tap.case("%s: no id" % " ".join(words), code == 2 and not out and
                 sentence(err, words[-1], where), [code, out, err])
    code, out, err = t.run("sent", "0000000000001")
    tap.case("sent: an id of no message", code == 1 and not out and
             sentence(err, "homeline sent"), [code, out, err])
    code, out, err = t.run("contact", "show", "508-79")
    tap.case("a number that is none is named", code == 1 and not out and
             sentence(err, '"508-79" is refused'), [code, out, err])


def nobody_there(tap, t):
    for command, rest in ASKING.items():
        code, out, err = t.run(command, *rest)
        tap.case("%s: nobody is there to ask" % command, code == 6 and
                 not out and err.count("\n") == 1 and sentence(
                     err, "does not run here", "homeline serve --config",
                     t.config), [code, out, err])
        code, _, err = t.run(command, "--config", "/nowhere.conf", *rest)
        tap.case("%s: no such configuration" % command, code == 3 and
                 "/nowhere.conf" in err, [code, err])


def nothing_yet(tap, t):
    for command, words in (("inbox", "Nobody waits"), ("sent", "Nothing was"),
                           ("report", "kpi-2-1"), ("status", "All is well")):
        code, out, err = t.run(command)
        tap.case("%s: nothing was written yet" % command, code == 0 and
                 words in out and not err, [code, out, err])
    code, out, _ = t.run("inbox", "--all")
    tap.case("inbox --all: no family has written", code == 0 and
             "No family" in out, [out])
    code, out, _ = t.run("report", "kpi-2-1")
    last = [line for line in out.split("\n") if line.startswith("Total")]
    tap.case("report: its total is nothing", code == 0 and len(last) == 1 and
             last[0].split()[1:] == ["0"] * 8, [out])
    for command, name in (("inbox", "conversations"), ("sent", "messages")):
        code, out, _ = t.run(command, "--json")
        tap.case("%s --json: an empty list" % command,
                 json.loads(out) == {name: []}, [out])


def socket_of(tap, t, gateway):
    tap.case("the socket is its owner's alone",
             stat.S_IMODE(os.stat(t.socket).st_mode) == 0o600)
    gateway.kill()
    tap.case("after a crash it is still there", os.path.exists(t.socket))
    tap.case("and is replaced", gateway.start() and t.run(
        "status")[0] == 0, gateway.tail())
    line = house.Line(gateway.port)
    for path in ("/local/v1/find?what=x", "/local/v1/status"):
        tap.case("%s is on the socket only" % path,
                 line.tries("GET", path)[0] == 404)
    code, answer = line.tries("GET", "/api/v1/me", headers={
        "Homeline-As": "0000000000001"})
    tap.case("from elsewhere a name does not open the door", code == 401,
             [code, answer])


def by_whom(tap, t):
    """One Idempotency-Key is one message of one person."""
    people = {u["name"]: u["id"] for u in json.loads(
        t.run("user", "list", "--json")[1])["users"]}
    line, told = http.client.HTTPConnection("homeline"), []
    for name in ("Min Park", "Min Park", "Carmen Lopez"):
        line.sock = socket.socket(socket.AF_UNIX)
        line.sock.connect(t.socket)
        line.request("POST", "/api/v1/messages", json.dumps(
            {"words": "Once", "to": {"students": [t.ids["Ivy Rivera"]]}}),
                     {"Content-Type": "application/json", "Idempotency-Key":
                      "once", "Homeline-As": people[name]})
        answer = line.getresponse()
        told.append((answer.status, json.loads(answer.read()).get("id")))
        line.close()
    tap.case("the same again by another one is another message",
             told[0][0] == 202 and told[1] == told[0] and told[2][0] == 422,
             told)


def names(tap, t):
    send = lambda *words: t.run("send", *words, "--preview", "Hello")
    lopez = ("--as", "Carmen Lopez")
    code, out, err = send("--to", "rivera", *lopez)
    rows = [line.split("  ") for line in err.split("\n")]
    tap.case("two names: both are listed with what tells them apart",
             code == 2 and not out and "Ivy Rivera" in err and
             "Elm School" in err and "Room 4" in err and len(rows) == 5,
             [code, out, err])
    ids = [row[0] for row in rows[2:4]]
    code, out, err = send("--to", ids[1], *lopez)
    tap.case("what was listed can be typed", code == 0 and
             "Leo Rivera" in out, [code, out, err])
    code, out, err = send("--to", "BEN WALSH", *lopez)
    tap.case("case does not matter", code == 0 and "Ben Walsh" in out, [err])
    code, out, err = send("--to", "يوسف", *lopez)
    tap.case("a part of a name in Arabic", code == 0 and "يوسف حداد" in out,
             [code, out, err])
    code, out, err = send("--to", "Leo Rivera", "--as", "jose munoz")
    tap.case("a keyboard without accents", code == 0, [code, err])
    code, out, err = send("--to", "Room 4", *lopez)
    tap.case("two classes of one name", code == 2 and "Oak School" in err and
             "Elm School" in err, [code, err])
    code, _, err = send("--to", "Ben Wlash", *lopez)
    tap.case("a mistake: the nearest names", code == 2 and
             "Did you mean" in err and "Ben Walsh" in err, [code, err])
    code, _, err = send("--to", "Xqzkw", *lopez)
    tap.case("nobody is near", code == 2 and sentence(
        err, "there is no student, class or school"), [code, err])
    code, _, err = send("--to", "Ben Walsh", "--as", "Grace Chen")
    tap.case("two of the staff of one name", code == 2 and
             err.count("Grace Chen") >= 2 and "Oak School" in err,
             [code, err])
    code, _, err = send("--to", "Ben Walsh", "--as", "Rosa Rivera")
    tap.case("a guardian is no member of staff", code == 2 and sentence(
        err, "member of staff"), [code, err])
    code, _, err = t.run("send", "--to", "Ben Walsh", "Hello")
    tap.case("somebody has to write", code == 2 and sentence(err, "--as"),
             [code, err])


def looking(tap, t):
    """Previews keep nothing."""
    args = ("--to", "Ivy Rivera", "--as", "Carmen Lopez", "--preview",
            "Mañana no hay clase. ¿Vienen?")
    code, out, err = t.run("send", *args)
    tap.case("preview: whom, as what, when, the text", code == 0 and all(
        words in out for words in (
            "A direct message to Ivy Rivera (Oak School, Room 4): 1 family",
            "2 of 2 guardians", "counts as a direct message", "goes at once",
            "¿Vienen?", "Nothing was sent")), [code, out, err])
    code, out, _ = t.run("send", *args, "--json")
    told = json.loads(out)
    tap.case("preview --json: what the gateway answered", code == 0 and
             told["families"] == 1 and told["reached"] == 2 and
             told["counts"] == "direct" and any(
                 "¿Vienen?" in text["text"] for text in told["texts"]),
             [out])
    code, out, _ = t.run("send", "--to", "Ann Mute", "--as", "Carmen Lopez",
                         "--preview", "Hello")
    tap.case("preview: who is not reached, and why", code == 0 and
             "0 of 1 guardian" in out and "Not reached: 1. " in out, [out])
    tap.case("nothing was kept", "Nothing was" in t.run("sent")[1])


def id_in(out):
    return out.split("Its id is ")[1].split(";")[0]


def sending(tap, t):
    """To one family; its id."""
    code, out, err = t.run("send", "--to", "Ivy Rivera", "--as",
                           "Carmen Lopez", "-", typed="Come at 3.\n")
    tap.case("send: what happened, in a sentence, and the id", code == 0 and
             "A direct message to Ivy Rivera (Oak School, Room 4), 1 family,"
             " is kept and goes at once." in out, [code, out, err])
    first = id_in(out)
    done = lambda: "2 delivered" in t.run("sent", first)[1]
    tap.case("sent ID: what became of it for whom", house.until(done, 20) and
             all(w in t.run("sent", first)[1] for w in (
                 "Rosa Rivera", town.ROSA, "It arrived on the phone.",
                 "Come at 3.")), [t.run("sent", first)[1]])
    code, out, _ = t.run("sent", first, "--json")
    told = json.loads(out)
    tap.case("sent ID --json: the message and its copies", code == 0 and
             told["id"] == first and len(told["copies"]) == 2, [out])
    code, out, _ = t.run("sent", "--as", "Carmen Lopez")
    tap.case("sent: a line for each", code == 0 and out.count("\n") == 2 and
             "Ivy Rivera" in out and first in out, [out])
    code, out, _ = t.run("sent", "--as", "Min Park")
    tap.case("sent: of somebody else", "Nothing was written" in out, [out])
    code, _, err = t.run("sent", "0000000000009")
    tap.case("sent: no such id", code == 1 and sentence(err, "no message"),
             [code, err])
    code, out, err = t.run("send", "--to", "Ann Mute", "--as", "Carmen Lopez",
                           "Hello")
    tap.case("send: to nobody who can be reached", code == 1 and not out and
             sentence(err, "nothing was sent"), [code, out, err])
    code, out, err = t.run("send", "--to", "Ben Walsh", "--to", "يوسف حداد",
                           "--as", "Min Park", "--json", "Hello")
    tap.case("send --json: several students are one message", code == 0 and
             json.loads(out)["students"] == 2, [code, out, err])
    return first


def to_many(tap, t):
    args = ("--to", "Room 7", "--as", "Carmen Lopez", "Bring boots.")
    code, out, err = t.run("send", *args)
    tap.case("send: thirty families have to be meant", code == 2 and
             not out and sentence(err, "30 families", "--yes"),
             [code, out, err])
    code, out = t.type("no\n", "send", *args)
    tap.case("send: at a terminal it is asked, and no is no", code == 1 and
             "Type yes" in out and "nothing was sent" in out, [code, out])
    code, out = t.type("yes\n", "send", *args, "Twice.", "--json")
    tap.case("send: two words are one too many", code == 2, [code, out])
    code, out = t.type("yes\n", "send", *args)
    tap.case("send: and yes is yes", code == 0 and "is kept" in out,
             [code, out])
    code, out, err = t.run("send", *args, "--yes")
    tap.case("send --yes", code == 0 and "An announcement to Room 7 "
             "(Oak School), 30 families" in out, [code, out, err])
    code, _, err = t.run("send", "--to", "Room 7", "--as", "Min Park",
                         "--kind", "closing", "--yes", "No school.")
    tap.case("send: a kind that is not theirs", code == 1 and sentence(
        err, "office"), [code, err])
    code, _, err = t.run("send", *args, "--kind", "party")
    tap.case("send: a kind that there is not", code == 1 and sentence(
        err, "kind is one of"), [code, err])


def times(tap, t):
    args = ("send", "--to", "Ben Walsh", "--as", "Min Park")
    for at in ("25:00", "soon", "2020-01-01 10:00", "2026-13-01 10:00",
               "10:00 tomorrow", "2026-12-08T10:05Z"):
        code, _, err = t.run(*args, "--at", at, "Hello")
        tap.case("send --at %s" % at, code == 2 and sentence(
            err, at, "tomorrow"), [code, err])
    code, out, err = t.run(*args, "--at", "tomorrow 10:05", "--until",
                           "tomorrow 14:00", "Later.")
    tap.case("send --at tomorrow", code == 0 and ", 10:05." in out,
             [code, out, err])
    later = id_in(out)
    code, out, _ = t.run("cancel", later, "--as", "Min Park")
    tap.case("cancel: it is taken back", code == 0 and "taken back" in out,
             [code, out])
    code, out, _ = t.run("cancel", later, "--json")
    tap.case("cancel --json: again is the same", code == 0 and json.loads(
        out) == {"id": later, "state": "cancelled"}, [out])
    tap.case("sent: that it is cancelled", "It is cancelled" in t.run(
        "sent", later)[1])


def column(table, heading):
    """What stands in a column of a table, by where its heading begins."""
    lines = [line for line in table.split("\n") if line]
    at = lines[0].index(heading)
    return [line[at:].split("  ")[0] for line in lines[1:]]


def answering(tap, t):
    """Families write; they are read and answered."""
    spanish = "¿A qué hora? Mañana no puedo, señora."
    arabic = "شكرا جزيلا، سنأتي غدا\x1b[31m\u202eevil"
    t.carrier.write(town.ROSA, spanish)
    t.carrier.write(town.LAYLA, arabic)
    waits = lambda: t.run("inbox")[1].count("asked") == 2
    tap.case("inbox: who needs an answer", house.until(waits, 20),
             [t.run("inbox")])
    code, out, _ = t.run("inbox")
    tap.case("inbox: who, about whom, the words", code == 0 and
             sorted(column(out, "WHO")) == ["Rosa Rivera", "ليلى حداد"] and
             sorted(column(out, "ABOUT")) == ["Ivy Rivera", "يوسف حداد"] and
             spanish in column(out, "WORDS") and
             "شكرا جزيلا، سنأتي غدا" in out, [out])
    tap.case("inbox: nothing in it commands a terminal", not any(
        c in out for c in "\x1b\u202e"), [repr(out)])
    code, out, _ = t.run("inbox", "--json")
    talks = {talk["people"][0]["name"]: talk
             for talk in json.loads(out)["conversations"]}
    rosa = talks["Rosa Rivera"]["id"]
    tap.case("inbox --json", talks["Rosa Rivera"]["last_reply"]["words"] ==
             spanish, [out])
    code, out, _ = t.run("talk", rosa)
    tap.case("talk: both directions", code == 0 and "Come at 3." in out and
             spanish in out and "It arrived on the phone." in out and
             out.index("Come at 3.") < out.index(spanish), [out])
    code, out, _ = t.run("talk", "rosa", "--json")
    tap.case("talk --json: by name", code == 0 and
             json.loads(out)["id"] == rosa, [out])
    code, out, _ = t.run("talk", "ivy rivera", "--json")
    tap.case("talk: by the student it is about", code == 0 and
             json.loads(out)["id"] == rosa, [out])
    code, _, err = t.run("talk", "Rosita")
    tap.case("talk: no such name", code == 2 and sentence(
        err, "no conversation"), [code, err])
    code, out, err = t.run("reply", "Rosa Rivera", "--as", "Min Park",
                           "A las 3, en la puerta 4.")
    tap.case("reply: by name", code == 0 and "Rosa Rivera is kept" in out,
             [code, out, err])
    code, out, _ = t.run("reply", talks["ليلى حداد"]["id"], "--as",
                         "Min Park", "--json", "-", typed="إلى اللقاء\n")
    tap.case("reply --json: in Arabic, from standard input", code == 0 and
             json.loads(out)["counts"] == "direct", [code, out])
    tap.case("the phone has it", house.until(lambda: any(
        "إلى اللقاء" in text["body"] for text in t.carrier.record()), 20))
    tap.case("inbox: nobody waits any more",
             "Nobody waits" in t.run("inbox")[1])
    code, out, _ = t.run("inbox", "--all")
    tap.case("inbox --all: they were answered", out.count("answered") == 2,
             [out])
    code, out, err = t.run("reply", "rosa", "Hello")
    tap.case("reply: somebody has to write", code == 2 and sentence(
        err, "--as"), [code, err])


def shared_phone(tap, t):
    """Two guardians of one name at one phone are one talk."""
    t.carrier.write(town.SHARED, "Cảm ơn, chúng tôi sẽ đến. Mấy giờ?",
                    house.NUMBERS[0])
    waits = lambda: "Noah Trần" in t.run("inbox")[1]
    tap.case("inbox: a phone of two", house.until(waits, 20) and
             "Linh Tran, Bao Tran" in t.run("inbox")[1], [t.run("inbox")])
    code, out, err = t.run("talk", "Tran")
    tap.case("talk: by the name that both have", code == 0 and
             "the family:" in out and "Mấy giờ?" in out, [code, out, err])
    code, out, err = t.run("reply", "bao tran", "--as", "Min Park", "Lúc 3.")
    tap.case("reply: by the name of one of them", code == 0,
             [code, out, err])


def nowhere_to_print(tap, t):
    for command in ("status", "inbox", "--help", "--version"):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = town.subprocess.run(
                [house.HOMELINE, command], env=t.environment(), stdout=full,
                stderr=town.subprocess.PIPE, text=True, timeout=60)
        tap.case("%s: on a full disk" % command, done.returncode == 1 and
                 sentence(done.stderr, "standard output"), [done])


def figures(tap, t):
    house.until(lambda: json.loads(t.run("report", "kpi-2-1", "--json")[1])[
        "total"]["from_staff"] == 6, 20)
    code, out, _ = t.run("report", "kpi-2-1", "--json")
    told = json.loads(out)
    total = told["total"]
    tap.case("report --json: six times to families, three times from them",
             code == 0 and (total["from_staff"], total["from_families"]) ==
             (6, 3) and told["from"].endswith("-07-01"), [out])
    code, out, _ = t.run("report", "kpi-2-1", "--by", "school")
    oak = [line for line in out.split("\n") if line.startswith("Oak")]
    tap.case("report: a line for each school, and the total", code == 0 and
             oak and oak[0].split()[2:5] == ["9", "6", "3"] and
             "Total" in out and "A direct message is one message" in out and
             "not in it" in out, [out])
    code, out, _ = t.run("report", "kpi-2-1", "--by", "language", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    tap.case("report --csv: what a spreadsheet reads", code == 0 and
             rows[-1]["language"] == "Total" and
             sum(int(row["direct"]) for row in rows[:-1]) ==
             int(rows[-1]["direct"]) == 9, [out])
    code, out, _ = t.run("report", "kpi-2-1", "--from", "2020-01-01", "--to",
                         "2020-01-31")
    tap.case("report: days of one's own", code == 0 and
             "2020-01-01 to 2020-01-31" in out, [out])
    for args, words in ((("kpi-9",), "no report"),
                        (("kpi-2-1", "--by", "teacher"), "--by is one of"),
                        (("kpi-2-1", "x"), "word too much")):
        code, _, err = t.run("report", *args)
        tap.case("report %s" % " ".join(args), code == 2 and sentence(
            err, words), [code, err])
    code, _, err = t.run("report", "kpi-2-1", "--from", "yesterday")
    tap.case("report: a day that is none", code == 1 and sentence(
        err, "2026-11-22"), [code, err])


def how_it_is(tap, t):
    code, out, _ = t.run("status")
    tap.case("status: in plain words", code == 0 and all(w in out for w in (
        "Testing Town is live", "Account main: twilio, simulated",
        "All is well.")), [out])
    code, out, _ = t.run("status", "--json")
    told = json.loads(out)
    tap.case("status --json", code == 0 and told["mode"] == "live" and
             told["health"]["ready"] is True, [out])


def in_practice(tap, t):
    """With an account that would reach real phones."""
    args = ("--to", "Ivy Rivera", "--as", "Carmen Lopez")
    code, out, _ = t.run("status")
    tap.case("status: in practice", code == 0 and "is in practice" in out,
             [out])
    code, out, _ = t.run("send", *args, "--preview", "Hello")
    tap.case("preview: practice holds it", code == 0 and "counts nowhere" in
             out and "Practice: 2 texts are not sent" in out, [out])
    code, out, _ = t.run("send", *args, "Hello")
    tap.case("send: that it will not be sent", code == 0 and
             "Of 2 texts, 2 will not be sent" in out, [out])
    ends = lambda: "Practice: not sent." in t.run("sent", id_in(out))[1]
    tap.case("sent: that it was not", house.until(ends, 20) and
             not t.carrier.record(), [t.run("sent", id_in(out))])


def kept(tap, t):
    with contextlib.closing(sqlite3.connect(t.database)) as db:
        rows = db.execute("SELECT person, api_key, note FROM audit "
                          "WHERE deed LIKE 'message.%'").fetchall()
    tap.case("the audit says who, and that it was typed here", rows and all(
        key == 0 and note == "command line" for _, key, note in rows) and
        [row[0] for row in rows].count(0) == 0, rows)


def main():
    tap = house.Tap()
    with town.Town() as t:
        gateway, = t.open()
        nothing_yet(tap, t)
        socket_of(tap, t, gateway)
        no_ids(tap, t)
        names(tap, t)
        looking(tap, t)
        sending(tap, t)
        to_many(tap, t)
        times(tap, t)
        answering(tap, t)
        shared_phone(tap, t)
        nowhere_to_print(tap, t)
        figures(tap, t)
        by_whom(tap, t)
        how_it_is(tap, t)
        kept(tap, t)
        gateway.term()
        tap.case("the socket goes with the gateway",
                 not os.path.exists(t.socket))
        nobody_there(tap, t)
    with town.Town(live=False) as t:
        t.open(simulated="no")
        in_practice(tap, t)
    try:
        with town.Town("postgres") as t:
            t.open()
            tap.note("and on PostgreSQL")
            for part in (nothing_yet, names, looking, sending, to_many,
                         answering, shared_phone, figures, how_it_is):
                part(tap, t)
    except house.NoPostgres as why:
        tap.skip("the commands on PostgreSQL", why)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
