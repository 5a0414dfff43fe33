#!/usr/bin/env python3
"""The commands of the program from outside: exit codes, sentences, files."""

import http.client
import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time

TOP = os.path.abspath(os.environ.get("srcdir") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path.insert(0, os.path.join(TOP, "tests/daemon"))

import house

SAMPLE = os.path.join(TOP, "tests/district.json")


def run(*words):
    """Code, and what it said on both."""
    done = subprocess.run([house.HOMELINE, *words], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def one_line(said, *words):
    return said.count("\n") == 1 and all(word in said for word in words)


def usage(tap):
    commands = [line.split("\t")[0]
                for line in run("--describe")[1].splitlines()]
    tap.case("there are commands", len(commands) > 20, commands)
    code, out, err = run()
    tap.case("without a command it says which there are",
             code == 2 and all(c in err for c in commands), [code, err])
    code, out, _ = run("--help")
    tap.case("--help does so, too", code == 0 and
             all(c in out for c in commands), [code, out])
    code, out, _ = run("--version")
    tap.case("--version is one line", code == 0 and
             one_line(out, "homeline "), [out])
    for command in commands:
        code, out, err = run(command, "--help")
        tap.case("%s --help says what it is" % command, code == 0 and
                 out.startswith("homeline " + command) and not err,
                 [code, out, err])
        wide = [line for line in out.split("\n") if len(line) > 80]
        tap.case("%s --help fits a terminal" % command, not wide, wide)
    code, _, err = run("serv")
    tap.case("a command that is not there: a sentence and 2", code == 2 and
             one_line(err, "serv", "--help"), [code, err])
    for words in (("serve", "--confg", "x"), ("check", "x"), ("check", "-x"),
                  ("serve", "--config"), ("settings", "--manual=yes")):
        code, _, err = run(*words)
        tap.case("`%s`: a sentence and 2" % " ".join(words), code == 2 and
                 one_line(err, words[0]), [code, err])


class Place:
    """A folder of a gateway; its configuration may be changed."""

    def __init__(self, h, name):
        self.house = h
        self.gateway = house.Gateway(h, name=name, node=name)
        os.rmdir(self.gateway.state)
        self.config = ("--config", self.gateway.config)
        self.database = h.database = os.path.join(h.folder, name + ".db")
        self.gateway.configure()
        os.rmdir(self.gateway.state)

    def run(self, command, *rest):
        return run(command, *self.config, *rest)

    def sql(self, *statements):
        with sqlite3.connect(self.database) as db:
            for statement in statements:
                db.execute(statement)
        db.close()

    def mode(self, path):
        return stat.S_IMODE(os.stat(path).st_mode)


def configuration(tap, h):
    place = Place(h, "check")
    code, out, _ = place.run("check")
    tap.case("check: a right configuration", code == 0 and
             "accounts=1" in out, [code, out])
    bad = h.write("bad.conf", "[homeline]\nlistne = x\nbacklog = 1\n")
    code, _, err = run("check", "--config", bad)
    lines = err.strip().split("\n")
    tap.case("check: each problem with its line, and 3", code == 3 and
             len(lines) == 2 and ":2:" in lines[0] and "listen" in lines[0]
             and ":3:" in lines[1], [code, err])
    code, _, err = run("check", "--config", h.folder + "/none.conf")
    tap.case("check: no such file", code == 3 and one_line(err, "none.conf"),
             [code, err])
    for command in ("serve", "init", "migrate", "recount"):
        rest = ("--district", SAMPLE) if command == "init" else ()
        code, _, err = run(command, "--config", bad, *rest)
        tap.case("%s: a wrong configuration is 3" % command, code == 3,
                 [code, err])


def beginning(tap, h, place):
    code, _, err = place.run("serve")
    tap.case("serve: there is no state folder", code == 1 and
             one_line(err, "homeline init"), [code, err])
    bad = h.write("bad.json", '{"name": "x"}')
    code, _, err = place.run("init", "--district", bad)
    tap.case("init: a wrong district is 3, and nothing is made", code == 3
             and "zone: this is missing" in err and
             not os.path.exists(place.gateway.state), [code, err])
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [house.HOMELINE, "init", *place.config, "--district", SAMPLE],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    tap.case("init: keys that nobody can read are an error, and nothing is "
             "loaded", done.returncode == 1 and
             one_line(done.stderr, "standard output", "Nothing was loaded"),
             [done.returncode, done.stderr])
    keys = os.path.join(h.folder, "keys")
    code, out, err = place.run("init", "--district", SAMPLE, "--key-file",
                               keys)
    tap.case("init: a district", code == 0 and out + err == "",
             [code, out, err])
    with open(keys, encoding="utf-8") as f:
        lines = f.read().split("\n")
    tap.case("the first key alone, then names and keys",
             lines[0].startswith("hl_") and lines[1] == "lopez " + lines[0]
             and lines[4:] == [""], lines)
    tap.case("nobody else reads the keys and the state",
             place.mode(keys) == 0o600 and
             place.mode(place.gateway.state) == 0o700 and
             place.mode(place.database) == 0o600)
    code, _, err = place.run("init", "--district", SAMPLE)
    tap.case("init: again is refused", code == 1 and
             one_line(err, "already"), [code, err])


def key_files(tap, h):
    """What stands in the way of a file of keys goes, and is not followed."""
    place = Place(h, "keys")
    other = h.write("other", "not ours")
    for name, stand in (("linked", lambda path: os.symlink(other, path)),
                        ("open", lambda path: os.close(os.open(
                            path, os.O_CREAT | os.O_WRONLY, 0o666)))):
        keys = os.path.join(h.folder, name)
        stand(keys + ".new")
        if name == "open":
            os.chmod(keys + ".new", 0o666)
        if os.path.exists(place.database):
            os.unlink(place.database)
        code, _, err = place.run("init", "--district", SAMPLE, "--key-file",
                                 keys)
        with open(other, encoding="utf-8") as f:
            kept = f.read()
        tap.case("init: a %s file in the way of the keys" % name,
                 code == 0 and kept == "not ours" and
                 not os.path.islink(keys) and place.mode(keys) == 0o600,
                 [code, err, kept, oct(place.mode(keys))])


def versions(tap, h):
    place = Place(h, "versions")
    os.mkdir(place.gateway.state, 0o700)
    code, _, err = place.run("serve")
    tap.case("serve: an empty database is 5", code == 5 and
             one_line(err, "homeline init"), [code, err])
    code, out, _ = place.run("migrate")
    tap.case("migrate: an empty database gets our version", code == 0 and
             "version" in out and "now" in out, [code, out])
    code, out, _ = place.run("migrate")
    tap.case("migrate: again changes nothing", code == 0 and
             "as it was" in out, [code, out])
    code, _, err = place.run("serve")
    tap.case("serve: without a district it is refused", code == 1 and
             one_line(err, "district"), [code, err])
    place.sql("INSERT INTO version (number) VALUES (99)")
    for command in ("serve", "recount", "migrate", "init"):
        rest = ("--district", SAMPLE) if command == "init" else ()
        code, _, err = place.run(command, *rest)
        tap.case("%s: a newer database is 5" % command, code == 5 and
                 one_line(err, "newer"), [code, err])


def counting(tap, place):
    code, out, _ = place.run("recount")
    tap.case("recount: while it serves", code == 0 and
             "tally agrees" in out, [code, out])
    place.sql("INSERT INTO tally (day, school, language, channel, direction, "
              "kind, what, n) VALUES (20260101, 1, 'en-US', 'sms', 'out', "
              "'direct', 'direct_out', 1)")
    code, out, _ = place.run("recount")
    tap.case("recount: a tally that is wrong is 1", code == 1 and
             "differ" in out, [code, out])
    place.sql("DELETE FROM tally")
    code, _, err = place.run("recount", "--rows", "/nowhere/rows")
    tap.case("recount: rows that cannot be written", code == 1 and
             one_line(err, "/nowhere/rows"), [code, err])


def serving(tap, h, place):
    gateway = place.gateway
    tap.case("serve: it is ready", gateway.start(), gateway.tail())
    tap.case("one line says so", "ready, listen=127.0.0.1:%d" % gateway.port
             in gateway.said(), gateway.tail())
    for command in ("serve", "init", "migrate"):
        rest = ("--district", SAMPLE) if command == "init" else ()
        code, _, err = place.run(command, *rest)
        tap.case("%s: while another serves it is 4" % command, code == 4 and
                 one_line(err, "another homeline"), [code, err])
    counting(tap, place)
    gateway.signal(signal.SIGHUP)
    tap.case("SIGHUP is ignored", not house.until(
        lambda: not gateway.ready(), 0.2))
    with open("/proc/%d/limits" % gateway.process.pid,
              encoding="ascii") as f:
        cores = [line for line in f if "core file" in line]
    tap.case("it leaves no core files", cores[0].split()[4:6] == ["0", "0"],
             cores)
    began = time.monotonic()
    code = gateway.term()
    tap.case("SIGTERM ends it within 10 s, well", code == 0 and
             time.monotonic() - began < 10, [code] + gateway.tail())
    tap.case("it says that it has stopped", gateway.said().strip().endswith(
        "stopped"), gateway.tail())


def simulated(tap, place):
    """The sample district, with an account that reaches real phones."""
    place.gateway.settings["simulated"] = "no"
    place.gateway.configure()
    code, _, err = place.run("serve")
    tap.case("serve: a sample district reaches no real phones", code == 3 and
             one_line(err, "homeline carrier", "simulated = yes"), [code, err])
    del place.gateway.settings["simulated"]
    place.gateway.configure()


def a_clock_of_its_own(tap, h, place):
    """What only a sample district may."""
    at = ("--at", "2026-12-08 10:05")
    history = h.write("history.jsonl", json.dumps({
        "at": "2026-12-01 10:05", "phone": "+15085550120", "words": "Hello",
        "to": "+15085550100"}) + "\n")
    for words in ("tomorrow", "2026-12-32 10:05", "@", "@1e9"):
        code, _, err = place.run("serve", "--at", words)
        tap.case("serve --at %s: a sentence and 2" % words, code == 2 and
                 one_line(err, words, at[1]), [code, err])
    code, _, err = run("carrier", "--at", "tomorrow")
    tap.case("carrier --at: a sentence and 64", code == 64 and
             one_line(err, at[1]), [code, err])
    code, _, err = run("carrier", *at, "--zone", "Nowhere/Else")
    tap.case("carrier --zone: a sentence and 64", code == 64 and
             one_line(err, "--zone"), [code, err])
    place.sql("UPDATE district SET sample = 0")
    code, _, err = place.run("serve", *at)
    tap.case("serve --at: for a sample district only", code == 2 and
             one_line(err, "sample district only"), [code, err])
    code, _, err = place.run("sample", "--history", history)
    tap.case("sample: so is a history", code == 1 and
             one_line(err, "is no sample"), [code, err])
    place.sql("UPDATE district SET sample = 1")
    code, _, err = place.run("sample", "--history", history)
    tap.case("sample: it wants a carrier", code == 1 and
             one_line(err, "start `homeline carrier` there"), [code, err])
    for words in ("never", "2026-11-30 10:05"):
        code, _, err = place.run("sample", "--history", history, "--until",
                                 words)
        tap.case("sample --until %s: a sentence and 1" % words, code == 1 and
                 one_line(err, "--until"), [code, err])
    for words, why in (("", "no event"), ("{}\n", "line 1"), ("x\n", "line 1"),
                       ('{"at": "9:00", "phone": "+1"}\n', "line 1")):
        code, _, err = place.run("sample", "--history",
                                 h.write("wrong.jsonl", words))
        tap.case("sample: %r is no history" % words, code == 1 and
                 one_line(err, why), [code, err])
    code, _, err = place.run("sample", "--history", "/nowhere/history")
    tap.case("sample: there is no such file", code == 1 and
             one_line(err, "/nowhere/history"), [code, err])


def twin_of(h, node):
    """A gateway of that name, with a state folder of its own."""
    twin = house.Gateway(h, node, name="twin")
    twin.state = os.path.join(h.folder, "state.twin")
    twin.configure()
    return twin


def ends(tap, gateway, what):
    """With a database that does not answer."""
    began = time.monotonic()
    code = gateway.term(30)
    took = time.monotonic() - began
    tap.case("SIGTERM ends it within 10 s, %s" % what, code == 0 and
             took < 10 and gateway.said().strip().endswith("stopped"),
             [code, took] + gateway.tail())


def locked(tap, place):
    """Another program writes, and does not end."""
    place.gateway.start()
    other = sqlite3.connect(place.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ends(tap, place.gateway, "the file locked")
    other.close()


def frozen(tap, h, gateway):
    """All of PostgreSQL stands still."""
    with open(h.cluster.folder + "/pg/postmaster.pid", encoding="ascii") as f:
        first = int(f.readline())
    with open("/proc/%d/task/%d/children" % (first, first),
              encoding="ascii") as f:
        servers = [first, *map(int, f.read().split())]
    for server in servers:
        os.kill(server, signal.SIGSTOP)
    ends(tap, gateway, "PostgreSQL frozen")
    for server in servers:
        os.kill(server, signal.SIGCONT)


def refused(tap, h, node, words):
    """What a second one with our database is told by each command."""
    twin = twin_of(h, node)
    for command in ("serve", "init", "migrate"):
        rest = ("--district", SAMPLE) if command == "init" else ()
        code, said = twin.run(command, *rest)
        tap.case("%s: while another has this %s it is 4" % (
            command, words[-1]), code == 4 and one_line(said, *words),
            [code, said])


def one_database(tap, h, place):
    """Two state folders, one file."""
    gateway = place.gateway
    gateway.start()
    h.database = os.path.join(h.folder, "link.db")
    os.symlink(place.database, h.database)
    refused(tap, h, gateway.node, ("another homeline uses", "database"))
    os.unlink(h.database)
    h.database = place.database
    gateway.kill()
    tap.case("serve: killed, it starts at once", gateway.start(),
             gateway.tail())
    gateway.term()


def one_name(tap):
    """Two state folders, one PostgreSQL."""
    try:
        with house.House("postgres", students=2, preload=()) as h:
            gateway, = h.open(carrier=False)
            words = ("another homeline is this node", "name")
            refused(tap, h, gateway.node, words)
            gateway.kill()
            tap.case("serve: killed, it is the same node at once",
                     gateway.start(), gateway.tail())
            h.cluster.down()
            h.cluster.up()
            tap.case("serve: its lines lost, it goes on", house.until(
                lambda: gateway.api().write("k1", "x", to={
                    "students": [*h.ids.values()][:1]})[0] == 202, 20),
                gateway.tail())
            refused(tap, h, gateway.node, words)
            gateway.term()
            twin = twin_of(h, gateway.node)
            tap.case("serve: when it has ended another may be the node",
                     twin.start(), twin.tail())
            frozen(tap, h, twin)
    except house.NoPostgres as why:
        tap.skip("two gateways of one name", why)


def listening(tap, h, place):
    """A port in use, and a unix socket."""
    gateway = place.gateway
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        gateway.settings["listen"] = "127.0.0.1:%d" % taken.getsockname()[1]
        gateway.configure()
        code, _, err = place.run("serve")
        tap.case("serve: a port in use is one sentence", code == 1 and
                 one_line(err, "cannot listen"), [code, err])
    path = os.path.join(h.folder, "sock")
    gateway.settings["listen"] = "unix:" + path
    gateway.configure()
    gateway.launch()

    def answers():
        line = http.client.HTTPConnection("localhost")
        try:
            line.sock = socket.socket(socket.AF_UNIX)
            line.sock.connect(path)
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except OSError:
            return False
        finally:
            line.close()
    tap.case("serve: on a unix socket", house.until(answers, 20),
             gateway.tail())
    tap.case("SIGINT ends it, too", (gateway.signal(signal.SIGINT),
                                     gateway.process.wait(20))[1] == 0,
             gateway.tail())
    tap.case("and the socket is gone", not os.path.exists(path))


def main():
    tap = house.Tap()
    usage(tap)
    with house.House("sqlite", preload=()) as h:
        configuration(tap, h)
        place = Place(h, "first")
        beginning(tap, h, place)
        simulated(tap, place)
        a_clock_of_its_own(tap, h, place)
        serving(tap, h, place)
        one_database(tap, h, place)
        locked(tap, place)
        listening(tap, h, place)
        key_files(tap, h)
        versions(tap, h)
    one_name(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
