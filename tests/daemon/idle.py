#!/usr/bin/env python3
"""Ten thousand connections that ask for nothing, from one address and from
three hundred; heads and bodies that come a byte at a time, and bytes that are
no requests, by the network and by the socket of the commands.  Those over a
limit are refused at once, a real request is still answered, the memory is
bounded, and neither the store nor a family notices."""

import resource
import select
import socket
import sys
import time

import house
import load

MANY = 10000
ROUND = 100             # Connections that are opened before one looks.
GRACE = 1.0             # Seconds that a place is one's own for.
PATIENCE = 31000        # ms after which what is unfinished is cut.


class Crowd:
    """Sockets that are open, and how those that were refused fared."""

    def __init__(self, port):
        self.port = port
        self.open, self.refused = {}, 0
        self.longest = 0.0      # Until one that is refused knows it.
        self.gave_up = 0        # Their places, to one that came later.
        self.poll = select.epoll()

    def come(self, count, address, words=b""):
        """So many from an address; each says the words."""
        for i in range(count):
            s = socket.socket()
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind((address, 0))
            s.connect(("127.0.0.1", self.port))
            self.open[s.fileno()] = s, time.monotonic()
            if words:
                try:
                    s.sendall(words)
                except OSError:
                    pass                # Refused already: seen below.
            s.setblocking(False)
            self.poll.register(s, select.EPOLLIN | select.EPOLLHUP)
            if i % ROUND == ROUND - 1:
                self.look(0)

    def look(self, seconds):
        """Forgets those that were ended, until nothing happens for so long;
        how many are left."""
        while True:
            events = self.poll.poll(seconds, 4096)
            for fd, _ in events:
                self.end(fd)
            if not events:
                return len(self.open)

    def end(self, fd):
        s, began = self.open[fd]
        try:
            if s.recv(65536):
                return          # An answer; what follows comes later.
        except OSError:
            pass
        self.poll.unregister(fd)
        s.close()
        del self.open[fd]
        self.refused += 1
        took = time.monotonic() - began
        if took < GRACE:
            self.longest = max(self.longest, took)
        else:
            self.gave_up += 1

    def leave(self):
        for s, _ in self.open.values():
            s.close()
        self.open.clear()
        self.poll.close()


def memory(gateway):
    """What the process holds, in MB."""
    with open("/proc/%d/status" % gateway.process.pid,
              encoding="ascii") as f:
        for line in f:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0


def figure(gateway, name):
    status, text = house.Line(gateway.port).tries("GET", "/metrics")
    for line in str(text).split("\n") if status == 200 else []:
        if line.startswith(name + " "):
            return float(line.split()[1])
    return None


class Hall:
    """The gateway, and what is looked at after each crowd."""

    def __init__(self, tap, h):
        self.tap, self.house = tap, h
        self.gateway, = h.open(connections_per_peer="32",
                               trusted_proxies="127.0.0.9")
        self.traffic = load.Load(h, [self.gateway], "idle")
        self.before = memory(self.gateway)

    def case(self, words, good, notes=()):
        return self.traffic.case(self.tap, words, good, notes)

    def told(self):
        """A real message from somebody else; how long it took."""
        began = time.monotonic()
        names = list(self.house.phones)
        name = self.house.random.choice(names)
        self.traffic.write_one(
            self.traffic.apis(), house.threading.Event(), [name],
            {"students": [self.house.ids[name]]})
        return time.monotonic() - began

    def crowd(self, words, most, groups):
        """groups: (count, address, what each says)."""
        crowd = Crowd(self.gateway.port)
        for group in groups:
            crowd.come(*group)
            crowd.look(0)
        crowd.look(0.1)
        took, left = self.told(), crowd.look(0.05)
        self.case("%s: %d are refused, and know within a second" % (
            words, crowd.refused),
            left <= most and crowd.refused + left == sum(g[0] for g in groups),
            ["%d stay, %d gave up their places" % (left, crowd.gave_up)])
        self.case("%s: a real request is answered" % words, took < 3,
                  ["it took %.1f s" % took])
        self.tap.note("%d stay, the last to know waited %.0f ms, a message "
                      "was told in %.0f ms, %.0f MB" % (
                          left, crowd.longest * 1000, took * 1000,
                          memory(self.gateway)))
        return crowd

    def cut(self, words, crowd):
        """After their patience all of them are gone."""
        self.house.clock.step(PATIENCE)
        gone = house.until(lambda: not crowd.look(0.05), 5)
        self.case("%s: the tick cuts them" % words, gone,
                  ["%d are left" % len(crowd.open)])
        crowd.leave()


def addresses(count):
    return ["127.0.%d.%d" % (1 + i // 200, 1 + i % 200)
            for i in range(count)]


def idle(hall):
    crowd = hall.crowd("%d idle ones from one address" % MANY, 32,
                       [(MANY, "127.0.0.2")])
    crowd.leave()
    crowd = hall.crowd("%d idle ones from 313 addresses" % MANY, 512,
                       [(32, a) for a in addresses(313)])
    hall.cut("from 313 addresses", crowd)
    crowd = hall.crowd("200 from a trusted proxy", 200,
                       [(200, "127.0.0.9")])
    hall.case("none of a trusted proxy is refused", crowd.refused == 0)
    crowd.leave()


HEAD = b"GET /api/v1/me HTTP/1.1\r\nHost: h\r\nX-Slow: "
HOOK = (b"POST /hooks/main HTTP/1.1\r\nHost: h\r\nContent-Type: "
        b"application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
        b"Body=a")
GARBAGE = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n\x00\xff\x16\x03\x01" * 50


def slow(hall):
    crowd = hall.crowd("heads and bodies that do not end", 512, [
        (30, a, (HEAD, HOOK)[i % 2])
        for i, a in enumerate(addresses(12))])
    hall.case("none of them is refused", crowd.refused == 0)
    never = house.threading.Event()
    for _ in range(31):         # A byte a second does not help.
        hall.house.clock.step(1000)
        for s, _ in crowd.open.values():
            try:
                s.send(b"x")
            except OSError:
                pass
        never.wait(0.02)
    hall.cut("a byte a second", crowd)
    crowd = hall.crowd("what is no request", 0,
                       [(30, a, GARBAGE) for a in addresses(12)])
    crowd.leave()


def by_the_socket(hall):
    """The commands' own socket: no limit for each, but one for all."""
    path = hall.gateway.state + "/homeline.sock"
    lines = []
    for words in (b"", b"POST /local/v1/", HOOK, GARBAGE) * 25:
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(5)
        s.connect(path)
        try:
            s.sendall(words)
        except OSError:
            pass
        lines.append(s)
    code, said = hall.gateway.run("status")
    hall.case("a command is answered beside 100 slow ones on its socket",
              code == 0, [said])
    hall.house.clock.step(PATIENCE)
    ended = 0
    for s in lines:
        try:
            while s.recv(65536):
                pass
            ended += 1
        except ConnectionError:
            ended += 1
        except OSError:
            pass
        s.close()
    hall.case("the tick cuts them on the socket, too", ended == len(lines),
              ["%d of %d" % (ended, len(lines))])


def run(tap):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most < MANY + 500:
        tap.skip("ten thousand connections", "only %d files may be open" %
                 most)
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with house.House("sqlite", students=6) as h:
        hall = Hall(tap, h)
        for part in (idle, slow, by_the_socket):
            part(hall)
        after = memory(hall.gateway)
        hall.case("the memory is bounded", after - hall.before < 40,
                  ["%.0f MB, %.0f MB" % (hall.before, after)])
        hall.case("the store never failed",
                  figure(hall.gateway, "homeline_jobs_refused_total") == 0 and
                  hall.gateway.ready())
        why = hall.traffic.settle()
        hall.case("everything settles", why is None, [why])
        hall.traffic.check_handed(tap)
        hall.traffic.check_log(tap)


def main():
    tap = house.Tap()
    run(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
