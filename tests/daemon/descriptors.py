#!/usr/bin/env python3
"""No file can be opened any more: neither a connection of a visitor nor one to
the carrier.  What was told is kept and goes out later, the program does not
turn in circles, its log and its health say so once, and all is well when files
can be opened again, without a restart."""

import os
import resource
import sys

import house
import load

MAY = (r"nobody new can be let in", r"lane .*rests", r"listing", r"webhook",
       r"database fails")


def open_files(gateway):
    return len(os.listdir("/proc/%d/fd" % gateway.process.pid))


def limit(gateway, soft):
    hard = resource.prlimit(gateway.process.pid, resource.RLIMIT_NOFILE)[1]
    resource.prlimit(gateway.process.pid, resource.RLIMIT_NOFILE,
                     (soft, hard))


def cpu(gateway):
    """Seconds that its process has worked."""
    with open("/proc/%d/stat" % gateway.process.pid, encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Case:
    def __init__(self, tap, h, **settings):
        self.tap, self.house = tap, h
        self.gateway, = h.open(**settings)
        self.traffic = load.Load(h, [self.gateway], h.kind)
        self.never = house.threading.Event()
        self.api = self.gateway.api()       # Connected before it is too late.
        self.probe = house.Line(self.gateway.port)

    def case(self, words, good, notes=()):
        return self.traffic.case(self.tap, words, good, notes)

    def told(self, some):
        names = list(self.house.phones)
        for _ in range(some):
            name = self.house.random.choice(names)
            self.traffic.write_one([self.api], self.never, [name], {
                "students": [self.house.ids[name]]})

    def health(self):
        return self.probe.tries("GET", "/readyz")

    def exhausted(self):
        limit(self.gateway, open_files(self.gateway))
        self.told(5)
        self.case("what is asked on an open connection is told",
                  all(s.told for s in self.traffic.sent.values()))
        stranger = house.Line(self.gateway.port, patience=1)
        status, why = stranger.tries("GET", "/readyz")
        self.case("somebody new is not let in", status == 0, [why])
        said = house.until(lambda: "nobody new can be let in" in
                           self.gateway.said(), 5)
        self.case("the log says so", said, self.gateway.tail())
        status, answer = self.health()
        self.case("readyz says so in a sentence", status == 503 and any(
            "As many files are open" in p
            for p in answer.get("problems", [])), [answer])
        phone = next(iter(self.house.phones.values()))[0]
        token = self.traffic.token()
        self.house.carrier.write(phone, "We ask %s?" % token,
                                 house.NUMBERS[0])
        self.traffic.written[token] = phone
        self.calm()

    def calm(self):
        before = cpu(self.gateway)
        self.never.wait(2)
        used = cpu(self.gateway) - before
        self.case("it does not turn in circles", used < 0.5,
                  ["%.2f s of CPU in 2 s" % used])
        self.tap.note("%.2f s of CPU in 2 s without a file to open" % used)
        times = self.gateway.said().count("nobody new can be let in")
        self.case("the log says it once", times == 1, ["%d times" % times])

    def free(self):
        limit(self.gateway, 1024)
        self.case("it is ready again, without a restart", house.until(
            self.gateway.ready, 10), self.gateway.tail())
        self.told(3)
        self.traffic.check(self.tap, MAY)


def exhausted(tap):
    with house.House("sqlite", students=10) as h:
        c = Case(tap, h, listing="30 s")
        c.told(3)
        c.health()
        c.exhausted()
        c.free()


def started(tap):
    """With too few, with some, and with a limit that it may raise."""
    with house.House("sqlite", students=4) as h:
        gateway = house.Gateway(h, port=h.hook_port)
        h.init(gateway)
        serve = gateway.command
        for words, soft, hard, good in (
                ("too few files", 40, 40, "files may be open here"),
                ("few files", 200, 200, "fewer files may be open"),
                ("a limit it may raise", 200, 4096, "ready, listen")):
            gateway.command = ["prlimit", "--nofile=%d:%d" % (soft, hard),
                               *serve]
            gateway.start()
            said = gateway.said()
            tap.case("with %s it says so" % words, good in said and
                     "assert" not in said.lower() and
                     gateway.runs() == (soft > 40),
                     [said, gateway.process.poll()])
            gateway.term()
            with open(gateway.log, "w", encoding="utf-8"):
                pass
        tap.case("which it raises without a word", "fewer" not in said,
                 [said])


def main():
    tap = house.Tap()
    exhausted(tap)
    started(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
