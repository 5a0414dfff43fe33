#!/usr/bin/env python3
"""A gateway whose translator is the real Apertium (tests/peers/apy): what it
says whole reaches the family, names and numbers as they were; what it mangles
does not, and the family has English instead.  Once the district is live
nothing that it says does."""

import os
import subprocess
import sys

import house

PEER = os.path.join(house.TOP, "tests/peers/apy")
WHOLE = "%s forgot the lunch box today. Please call 508-555-0101 at 11:15."
# It takes the second of two numbers before "year old" for an age.
MANGLED = "Classes for 3:15 and 4:15 year old children begin today."


class Gateway(house.Gateway):
    apertium = 0

    def configure(self):
        super().configure()
        with open(self.config, "a", encoding="utf-8") as f:
            f.write("[translator apertium]\nprovider = apertium\n"
                    "simulated = yes\nbase_url = http://127.0.0.1:%d\n" %
                    self.apertium)


class Peer:
    def __init__(self, port):
        self.port = port
        self.child = subprocess.Popen(
            [PEER, str(port)], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def begins(self):
        line = house.Line(self.port)
        return house.until(
            lambda: self.child.poll() is not None or
            line.tries("GET", "/listPairs")[0] == 200, 30) and \
            self.child.poll() is None

    def end(self):
        if self.child.poll() is None:
            self.child.terminate()
            self.child.wait(10)


def texts(h, name):
    """What each phone of a student has, without the frame."""
    return [t["body"] for t in h.carrier.record()
            if t["to"] in h.phones[name]]


def goes(tap, h, api):
    name = "Pupil Number1"              # Its guardians read Spanish.
    words = WHOLE % "Pupil"
    status, _ = api.write("whole", words, to={"students": [h.ids[name]]})
    tap.case("a text is taken", status == 202, [status])
    house.until(lambda: len(texts(h, name)) >= len(h.phones[name]), 30)
    came = texts(h, name)
    tap.case("what it says whole is Spanish, with name and numbers as they "
             "were", len(came) == len(h.phones[name]) and all(
                 "olvid\u00f3" in t and t.count("Pupil") == 1 and
                 t.count("508-555-0101") == 1 and t.count("11:15") == 1 and
                 "\u27e6" not in t for t in came), came)
    api.write("mangled", MANGLED, to={"students": [h.ids[name]]})
    house.until(lambda: len(texts(h, name)) >= 2 * len(h.phones[name]), 30)
    more = texts(h, name)[len(came):]
    tap.case("what it mangles never leaves: the family has English",
             len(more) == len(h.phones[name]) and all(
                 MANGLED in t and "ni\u00f1os" not in t for t in more), more)


def stays(tap, h, api):
    """Once the district is live."""
    name = "Pupil Number3"
    h.sql("UPDATE district SET practice = 0")
    words = WHOLE % "Pupil"
    api.write("live", words, to={"students": [h.ids[name]]})
    house.until(lambda: len(texts(h, name)) >= len(h.phones[name]), 30)
    came = texts(h, name)
    tap.case("once the district is live no family gets what it says",
             len(came) == len(h.phones[name]) and
             all(words in t for t in came), came)


def main():
    tap = house.Tap()
    Gateway.apertium = house.free_port()
    house.Gateway = Gateway
    peer = Peer(Gateway.apertium)
    try:
        if not peer.begins():
            tap.skip("the real Apertium", "apertium-apy is not installed")
            return tap.end()
        with house.House("sqlite", students=4, live=False,
                         preload=()) as h:
            gateway, = h.open()
            goes(tap, h, gateway.api())
            stays(tap, h, gateway.api())
            tap.case("no name and no number is in the log", not any(
                word in gateway.said() for word in
                ("Pupil", "0101", "lunch", "olvid")), gateway.tail())
    finally:
        peer.end()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
