#!/usr/bin/env python3
"""The world fails: the disk is full, the database is gone, the carrier is
gone, the gateway is killed or asked to stop in the middle.  It says so in
sentences, goes on by itself when the world is well again, and nothing is
lost or there twice."""

import os
import sys
import threading

import house
import load

# What the gateway may say of the world, as a warning.
WORLD = (r"store", r"database", r"clock", r"lane .*rests", r"listing",
         r"webhook .*later")


def sentence(answer):
    """A problem (RFC 9457) that tells people something."""
    return isinstance(answer, dict) and \
        len(str(answer.get("detail", "")).split()) > 4


def ready(gateway):
    return house.Line(gateway.port).tries("GET", "/readyz")


class Case:
    """A house with traffic of single messages, whose keys are asked again."""

    def __init__(self, tap, name, h, gateway):
        self.tap, self.house, self.gateway = tap, h, gateway
        self.traffic = load.Load(h, [gateway], name)
        self.never = threading.Event()

    def case(self, words, good, notes=()):
        return self.traffic.case(self.tap, words, good, notes)

    def told(self, some=5):
        """Messages that are told, asked for until they are."""
        names = list(self.house.phones)
        for _ in range(some):
            name = self.house.random.choice(names)
            self.traffic.write_one(
                self.traffic.apis(), self.never, [name],
                {"students": [self.house.ids[name]]})

    def refused(self, words):
        """A message now is answered 503 with a sentence; asked again later
        with the same key it is kept: returns how to ask once more, and how
        to ask until it is told."""
        name = self.house.random.choice(list(self.house.phones))
        token = self.traffic.token()
        sent = self.traffic.sent[token] = load.Sent(
            set(self.house.phones[name]), 1)
        api = self.gateway.api()
        ask = lambda a: a.write(token, "This is %s." % token, to={
            "students": [self.house.ids[name]]})
        status, answer = ask(api)
        self.case(words, status == 503 and sentence(answer),
                  ["%s %s" % (status, answer)])
        return (lambda: ask(api)[0], lambda: self.traffic.until_told(
            [api], ask, sent, self.never))

    def family(self):
        token = self.traffic.token()
        phone = next(iter(self.house.phones.values()))[0]
        self.house.carrier.write(phone, "We ask %s?" % token,
                                 house.NUMBERS[0])
        self.traffic.written[token] = phone

    def end(self, may=WORLD):
        self.traffic.check(self.tap, may)


def fails_and_recovers(c, broken, mended):
    """What is the same of every failure of the database."""
    c.told()
    broken()
    once, again = c.refused("the API answers 503 with a sentence")
    looks = []
    house.until(lambda: looks.append(ready(c.gateway)) or once() != 503, 2)
    c.case("readyz says so, each time it is asked", all(
        status == 503 and answer["problems"] for status, answer in looks),
        ["%d of %d looks said ready" % (
            sum(status == 200 for status, _ in looks), len(looks))])
    lives, _ = house.Line(c.gateway.port).tries("GET", "/healthz")
    c.case("the process lives", lives == 200 and c.gateway.runs())
    before = c.house.carrier.tell("GET", "counts")
    c.family()
    house.until(lambda: c.house.carrier.tell("GET", "counts") != before and
                not c.house.carrier.tell("GET", "counts")["under_way"], 20)
    after = c.house.carrier.tell("GET", "counts")
    c.case("a webhook is not told that it was kept",
           after["replies"] == before["replies"] and
           after["hooks_refused"] + after["hooks_lost"] >
           before["hooks_refused"] + before["hooks_lost"], [after])
    mended()
    well = house.until(c.gateway.ready, 30)
    c.case("it is ready again, without a restart", well,
           [ready(c.gateway)] + c.gateway.tail())
    again()
    c.told()
    c.end()


def disk_full(tap):
    with house.House("sqlite", preload=("ahead", "full"), students=10) as h:
        flag = os.path.join(h.folder, "full")
        h.env["FULL_WHILE"], h.env["FULL_DISK"] = flag, h.database
        c = Case(tap, "disk full", h, *h.open())
        fails_and_recovers(c, lambda: open(flag, "w").close(),
                           lambda: os.unlink(flag))


def database_gone(tap):
    try:
        with house.House("postgres", students=10) as h:
            c = Case(tap, "PostgreSQL gone", h, *h.open())
            fails_and_recovers(c, h.cluster.down, h.cluster.up)
    except house.NoPostgres as why:
        tap.skip("PostgreSQL gone", why)


def carrier_gone(tap):
    with house.House("sqlite", students=10) as h:
        gateway, = h.open()
        c = Case(tap, "carrier gone", h, gateway)
        c.told()
        house.until(lambda: not c.traffic.unsettled(), 20)
        c.family()
        h.carrier.term()
        c.told(10)
        warned = house.until(lambda: any(
            "rests" in w for w in ready(gateway)[1]["warnings"]), 20)
        status, answer = ready(gateway)
        c.case("readyz warns that the account rests, and it is ready",
               status == 200 and warned, [answer])
        c.case("the carrier is there again", h.carrier.start())
        c.end()
        status, answer = ready(gateway)
        c.case("readyz warns no more", status == 200 and
               not any("rests" in w for w in answer["warnings"]), [answer])


def graceful(tap):
    with house.House("sqlite", students=30) as h:
        gateway, = h.open()
        c = Case(tap, "graceful stop", h, gateway)
        h.carrier.fault("slow", ms=300)
        with house.threads(*c.traffic.works()) as faults:
            c.never.wait(1)
            code = gateway.term(11)
            c.case("it ends within 10 s, under load, with code 0",
                   code == 0, ["code %s" % code] + gateway.tail())
            h.carrier.well()
            c.case("it starts again", gateway.start(), gateway.tail())
            c.never.wait(0.3)
        c.case("programs that asked were told", not faults, faults)
        c.end()


def one_state(tap):
    with house.House("sqlite", students=4) as h:
        gateway, = h.open(carrier=False)
        code, said = gateway.run("serve")
        tap.case("a second serve on one state folder is refused",
                 code not in (0, None) and len(said.split()) > 4 and
                 gateway.ready(), ["code %s: %s" % (code, said)])
        code, said = gateway.run("migrate")
        tap.case("migrate is refused while a node serves",
                 code not in (0, None) and len(said.split()) > 4,
                 ["code %s: %s" % (code, said)])


def taken_back(tap):
    """Killed while requests are under way: the carrier has the texts, did not
    answer yet, and its receipts are lost."""
    with house.House("sqlite", students=30) as h:
        gateway, = h.open(window="8")
        c = Case(tap, "killed in the middle", h, gateway)
        h.carrier.fault("slow", ms=20000)
        h.carrier.fault("receipt-lost")
        c.family()
        c.told(8)
        under_way = house.until(lambda: sum(
            a["state"] == "claimed"
            for a in gateway.rows()[0].get("attempt", ())) >= 8 and
            len(h.carrier.record()) >= 6, 20)
        gateway.kill()
        h.carrier.well()
        c.case("attempts were claimed and under way", under_way)
        gateway.start()
        states = lambda: {a["state"] for a in gateway.rows()[0]["attempt"]}
        none = house.until(lambda: "claimed" not in states(), 10)
        c.case("claims are taken back at the start", none, [states()])
        c.end()


def main():
    tap = house.Tap()
    for part in (disk_full, database_gone, carrier_gone, graceful, one_state,
                 taken_back):
        if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
            part(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
