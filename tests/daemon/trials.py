#!/usr/bin/env python3
"""What else the world does to a gateway: it is killed before a commit, it is
down while families write, machines answer machines, webhooks come twice and in
any order, somebody stops while a text waits for them, the clock jumps, the
disk breaks.  Rows of fault_table.py."""

import base64
import datetime
import fcntl
import hashlib
import hmac
import mmap
import os
import struct
import subprocess
import sys
import threading
import urllib.parse

import faults
import house
import load

MINUTE = 60000
BREAKS = int(os.environ.get("HOMELINE_DISK_BREAKS") or 8)


class Trial(faults.Case):
    """A case whose phones are named, and whose other texts are counted."""

    def write(self, name, **more):
        """A message to one student that the check does not know of: its
        token."""
        token = self.traffic.token()
        status, answer = self.gateway.api().write(
            token, "This is %s." % token, **{"to": {
                "students": [self.house.ids[name]]}, **more})
        self.case("it is told", status == 202, ["%s %s" % (status, answer)])
        return token

    def texts(self, token):
        return sum(n for (t, _), n in self.traffic.handed().items()
                   if t == token)

    def from_now(self, ms):
        """That moment, as the API reads it."""
        at = datetime.datetime.fromtimestamp(
            (self.house.clock.now() + ms) / 1000, datetime.timezone.utc)
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def pass_(self, ms):
        """Time passes as it does: a second at a time."""
        for _ in range(0, ms, 5000):
            self.house.clock.step(5000)
            self.never.wait(0.01)

    def phones(self):
        """Of two students, one phone each that nobody else has."""
        mine = sorted(n for n, p in self.house.phones.items()
                      if len(p) == 1)
        return [(n, self.house.phones[n][0]) for n in mine]

    def hook(self, fields):
        """A webhook as the provider signs it; its status."""
        url = "http://127.0.0.1:%d/hooks/main" % self.house.hook_port
        signed = url + "".join(k + fields[k] for k in sorted(fields))
        mac = hmac.new(house.TOKEN.encode(), signed.encode(), hashlib.sha1)
        return house.Line(self.gateway.port).tries(
            "POST", "/hooks/main", urllib.parse.urlencode(fields).encode(),
            {"Content-Type": "application/x-www-form-urlencoded",
             "X-Twilio-Signature":
             base64.b64encode(mac.digest()).decode()})[0]


def impatient(c):
    api = c.gateway.api()
    api.patience = 0.5
    return api


def before_commit(tap):
    """The disk does not answer, so nothing is told; then SIGKILL."""
    with house.House("sqlite", preload=("ahead", "stuck"), students=6) as h:
        flag = h.write("stuck", "")
        h.env["STUCK_WHILE"] = flag
        c = Trial(tap, "killed before a commit", h, *h.open())
        c.told(2)
        c.family()
        name = c.phones()[0][0]
        token = c.traffic.token()
        sent = c.traffic.sent[token] = load.Sent(set(h.phones[name]), 1)
        ask = lambda api: api.write(token, "This is %s." % token, to={
            "students": [h.ids[name]]})
        with open(flag, encoding="utf-8") as f:
            fcntl.flock(f, fcntl.LOCK_EX)
            status = ask(impatient(c))[0]
            c.case("nothing is told before the sync", status == 0,
                   ["it was answered %s" % status])
            c.gateway.kill()
        c.case("it starts again", c.gateway.start(), c.gateway.tail())
        c.traffic.until_told(c.traffic.apis(), ask, sent, c.never)
        c.end()


def while_down(tap):
    with house.House("sqlite", students=6) as h:
        c = Trial(tap, "down while families write", h, *h.open())
        c.told(2)
        c.gateway.term()
        for _ in range(5):
            c.family()
        counts = lambda: h.carrier.tell("GET", "counts")
        house.until(lambda: not counts()["under_way"], 5)
        c.case("their webhooks are lost", counts()["hooks_lost"] > 0,
               [counts()])
        c.case("it starts again", c.gateway.start(), c.gateway.tail())
        c.end()


def machines(tap, c):
    """A machine asks for help whenever it gets a text."""
    phone = c.phones()[0][1]
    ours = lambda: sum(t["to"] == phone for t in c.house.carrier.record())
    before = ours()
    for _ in range(8):
        seen = ours()
        c.house.carrier.write(phone, "HELP", house.NUMBERS[0])
        house.until(lambda: ours() > seen, 0.2)
    c.case("a machine that answers each text gets 3 in an hour",
           ours() - before <= 3, ["it got %d" % (ours() - before)])


def any_order(tap, c):
    """Receipts and words twice, early, late and out of order."""
    for fault in ("receipt-twice", "receipt-swapped", "receipt-early",
                  "receipt-lost"):
        c.house.carrier.fault(fault)
        c.told(2)
        c.never.wait(0.2)
        c.house.carrier.tell("POST", "release", {})
        c.house.carrier.well()
    token = c.traffic.token()
    phone = c.phones()[1][1]
    fields = {"MessageSid": "SM" + token[2:] + "0" * 24,
              "AccountSid": house.SID, "ApiVersion": "2010-04-01",
              "From": phone, "To": house.NUMBERS[0], "NumMedia": "0",
              "Body": "We ask %s?" % token, "SmsStatus": "received"}
    c.traffic.written[token] = phone
    answers = [c.hook(fields) for _ in range(3)]
    c.case("a webhook that comes three times is answered 200 each time",
           answers == [200] * 3, [answers])


def stopped(tap, c):
    """STOP arrives while a message waits."""
    name, phone = c.phones()[-1]
    token = c.write(name, send_at=c.from_now(10 * MINUTE))
    c.house.carrier.write(phone, "STOP", house.NUMBERS[0])
    c.never.wait(0.3)
    c.pass_(11 * MINUTE)
    house.until(lambda: not c.house.carrier.tell(
        "GET", "counts")["under_way"], 5)
    c.case("who stopped while it waited does not get it",
           c.texts(token) == 0, ["%d texts" % c.texts(token)])


def jumps(tap, c):
    """The clock jumps two hours ahead, and back again."""
    name = c.phones()[2][0]
    token = c.write(name, send_at=c.from_now(30 * MINUTE))
    c.house.clock.step(120 * MINUTE)
    good = house.until(lambda: c.texts(token) == 1, 10)
    c.case("what was due within a jump ahead goes out once", good,
           ["%d texts" % c.texts(token)] + c.gateway.tail())
    c.house.clock.step(-119 * MINUTE)
    c.told(3)
    good = house.until(lambda: not any(
        c.traffic.handed().get((t, p)) is None
        for t, s in c.traffic.sent.items() for p in s.phones), 20)
    c.case("after a jump back texts go out", good, c.gateway.tail())
    c.case("and it is ready", house.until(c.gateway.ready, 10),
           [faults.ready(c.gateway)])


def weather(tap):
    """Four rows in one life of a gateway."""
    with house.House("sqlite", students=20) as h:
        c = Trial(tap, "weather", h, *h.open())
        odd = {n for n, _ in c.phones()[:1] + c.phones()[-1:]}
        everyone, h.phones = h.phones, {
            n: p for n, p in h.phones.items() if n not in odd}
        for part in (any_order, jumps):
            part(tap, c)
        h.phones = everyone
        stopped(tap, c)
        machines(tap, c)
        why = c.traffic.settle()
        c.case("everything settles", why is None, [why])
        times = c.traffic.handed()
        twice = [k for k, n in times.items() if n > 1]
        lost = [(t, p) for t, s in c.traffic.sent.items()
                for p in s.phones if s.told and (t, p) not in times]
        c.case("every text is handed over, and none twice",
               not twice and not lost, twice + lost)
        found = [load.TOKEN.search(r["words"])
                 for r in c.gateway.api().replies()]
        found = [f.group() for f in found if f]
        c.case("every text of a family is in the inbox once",
               sorted(found) == sorted(c.traffic.written), [found])
        nouns, code, said = c.gateway.rows()
        c.case("homeline recount: the tally agrees with the ledger",
               code == 0 and "agrees" in said, [said])
        c.traffic.check_log(tap, (r"clock", r"listing", r"store", r"lane"))


class Breaks:
    """When the disk breaks (tests/preload/nth.c)."""

    def __init__(self, h):
        path = h.write("breaks", "\0" * 16)
        h.env["NTH_BREAKS"], h.env["NTH_DISK"] = path, h.database
        with open(path, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), 16)

    def at(self, n):
        self.map[:8] = struct.pack("q", n)

    def met(self):
        return struct.unpack("q", self.map[8:])[0]


def disk_breaks(tap):
    """The n-th write or sync fails: the program ends, for nothing in its
    memory can be believed, and what is on disk can."""
    with house.House("sqlite", preload=("ahead", "nth"), students=10) as h:
        breaks = Breaks(h)
        c = Trial(tap, "disk breaks", h, *h.open())
        c.family()
        ended = starts = 0
        for n in range(1, BREAKS + 1):
            met = breaks.met()
            breaks.at(n)
            work = threading.Thread(target=c.told, args=(3,))
            work.start()
            house.until(lambda: not c.gateway.runs() or
                        not work.is_alive(), 20)
            breaks.at(0)
            if not c.gateway.runs():
                ended += 1
                starts += bool(c.gateway.start())
            work.join()
            if breaks.met() == met:
                tap.note("no write was the %d-th" % n)
        c.case("it meets failures, ends at some, starts after each",
               breaks.met() >= BREAKS // 2 and 0 < ended == starts,
               ["%d failures, %d ends, %d starts" % (
                   breaks.met(), ended, starts)] + c.gateway.tail())
        tap.note("%d failures, it ended at %d" % (breaks.met(), ended))
        c.end(faults.WORLD + (r"what was told is kept",))


class MailGateway(house.Gateway):
    """With an account of mail at the carrier, whose mailboxes answer by
    `homeline mail-in`."""

    def configure(self):
        super().configure()
        h = self.house
        self.mail_port = house.free_port()
        with open(self.config, "a", encoding="utf-8") as f:
            f.write("[account mail]\nprovider = smtp\n"
                    "server = smtp://127.0.0.1:%d\nuser = homeline\n"
                    "password_file = %s\nencrypt = none\n"
                    "replies = replies@school.example\nsimulated = yes\n" % (
                        self.mail_port, h.token_file))
        h.carrier.command += [
            "--smtp-port", str(self.mail_port), "--mail-program",
            "%s mail-in --config %s" % (house.HOMELINE, self.config)]

    def mailboxes(self):
        """Each family has a mailbox and no phone; by student, theirs."""
        h, boxes = self.house, {}
        for i in range(h.students):
            box = boxes["Pupil Number%d" % i] = "box%d@family.example" % i
            done = subprocess.run(
                [house.HOMELINE, "contact", "add", "Guardian0 Number%d" % i,
                 box, "--as", "Cleo Clerk", "--config", self.config],
                env=self.env, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
            if done.returncode:
                raise RuntimeError("contact add: %s" % done.stdout.decode())
        return boxes


def mails(h, way, token):
    """Those mails at the carrier that went that way and have the token."""
    return [m for m in h.carrier.tell("GET", "mails?most=1000")["mails"]
            if m["way"] == way and token in m.get("text", "")]


def post_gone(tap):
    """The mail server is gone; then the gateway is, while a family
    answers."""
    with house.House("sqlite", students=4) as h:
        gateway = MailGateway(h, port=h.hook_port)
        h.init(gateway)
        h.sql("DELETE FROM reach")
        h.sql("INSERT INTO sender VALUES ('messages@school.example', "
              "'email', 'mail', 0, 0)")
        if not h.carrier.start() or not gateway.start():
            raise RuntimeError("it does not start: %s" % gateway.tail())
        boxes = gateway.mailboxes()
        h.ids = gateway.api().students()
        c = Trial(tap, "mail server gone", h, gateway)
        first = c.write("Pupil Number0")
        c.case("a mail goes out", house.until(
            lambda: len(mails(h, "out", first)) == 1, 10), gateway.tail())
        h.carrier.term()
        tokens = [c.write(name) for name in boxes]
        rests = house.until(lambda: any(
            "rests" in w for w in faults.ready(gateway)[1]["warnings"]), 20)
        c.case("readyz warns that the account rests", rests,
               [faults.ready(gateway)])
        c.case("the server is there again", h.carrier.start())
        gone = lambda: all(len(mails(h, "out", t)) == 1 for t in tokens)
        good = house.until(lambda: h.clock.step(5000) or gone(), 20)
        c.case("what waited goes out, once", good, gateway.tail())
        gateway.term()
        token = c.traffic.token()
        h.carrier.tell("POST", "mailboxes/%s/write" % boxes["Pupil Number0"],
                       {"text": "We ask %s?" % token})
        waits = house.until(lambda: any(
            m["status"] == "waiting" for m in mails(h, "in", token)), 10)
        c.case("a mail that nobody takes is kept by its server", waits,
               [mails(h, "in", token)])
        c.case("the gateway starts again", gateway.start(), gateway.tail())
        replies = lambda: [r for r in gateway.api().replies()
                           if token in r["words"]]
        house.until(lambda: h.clock.step(30000) or replies(), 20)
        c.pass_(10 * MINUTE)
        c.case("and is there once", len(replies()) == 1,
               [replies(), mails(h, "in", token)])
        c.case("no mail went out twice", gone() and
               len(mails(h, "out", first)) == 1)
        c.traffic.check_log(tap, faults.WORLD)


def main():
    tap = house.Tap()
    for part in (before_commit, while_down, weather, disk_breaks, post_gone):
        if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
            part(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
