#!/usr/bin/env python3
"""`homeline import`: a roster goes in and comes out again, on both databases,
also when the file is broken, or a program is killed in between."""

import csv
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.parse

TOP = os.path.abspath(os.environ.get("srcdir") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path.insert(0, os.path.join(TOP, "tests/daemon"))

import house
import roster

NOUNS = ("school", "staff", "class", "student", "guardian")
DAYS = 86400000


class Local(http.client.HTTPConnection):
    """The socket of a gateway."""

    def __init__(self, gateway):
        super().__init__("homeline", timeout=30)
        self.path = os.path.join(gateway.state, "homeline.sock")

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(self.path)

    def ask(self, path):
        self.request("GET", path)
        return json.loads(self.getresponse().read())


def said(gateway):
    """What the roster says now, by noun and name."""
    line, rows = Local(gateway), {}
    for noun in NOUNS:
        after = ""
        while after is not None:
            page = line.ask("/local/v1/roster?noun=%s&from=%s" % (
                noun, urllib.parse.quote(after)))
            rows.update({(noun, name): content
                         for name, content in page["rows"]})
            after = page["next"]
    line.close()
    return rows


def imports(gateway):
    line = Local(gateway)
    found = line.ask("/local/v1/imports")["imports"]
    line.close()
    return found


def seen(gateway):
    """What a program of the district sees of its students, schools, me."""
    api = gateway.api()
    return (sorted(map(json.dumps, api.pages("/api/v1/students",
                                             "students"))),
            api.tries("GET", "/api/v1/schools"))


class Place:
    def __init__(self, tap, h):
        self.tap, self.house = tap, h
        self.gateway = h.open()[0]
        self.file = os.path.join(h.folder, "roster.zip")
        self.roster = roster.Roster(60)
        self.roster.save(self.file)

    def run(self, *words):
        return self.gateway.run("import", *words)

    def case(self, name, good, notes=()):
        self.tap.case("%s (%s)" % (name, self.house.kind), good, notes)

    def unchanged(self, name, code, words, *argv):
        """The command ends so, says that, and nothing has changed."""
        before = said(self.gateway), imports(self.gateway)
        got, told = self.run(*argv)
        after = said(self.gateway), imports(self.gateway)
        self.case(name, got == code and words in told and before == after,
                  [got, *told.split("\n")[-12:], before[1], after[1]])


def goes_in(p):
    p.unchanged("a dry run changes nothing", 0, "Nothing was changed. Add "
                "--apply", p.file, "--drop", "100")
    name = os.path.join(p.house.folder, "x" + "\u00e9" * 80 + ".zip")
    shutil.copy(p.file, name)
    p.unchanged("a long name is cut between letters", 0, "Nothing was "
                "changed. Add --apply", name, "--drop", "100")
    before, looked = said(p.gateway), seen(p.gateway)
    code, told = p.run(p.file, "--apply")
    rows = said(p.gateway)
    kinds = [sum(noun == n for n, _ in rows) for noun in NOUNS]
    p.case("a roster goes in", code == 0 and kinds == [2, 7, 4, 60, 90] and
           "--undo` takes it back" in told, [code, kinds, told])
    p.unchanged("the same again is no change", 0, "Nothing is different",
                p.file, "--apply")
    code, told = p.run(p.file, "--json")
    told = json.loads(told)
    p.case("as JSON", code == 0 and told["rows"] == 0 and
           told["changes"]["student"]["same"] == 60 and
           len(told["notes"]) == 6, [told])
    students = p.gateway.api().students()
    p.case("a program sees the students", len(students) > 10, [students])
    undoes(p, before, looked)


def undoes(p, before, looked):
    code, told = p.run("--list")
    p.case("the list shows it", code == 0 and "done" in told, [told])
    p.unchanged("another is not undone", 1, "Another import followed",
                "--undo", "0000000000001")
    code, told = p.run("--undo")
    p.case("an undo leaves what was", code == 0 and "is undone" in told and
           said(p.gateway) == before and seen(p.gateway) == looked, [told])
    p.unchanged("there is nothing more to undo", 1, "no import to undo",
                "--undo")


def is_refused(p):
    cut = os.path.join(p.house.folder, "cut.zip")
    with open(p.file, "rb") as f:
        whole = f.read()
    for part in range(0, 10):
        with open(cut, "wb") as f:
            f.write(whole[:len(whole) * part // 10])
        p.unchanged("a zip of which %d %% is there changes nothing" %
                    (part * 10), 1, "Nothing was changed", cut, "--apply",
                    "--drop", "100")
    p.unchanged("a file that is not there", 1, "", cut + "x", "--apply")
    p.unchanged("a file that is none", 1, "Nothing was changed",
                p.gateway.config, "--apply")
    lame = roster.Roster(60)
    for role in lame.rows["roles"].values():
        if role["role"] == "districtAdministrator":
            role["role"] = "teacher"
    lame.save(cut)
    p.unchanged("a desk without a reader", 1, "Nobody would read at the "
                "district's desk", cut, "--apply")


def holds_back(p):
    p.run(p.file, "--apply")
    few = roster.Roster(60)
    for i in range(40, 60):
        del few.rows["users"]["student%d" % i]
    cut = few.save(os.path.join(p.house.folder, "few.zip"))
    p.unchanged("a third of the students gone: refused", 1,
                "say --drop 34", cut, "--apply")
    p.unchanged("--drop 33 is not enough", 1, "say --drop 34", cut,
                "--drop", "33")
    report = os.path.join(p.house.folder, "report.csv")
    code, told = p.run(cut, "--drop", "50", "--report", report)
    with open(report, newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    p.case("--report writes all notes", code == 0 and
           len(rows) > 20 and all(r["what to do"] for r in rows) and
           "and so on" in told, [code, len(rows), told])
    code, told = p.run(cut, "--drop", "34", "--apply")
    p.case("--drop 34 is", code == 0 and sum(
        noun == "student" for noun, _ in said(p.gateway)) == 40, [told])
    p.run("--undo")
    for words in (("--drop", "x"), ("--apply", "--undo"), ()):
        p.unchanged("usage: %s" % (words,), 2, "import", *words)


def tells_changes(p):
    other = roster.Roster(60)
    other.rows["enrollments"]["e-student1-class1"]["classSourcedId"] = \
        "class0"
    other.rows["users"]["parent2"]["sms"] = "+16175550188"
    path = other.save(os.path.join(p.house.folder, "other.zip"))
    code, told = p.run(path)
    p.case("changes are told by field", code == 0 and
           "classes Room 1 -> Room 0" in told and
           "-> +16175550188" in told, told.split("\n"))
    code, told = p.run(path, "--apply")
    p.house.clock.step(8 * DAYS)
    p.unchanged("after a week it is too late for an undo", 1,
                "can be undone for 7 days", "--undo")


def one_at_a_time(p):
    lock = os.open(p.gateway.state, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    p.unchanged("a second import is refused", 4, "another import runs",
                p.file, "--apply")
    os.close(lock)


def begin(p, path, rows):
    """An import that has kept so many rows at least, and goes on."""
    process = subprocess.Popen(
        [house.HOMELINE, "import", "--config", p.gateway.config, path,
         "--apply", "--drop", "100"], env=p.gateway.env,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    kept = house.until(lambda: process.poll() is not None or any(
        i["state"] == "open" and i["changes"] >= rows
        for i in imports(p.gateway)), 60)
    return process, kept and process.poll() is None


def goes_on(p, what, before):
    """Interrupted, the same command finishes the same import."""
    partial = [i for i in imports(p.gateway) if i["state"] == "open"]
    p.case("%s: what was kept is kept" % what, len(partial) == 1 and
           len(said(p.gateway)) != len(before), [partial])
    code, told = p.run(p.big, "--apply", "--drop", "100")
    done = [i for i in imports(p.gateway) if i["id"] == partial[0]["id"]]
    p.case("%s: the same command goes on" % what, code == 0 and
           done[0]["state"] == "done" and
           done[0]["changes"] > partial[0]["changes"],
           [code, partial, done, told[-300:]])
    p.unchanged("%s: and nothing is left to do" % what, 0,
                "Nothing is different", p.big, "--apply")
    p.run("--undo")
    p.case("%s: one undo takes all of it back" % what,
           said(p.gateway) == before, [imports(p.gateway)[:2]])


def is_killed(p):
    p.big = roster.Roster(4000).save(os.path.join(p.house.folder,
                                                  "big.zip"))
    before = said(p.gateway)
    process, there = begin(p, p.big, 500)
    process.kill()
    process.communicate()
    p.case("the command is killed", there)
    goes_on(p, "the command is killed", before)
    process, there = begin(p, p.big, 500)
    p.gateway.kill()
    told = process.communicate()[0].decode()
    p.case("the gateway is killed: the command says what to do",
           there and process.returncode in (1, 6) and
           "Run the same command again" in told, [told[-300:]])
    code, told = p.run(p.big)
    p.case("without a gateway there is no import", code == 6, [told])
    p.case("it starts again", p.gateway.start())
    goes_on(p, "the gateway is killed", before)
    an_undo_is_killed(p, before)


def an_undo_is_killed(p, before):
    p.run(p.big, "--apply", "--drop", "100")
    process = subprocess.Popen(
        [house.HOMELINE, "import", "--config", p.gateway.config, "--undo"],
        env=p.gateway.env, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    house.until(lambda: process.poll() is not None or any(
        i["state"] == "undoing" for i in imports(p.gateway)), 60)
    process.kill()
    process.wait()
    p.run(p.file)               # Behind the slice that was under way.
    if imports(p.gateway)[0]["state"] == "undoing":
        p.unchanged("an undo is killed: no import meanwhile", 1,
                    "An undo was interrupted", p.file, "--apply", "--drop",
                    "100")
        code, told = p.run("--undo")
        p.case("an undo is killed: it goes on", code == 0 and
               said(p.gateway) == before, [told])
    else:
        p.tap.note("the undo was faster")


def serves_meanwhile(p):
    """A message is taken while a large roster goes in."""
    students = p.gateway.api().students()
    api, slowest = p.gateway.api(), 0
    process, there = begin(p, p.big, 1)
    good = n = 0
    while process.poll() is None:
        since = house.time.monotonic()
        status, _ = api.write("meanwhile-%d" % n, "Hello %d" % n, kind="direct",
                              to={"students": [list(students.values())[0]]})
        slowest = max(slowest, house.time.monotonic() - since)
        n += 1
        good += status == 202
    process.communicate()
    p.tap.note("%d messages meanwhile, the slowest in %.0f ms" % (
        n, slowest * 1000))
    p.case("messages are taken meanwhile", there and n > 0 and good == n and
           slowest < 5, [n, good, slowest])


def is_silent(p):
    """No name and no number of a family is in the log."""
    log = p.gateway.said()
    words = {u["familyName"] for u in p.roster.rows["users"].values()
             if u["sourcedId"].startswith(("student", "parent"))}
    words |= {u["sms"] for u in p.roster.rows["users"].values()
              if u.get("sms")}
    words |= {"roster.zip", "parent1", "example.org"}
    found = [w for w in words if w in log]
    p.case("the log names nobody", not found, found)


def walk(tap, database):
    try:
        with house.House(database, students=0, seed=7, live=False) as h:
            p = Place(tap, h)
            for step in (goes_in, is_refused, holds_back, one_at_a_time,
                         is_killed, tells_changes, serves_meanwhile,
                         is_silent):
                step(p)
    except house.NoPostgres as why:
        tap.skip("import on PostgreSQL", why)


def main():
    tap = house.Tap()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for database in ("sqlite", "postgres"):
        walk(tap, database)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
