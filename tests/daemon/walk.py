#!/usr/bin/env python3
"""The walk with ./demo: its district is ready, with its history up to a day
and at that time, a text to one family is seen on the carrier's side, answered
there, the reply is read, and the figures show one more out and one more in.  A
second start goes on, with its clock.  Then ./demo in bad circumstances."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading

import house

SECONDS = 120


class Demo:
    """./demo, in a copy of the tree whose program is built already."""

    def __init__(self, folder, name, *more):
        self.dir = os.path.join(folder, name)
        self.ports = tuple(house.free_port() for _ in range(4))
        self.command = [os.path.join(folder, "tree/demo"), "--dir", self.dir,
                        "--port", str(self.ports[0]), "--carrier-port",
                        str(self.ports[1]), "--smtp-port",
                        str(self.ports[2]), "--translator-port",
                        str(self.ports[3]), "--no-install", *more]
        self.said, self.process = [], None

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        self.said = []

        def listen():
            for line in self.process.stdout:
                self.said.append(line.rstrip("\n"))

        self.reader = threading.Thread(target=listen, daemon=True)
        self.reader.start()
        return house.until(
            lambda: self.process.poll() is not None or
            any("Ctrl-C ends it" in line for line in self.said), SECONDS)

    def text(self):
        return "\n".join(self.said)

    def key(self):
        return re.search(r"API key: (\S+)", self.text()).group(1)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.reader.join(5)
        return self.process.returncode

    def refused(self):
        """Code and what it said, where it has to end by itself."""
        done = subprocess.run(self.command, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True,
                              timeout=SECONDS)
        return done.returncode, done.stdout.strip()


def tree_of(folder):
    """What demo needs of the sources, and a build that is done."""
    tree = os.path.join(folder, "tree")
    build = os.path.join(tree, "build/demo")
    os.makedirs(build)
    shutil.copy(os.path.join(house.TOP, "demo"), tree)
    for name in ("packaging", "locales"):
        os.symlink(os.path.join(house.TOP, name), os.path.join(tree, name))
    for name in ("configure.ac", "configure", "build/demo/config.status"):
        with open(os.path.join(tree, name), "w", encoding="utf-8"):
            pass
        os.chmod(os.path.join(tree, name), 0o755)
    with open(os.path.join(build, "Makefile"), "w", encoding="utf-8") as f:
        f.write("homeline:\n\t@true\n")
    os.symlink(house.HOMELINE, os.path.join(build, "homeline"))


def total(demo):
    api = house.Api(demo.ports[0], demo.key())
    status, answer = api.tries("GET", "/api/v1/figures?from=2026-07-01")
    return answer if status == 200 else {"total": {}}


def walk(tap, demo):
    """To one family, and back, with the key that demo printed."""
    api = house.Api(demo.ports[0], demo.key())
    carrier = house.Line(demo.ports[1])
    before = total(demo)["total"]
    found = api.tries("GET", "/api/v1/students?q=ben%20walsh")[1]["students"]
    body = {"to": {"students": [found[0]["id"]]},
            "words": "Ben forgot his lunch box on the bus."}
    status, answer = api.tries("POST", "/api/v1/messages", body,
                               {"Idempotency-Key": "try-1"})
    tap.case("a text is accepted", status == 202, [answer])
    again = api.tries("POST", "/api/v1/messages", body,
                      {"Idempotency-Key": "try-1"})
    tap.case("asked again it is the same", again == (status, answer), [again])
    texts = lambda: carrier.tries("GET", "/carrier/record?most=10000")[1][
        "texts"]
    came = lambda: [t for t in texts() if body["words"] in t["body"]]
    tap.case("both guardians' phones have it", house.until(
        lambda: len(came()) == 2, 20), [came()])
    status, page = carrier.tries("GET", "/")
    tap.case("it is seen on the carrier's page, in the time of the district",
             status == 200 and body["words"] in page and
             "03 Sep 10:0" in page, [status])
    words = "Thank you, we will bring it. When?"
    status, _ = carrier.tries("POST", "/carrier/write", {
        "from": came()[0]["to"], "body": words})
    asked = lambda: [t for t in api.pages(
        "/api/v1/conversations?state=asked", "conversations")
        if came()[0]["to"] in json.dumps(t)]
    tap.case("the answer of the family waits for one", status == 201 and
             house.until(asked, 20), [asked()])
    tap.case("and is read", [r for r in api.replies()
                             if r["words"] == words])
    after = total(demo)["total"]
    tap.case("one more from staff, and one more from families", all(
        after[k] == before[k] + 1 for k in ("from_staff", "from_families")),
        [before, after])


def figures(tap, demo):
    rows = os.path.join(demo.dir, "rows.jsonl")
    shown = os.path.join(demo.dir, "figures.json")
    with open(shown, "w", encoding="utf-8") as f:
        json.dump(total(demo), f)
    done = subprocess.run(
        [house.HOMELINE, "recount", "--config",
         os.path.join(demo.dir, "homeline.conf"), "--rows", rows],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=60)
    tap.case("homeline recount agrees", done.returncode == 0 and
             "agrees" in done.stdout, [done.stdout])
    done = subprocess.run(
        [sys.executable, os.path.join(house.TOP, "tests/recount.py"), rows,
         "--figures", shown], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=60)
    tap.case("tests/recount.py agrees", done.returncode == 0, [done.stdout])


def tampered(tap, demo):
    """A row of the audit is altered by somebody with SQL, in a copy."""
    other = os.path.join(demo.dir, "other.db")
    with sqlite3.connect(os.path.join(demo.dir,
                                      "state/homeline.db")) as db, \
            sqlite3.connect(other) as copy:
        db.backup(copy)
        copy.execute("UPDATE audit SET note = 'x' WHERE turn = 1")
    conf = os.path.join(demo.dir, "other.conf")
    with open(os.path.join(demo.dir, "homeline.conf"), encoding="utf-8") as f:
        text = f.read()
    with open(conf, "w", encoding="utf-8") as f:
        f.write(re.sub("(?m)^database = .*", "database = " + other, text))
    done = subprocess.run([house.HOMELINE, "recount", "--config", conf],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=60)
    tap.case("an altered row of the audit is named", done.returncode == 1 and
             "does not fit" in done.stdout, [done.stdout])


def one_sentence(tap, name, demo, word):
    code, said = demo.refused()
    lines = [line for line in said.split("\n") if line]
    tap.case(name, code not in (0, None) and len(lines) == 1 and
             word in said, ["code %s" % code] + lines)


def bad(tap, folder):
    other = Demo(folder, "other")
    with house.socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for option in ("--port", "--carrier-port", "--translator-port"):
            demo = Demo(folder, "other", option, port)
            one_sentence(tap, "a port in use: one sentence (%s)" % option,
                         demo, port)
    file = os.path.join(folder, "file")
    with open(file, "w", encoding="utf-8"):
        pass
    other.command[other.command.index("--dir") + 1] = file + "/below"
    one_sentence(tap, "a folder that cannot be written: one sentence", other,
                 "--dir")
    other = Demo(folder, "other", "--port", "70000")
    one_sentence(tap, "a wrong port: one sentence", other, "65535")


def goes_on(tap, demo):
    """Another start with the same folder, and one more with its own time."""
    key = demo.key()
    tap.case("Ctrl-C ends it well", demo.stop() == 0, demo.said[-5:])
    del demo.command[demo.command.index("--at"):][:2]
    demo.start()
    tap.case("a second start goes on: the same key, the same morning",
             "Homeline is ready" in demo.text() and demo.key() == key and
             "2026-09-03 10:" in demo.text(), demo.said)
    figures(tap, demo)
    tampered(tap, demo)
    demo.stop()
    demo.command += ["--at", "2026-09-02 10:05"]
    code, said = demo.refused()
    tap.case("time does not go back", code != 0 and
             "does not go back" in said, [code, said])
    demo.command[-1] = "2026-09-04 05:31"
    demo.start()
    tap.case("but on", "Homeline is ready" in demo.text() and
             "2026-09-04 05:31" in demo.text(), demo.said)


def main():
    tap = house.Tap()
    with house.House("sqlite", preload=()) as h:
        tree_of(h.folder)
        demo = Demo(h.folder, "demo", "--at", "2026-09-03 10:05")
        demo.start()
        began = tap.case("demo is ready", "Homeline is ready: "
                         "http://127.0.0.1:%d" % demo.ports[0] in
                         demo.text(), demo.said)
        if began:
            walk(tap, demo)
            figures(tap, demo)
            goes_on(tap, demo)
        demo.stop()
        bad(tap, h.folder)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
