#!/usr/bin/env python3
"""Backups while the gateway serves, and back: nothing is sent twice, nothing
is lost that the provider did not get, and what families wrote since comes in
again.  A backup that is cut off has no name; one that is not whole is not put
back."""

import collections
import fcntl
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import time

import house
import load

STRANGER = "+15082009999"
LISTING = (r"lane .*rests", r"listing", r"clock", r"WAL cannot be emptied")


def folder(gateway):
    return os.path.join(gateway.state, "backup")


def files(gateway):
    return sorted(os.listdir(folder(gateway)))


def sql(path, statement):
    with sqlite3.connect(path) as db:
        found = db.execute(statement).fetchall()
    db.close()
    return found


def texts(carrier):
    """How often each phone was handed each text."""
    return collections.Counter((t["to"], t["body"]) for t in carrier.record())


class Story:
    """Traffic, a backup in the middle of it, and more; then the gateway is
    killed with texts in its queue."""

    def __init__(self, tap, h, gateway, name):
        self.tap, self.house, self.gateway = tap, h, gateway
        self.traffic = load.Load(h, [gateway], name)
        self.never = threading.Event()

    def case(self, words, good, notes=()):
        return self.traffic.case(self.tap, words, good, notes)

    def later(self, seconds):
        """A message that waits for its time."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(
            self.house.clock.now() / 1000 + seconds))
        name = next(iter(self.house.phones))
        self.traffic.write_one(
            self.traffic.apis(), self.never, [name],
            {"students": [self.house.ids[name]]}, send_at=at)
        return list(self.traffic.sent)[-1]

    def stranger(self):
        """Who is told whom they wrote to."""
        token = self.traffic.token()
        self.house.carrier.write(STRANGER, "Who is this? %s" % token,
                                 house.NUMBERS[0])
        self.traffic.written[token] = STRANGER

    def some(self, seconds):
        with house.threads(*self.traffic.works()) as faults:
            self.never.wait(seconds)
        self.case("programs that asked were told", not faults, faults)

    def play(self, copy):
        """copy() makes the backup, in the middle of the traffic."""
        soon = self.later(100)
        self.late = self.later(3000)
        with house.threads(*self.traffic.works()) as faults:
            self.never.wait(0.7)
            copy()
            self.never.wait(0.3)
        self.case("programs that asked were told", not faults, faults)
        self.stranger()
        for _ in range(2):
            self.house.clock.step(60000)
            self.never.wait(0.5)
        self.case("what waited is sent, and what we say by ourselves",
                  house.until(lambda: any(
                      soon in body for _, body in texts(self.house.carrier))
                      and any(to == STRANGER for to, _ in texts(
                          self.house.carrier)), 60),
                  [soon, [(to, body) for to, body in texts(
                      self.house.carrier) if soon in body or to == STRANGER],
                   self.house.carrier.tell("GET", "counts")])
        self.some(0.7)
        self.gateway.kill()

    def after(self):
        """The gateway starts on what was put back."""
        before = texts(self.house.carrier)
        self.case("it starts", self.gateway.start(), self.gateway.tail())
        self.traffic.settle()
        self.house.clock.step(3000000)

        def late():
            self.house.clock.step(10000)
            return any(token == self.late for token, _ in
                       self.traffic.handed())

        self.case("what waited for its time is sent then",
                  house.until(late, 60), [self.late])
        why = self.traffic.settle()
        self.case("everything settles", why is None, [why])
        now = texts(self.house.carrier)
        twice = ["%s: %s (%d, %d before)" % (to, body[:60], n, before[to, body])
                 for (to, body), n in now.items()
                 if before[to, body] and n > before[to, body]]
        self.case("no text is sent that was sent before", not twice, twice)
        self.case("some are that were not", sum(now.values()) >
                  sum(before.values()), [sum(now.values())])
        handed = self.traffic.handed()
        self.case("and none of them twice", all(
            n == 1 for n in handed.values()),
            [k for k, n in handed.items() if n > 1])
        kept = {m["id"] for m in self.gateway.api().pages(
            "/api/v1/messages", "messages")}
        lost = ["%s to %s" % (token, phone)
                for token, sent in self.traffic.sent.items()
                if sent.id in kept and sent.phones
                for phone in sent.phones if (token, phone) not in handed]
        gone = [s for s in self.traffic.sent.values()
                if s.told and s.id not in kept]
        self.tap.note("%d messages, %d of them after the backup" % (
            len(self.traffic.sent), len(gone)))
        self.case("what was written before the backup is handed over",
                  kept and not lost, lost)
        self.case("what was written after it is not there any more", gone)
        self.traffic.check_replies(self.tap)
        _, code, said = self.gateway.rows()
        self.case("recount agrees", code == 0 and "agrees" in said, [said])
        self.traffic.check_log(self.tap, LISTING)


def there_and_back(tap):
    with house.House("sqlite", students=30) as h:
        gateway, = h.open(pace="40", backlog="100000")
        story = Story(tap, h, gateway, "backup")
        said = []
        story.play(lambda: said.append(gateway.run("backup")))
        path = os.path.join(folder(gateway), files(gateway)[0])
        tap.case("backup: a file by the time, for its owner only",
                 said[0][0] == 0 and path in said[0][1] and re.search(
                     r"/homeline-\d{8}-\d{6}\.db$", path) and
                 files(gateway) == [os.path.basename(path)] and
                 stat.S_IMODE(os.stat(path).st_mode) == 0o600,
                 said + [files(gateway)])
        tap.case("backup: one file that is whole", sql(
            path, "PRAGMA integrity_check") == [("ok",)] and
            sql(path, "PRAGMA journal_mode") == [("delete",)])
        mine = os.path.join(h.folder, "mine.db")
        shutil.copy(path, mine)
        states = dict(sql(path, "SELECT state, count(*) FROM attempt "
                          "GROUP BY state"))
        tap.case("backup: made in the middle of a queue",
                 states.get("planned", 0) + states.get("claimed", 0) > 5 and
                 states.get("sent", 0) + states.get("delivered", 0) > 5,
                 [states])
        refused(tap, h, gateway, path)
        code, said = gateway.run("restore", path)
        tap.case("restore: it says what was done", code == 0 and
                 ".before-" in said and "may have been sent since" in said,
                 [code, said])
        tap.case("restore: the backup is as it was",
                 open(path, "rb").read() == open(mine, "rb").read())
        before = [f for f in os.listdir(h.folder) if ".before-" in f]
        tap.case("restore: what was there is beside it", any(
            sql(os.path.join(h.folder, f), "SELECT count(*) FROM message")
            [0][0] > sql(path, "SELECT count(*) FROM message")[0][0]
            for f in before if f[-1].isdigit()), before)
        story.after()
        gateway.term()


def refused(tap, h, gateway, path):
    """What is not put back, and the database stays as it is."""
    def stays(words, code, *rest, pattern=""):
        before = open(h.database, "rb").read()
        got, said = gateway.run("restore", *rest)
        tap.case("restore: " + words, got == code and
                 re.search(pattern, said) and
                 open(h.database, "rb").read() == before and
                 not os.path.exists(h.database + ".new"), [got, said])

    stays("a FILE is wanted", 2, pattern="--done")
    stays("no such file", 1, h.folder + "/none", pattern="No such file")
    bad = h.write("text.db", "This is no database.\n" * 1000)
    stays("no database", 1, bad, pattern="no database of SQLite")
    bad = os.path.join(h.folder, "bad.db")
    whole = open(path, "rb").read()
    with open(bad, "wb") as f:
        f.write(whole[:len(whole) // 2])
    stays("half a file", 1, bad, pattern="nothing was changed")
    with open(bad, "wb") as f:
        middle = len(whole) // 2 // 4096 * 4096
        f.write(whole[:middle] + os.urandom(4096) + whole[middle + 4096:])
    stays("a damaged page", 1, bad, pattern="nothing was changed")
    shutil.copy(path, bad)
    sql(bad, "INSERT INTO version VALUES (99)")
    stays("a newer version", 5, bad, pattern="version 99.*newer program")
    shutil.copy(path, bad)
    sql(bad, "UPDATE tally SET n = n + 1")
    stays("a tally that does not agree", 1, bad, pattern="tally")
    other = sqlite3.connect(bad + "x")
    other.execute("CREATE TABLE x (y)")
    other.commit()
    other.close()
    stays("another program's database", 1, bad + "x", pattern="no backup")
    gateway.launch()
    house.until(gateway.ready, house.START)
    code, said = gateway.run("restore", path)
    tap.case("restore: refused while a gateway serves", code == 4 and
             "another homeline" in said, [code, said])
    gateway.kill()
    keep = h.database
    h.database = os.path.join(h.folder, "copied.db")
    shutil.copy(path, h.database)
    gateway.configure()
    code, said = gateway.run("serve")
    tap.case("serve: a backup is not served as it is", code == 1 and
             "homeline restore" in said, [code, said])
    h.database = keep
    gateway.configure()


def names(tap):
    with house.House("sqlite", preload=("ahead", "stuck", "room"),
                     students=4) as h:
        h.env["ROOM_FILE"] = os.path.join(h.folder, "room")
        h.env["STUCK_WHILE"] = lock = h.write("stuck", "")
        gateway, = h.open(carrier=False)
        for _ in range(4):
            code, said = gateway.run("backup", "--keep", "2")
            h.clock.step(2000)
        tap.case("backup: two are kept", code == 0 and
                 len(files(gateway)) == 2, [said, files(gateway)])
        to = os.path.join(h.folder, "named.db")
        code, said = gateway.run("backup", "--to", to, "--json")
        tap.case("backup: --to names it, --json tells it", code == 0 and
                 '"state":"done"' in said and to in said and
                 os.path.exists(to), [code, said])
        code, said = gateway.run("backup", "--to", to)
        tap.case("backup: none is written over", code == 1 and
                 "already" in said, [code, said])
        code, said = gateway.run("backup", "--to", to + "2", "--keep", "1")
        tap.case("backup: what has a name is not removed", code == 1 and
                 len(files(gateway)) == 2, [code, said])
        code, said = gateway.run("backup", "--to", h.folder + "/no/such/x")
        tap.case("backup: a folder that is not there", code == 1 and
                 "cannot be written" in said, [code, said])
        h.write("room", "8000 150")
        code, said = gateway.run("backup")
        tap.case("backup: a disk without room", code == 1 and
                 "no room" in said and len(files(gateway)) == 2,
                 [code, said, files(gateway)])
        os.unlink(h.env["ROOM_FILE"])
        metric = re.search(r"homeline_last_backup_seconds (\d+)", house.Line(
            gateway.port).tries("GET", "/metrics")[1])
        tap.case("backup: its time is a figure", metric and
                 abs(int(metric.group(1)) - h.clock.now() / 1000) < 60)
        before = files(gateway)
        with open(lock, "rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            waits = subprocess.Popen(
                [house.HOMELINE, "backup", "--config", gateway.config],
                env=gateway.env, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            part = house.until(lambda: [f for f in files(gateway)
                                        if ".new" in f], 10)
            status, _ = house.Line(gateway.port).tries("GET", "/healthz")
            tap.case("backup: while its disk waits the gateway answers",
                     part and status == 200)
            gateway.kill()
            tap.case("backup: one that is cut off has no name",
                     waits.wait(60) != 0 and [
                         f for f in files(gateway) if ".new" not in f] ==
                     before, files(gateway))
        gateway.start()
        h.clock.step(2000)
        code, said = gateway.run("backup")
        tap.case("backup: what it left goes", code == 0 and
                 not any(".new" in f for f in files(gateway)),
                 [said, files(gateway)])
        gateway.term()
        code, said = gateway.run("backup")
        tap.case("backup: none without a gateway", code == 6, [code, said])


def older(tap):
    """A backup of the first version."""
    with house.House("sqlite", students=4) as h:
        gateway = house.Gateway(h, port=h.hook_port)
        path = os.path.join(h.folder, "first.db")
        with open(os.path.join(house.TOP, "gateway/schema/001.sql"),
                  encoding="utf-8") as f:
            script = f.read()
        for word, means in (("@id@", "INTEGER PRIMARY KEY"),
                            ("@int@", "INTEGER"), ("@text@", "TEXT"),
                            ("@blob@", "BLOB"), ("@strict@", "STRICT")):
            script = script.replace(word, means)
        with sqlite3.connect(path) as db:
            db.executescript(script + "CREATE TABLE version (number "
                             "INTEGER PRIMARY KEY) STRICT;"
                             "INSERT INTO version VALUES (1);"
                             "INSERT INTO district VALUES (1, 'D', "
                             "'America/New_York', 0);")
        db.close()
        code, said = gateway.run("restore", path)
        tap.case("restore: an older version is brought to this one",
                 code == 0 and sql(h.database, "SELECT max(number) FROM "
                                   "version")[0][0] > 1, [code, said])
        gateway.launch()
        tap.case("and is served", house.until(gateway.ready, house.START),
                 gateway.tail())


def by_postgres(tap):
    try:
        with house.House("postgres", students=20) as h:
            gateway, = h.open(pace="40", backlog="100000")
            code, said = gateway.run("backup")
            tap.case("PostgreSQL: it says which tools", code == 1 and
                     "pg_dump" in said, [code, said])
            story = Story(tap, h, gateway, "pg_dump")
            dump = os.path.join(h.folder, "homeline.dump")
            plain = {**os.environ, "LD_PRELOAD": ""}
            run = lambda *words: subprocess.run(
                words, check=True, env=plain, timeout=120,
                stdout=subprocess.DEVNULL)
            story.play(lambda: run("pg_dump", "-Fc", "-f", dump, "-d",
                                   h.database))
            second = re.sub(r"dbname=\S+", "dbname=second", h.database)
            run("psql", "-q", "-d", h.database, "-c",
                "CREATE DATABASE second ENCODING 'UTF8' TEMPLATE template0")
            run("pg_restore", "--exit-on-error", "-d", second, dump)
            h.database = second
            gateway.configure()
            code, said = gateway.run("recount")
            tap.case("PostgreSQL: recount agrees on what pg_restore made",
                     code == 0 and "agrees" in said, [code, said])
            h.clock.step(70000)         # The node was alive in the dump.
            code, said = gateway.run("restore", "--done")
            tap.case("PostgreSQL: restore --done", code == 0 and
                     "may have been sent since" in said, [code, said])
            story.after()
    except house.NoPostgres as why:
        tap.skip("PostgreSQL", why)


def main():
    tap = house.Tap()
    for part in (there_and_back, names, older, by_postgres):
        if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
            part(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
