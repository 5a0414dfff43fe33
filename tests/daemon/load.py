"""Traffic for the tests of the daemon, and what has to be true after it:
staff write to families and answer them, families write, programs ask again
until they are told; then nothing is lost, nothing is there twice, and the
figures are right."""

import json
import os
import re
import subprocess
import sys
import threading

import house as base

TOKEN = re.compile(r"zq[0-9a-f]{8}")
STATES = ("planned", "claimed", "unknown")      # Of attempts that go on.


class Sent:
    """What was written by staff: to which phones, and whether the program
    that wrote it was told that it is kept."""

    def __init__(self, phones, families, kind="direct"):
        self.phones, self.families, self.kind = phones, families, kind
        self.id = None
        self.told = False


class Load:
    def __init__(self, house, gateways, name):
        self.house, self.gateways, self.name = house, gateways, name
        self.random = house.random
        self.lock = threading.Lock()
        self.sent, self.written, self.wrong = {}, {}, []
        self.count = 0
        self.trap = None        # Called once, at the next answer of 2xx.
        self.schools = {}
        for i, name in enumerate(sorted(house.phones, key=len)):
            self.schools.setdefault(int(name[12:]) % 2, []).append(name)

    def token(self):
        with self.lock:
            self.count += 1
            return "zq%04x%04x" % (self.count, self.random.randrange(65536))

    def apis(self):
        return [g.api() for g in self.gateways]

    def until_told(self, apis, ask, sent, end, patience=90):
        """Asks again with the same key until the answer is 2xx."""
        never, left = threading.Event(), [patience * 20]
        while left[0] > 0:
            status, answer = ask(self.random.choice(apis))
            if 200 <= status < 300:
                trap, self.trap = self.trap, None
                if trap:
                    trap()
                if sent.id not in (None, answer["id"]):
                    self.wrong.append("one key, two messages")
                sent.id, sent.told = answer["id"], True
                return
            if status not in (0, 503):
                self.wrong.append("answered %d: %s" % (status, answer))
                return
            left[0] -= 1
            if end.is_set() and not any(g.runs() for g in self.gateways):
                return
            never.wait(0.05)

    def write_one(self, apis, end, names, to, **more):
        token = self.token()
        phones = {p for n in names for p in self.house.phones[n]}
        sent = self.sent[token] = Sent(phones, len(names),
                                       more.get("kind", "direct"))
        words = "This is %s." % token
        ask = lambda api: api.write(token, words, to=to, **more)
        self.until_told(apis, ask, sent, end)
        if sent.told and self.random.random() < 0.1:
            self.until_told(apis, ask, sent, end)

    def staff(self, end):
        """Direct messages about one student, or a few."""
        apis, names = self.apis(), list(self.house.phones)
        while not end.is_set():
            few = self.random.sample(names, self.random.choice((1, 1, 1, 3)))
            ids = [self.house.ids[n] for n in few]
            self.write_one(apis, end, few, {"students": ids})
            end.wait(self.random.random() * 0.02)

    def office(self, end):
        """Announcements to a whole school."""
        apis = self.apis()
        ids = {s["name"]: s["id"] for s in apis[0].pages(
            "/api/v1/schools", "schools")}
        while not end.is_set():
            which = self.random.randrange(2)
            school = ids[("Oak School", "Elm School")[which]]
            self.write_one(apis, end, self.schools[which],
                           {"school": school}, kind="announcement")
            end.wait(0.3 + self.random.random())

    def answers(self, end):
        """Staff answer what families asked."""
        apis = self.apis()
        while not end.is_set():
            api = self.random.choice(apis)
            status, page = api.tries(
                "GET", "/api/v1/conversations?state=asked&most=20")
            talks = page["conversations"] if status == 200 else []
            for talk in talks[:5]:
                token = self.token()
                sent = self.sent[token] = Sent(None, 1)
                words = "Thank you, %s." % token
                self.until_told(apis, lambda a: a.answer(
                    token, talk["id"], words), sent, end)
            end.wait(0.1)

    def addresses(self):
        return [p for of in self.house.phones.values() for p in of]

    def families(self, end):
        phones = [p for p in self.addresses() if "@" not in p]
        while not end.is_set():
            token = self.token()
            phone = self.random.choice(phones)
            self.house.carrier.write(phone, "We ask %s?" % token,
                                     base.NUMBERS[0])
            self.written[token] = phone
            end.wait(self.random.random() * 0.03)

    def mailboxes(self, end):
        """Families write mail, each by a run of the program that takes it."""
        boxes = [p for p in self.addresses() if "@" in p]
        while not end.is_set():
            token = self.token()
            box = self.random.choice(boxes)
            self.house.carrier.write_mail(box, "We ask %s?" % token,
                                          base.REPLIES)
            self.written[token] = box
            end.wait(0.1 + self.random.random() * 0.2)

    def works(self):
        return (self.staff, self.staff, self.office, self.answers,
                self.families) + (self.mailboxes,) * self.house.mail

    # After it.

    def rows(self):
        return self.gateways[0].rows()

    def lost_twice(self):
        """Mails that nobody will ever know of; they stay unknown."""
        return self.house.mail and self.house.count(
            "SELECT count(*) FROM attempt WHERE state = 'unknown' "
            "AND reason LIKE 'The line was lost twice%'")

    def unsettled(self):
        """What still goes on, as a sentence; or None."""
        nouns, _, said = self.rows()
        left = [a for a in nouns.get("attempt", ())
                if a["state"] in STATES]
        if len(left) > self.lost_twice():
            return "%d attempts go on, such as %s" % (
                len(left), sorted({a["state"] for a in left}))
        expanded = {f["message"] for f in nouns.get("family", ())}
        if any(m["kind"] != "system" and m["id"] not in expanded
               for m in nouns.get("message", ())):
            return "a message has no families yet"
        if len(nouns.get("reply", ())) < len(self.written):
            return "%d of %d replies" % (len(nouns.get("reply", ())),
                                         len(self.written))
        counts = self.house.carrier.tell("GET", "counts")
        busy = sum(counts[k] for k in ("ready", "later", "under_way"))
        return "the carrier has %d under way" % busy if busy else None

    def settle(self, seconds=180, most=3 * 3600):
        """Lets the time pass until nothing goes on any more."""
        clock, never = self.house.clock, threading.Event()
        began, why = clock.ahead(), "not looked"

        def look():
            nonlocal why
            for _ in range(40):
                clock.step(1000)
                never.wait(0.015)
            why = self.unsettled()
            return why is None or clock.ahead() - began > most * 1000

        base.until(look, seconds)
        return why

    def handed(self):
        """By the carrier's own record: (token, phone) to how often."""
        times = {}
        for text in self.house.carrier.record():
            found = TOKEN.search(text["body"])
            if found:
                key = (found.group(), text["to"])
                times[key] = times.get(key, 0) + 1
        if self.house.mail:
            self.letters = self.mails_handed()
            times.update((key, len(ids)) for key, ids in
                         self.letters.items())
        return times

    def mails_handed(self):
        """The same of mails: their Message-IDs, as they came."""
        ids = {}
        for mail in self.house.carrier.mails():
            found = TOKEN.search(mail["text"])
            if found:
                ids.setdefault((found.group(), mail["box"]), []).append(
                    mail["id"])
        return ids

    def said_twice(self):
        """Of which mails the gateway says that they may have come twice."""
        api, said = self.gateways[0].api(), set()
        for token, sent in self.sent.items():
            if sent.id is None or not any(
                    "@" in p for p in sent.phones or {"@"}):
                continue
            for d in api.pages("/api/v1/messages/%s/deliveries" % sent.id,
                               "deliveries"):
                if any("may have come" in a["sentence"]
                       for a in d["attempts"]):
                    said.add((token, d["to"]))
        return said

    def check_mails(self, tap):
        """Twice is better than never; but then it is one mail to whoever
        reads it, and it is said."""
        letters, said = self.letters, self.said_twice()
        twice = {key for key, ids in letters.items() if len(ids) > 1}
        tap.note("%d mails handed over, %d twice, %d may have come twice" % (
            len(letters), len(twice), len(said)))
        self.case(tap, "a mail has one Message-ID, however often it goes",
                  letters and all(len(set(ids)) == 1 and ids[0]
                                  for ids in letters.values()) and len(
                      {ids[0] for ids in letters.values()}) == len(letters),
                  [key for key, ids in letters.items()
                   if len(set(ids)) != 1])
        self.case(tap, "no mail comes more than twice", all(
            len(ids) <= 2 for ids in letters.values()),
            [(key, ids) for key, ids in letters.items() if len(ids) > 2])
        self.case(tap, "those that came twice are said to",
                  twice <= said, sorted(twice - said))

    def unknown(self, sent):
        """Whether its deliveries say that it may have arrived."""
        status, page = self.gateways[0].api().tries(
            "GET", "/api/v1/messages/%s/deliveries?most=100" % sent.id)
        return status == 200 and any(
            d["state"] == "unknown" for d in page["deliveries"])

    def case(self, tap, words, good, notes=()):
        return tap.case("%s: %s" % (self.name, words), good, notes)

    def check_handed(self, tap):
        times, lost, twice, elsewhere, maybe = self.handed(), [], [], [], []
        of = {}
        for (token, phone), n in times.items():
            of.setdefault(token, {})[phone] = n
        for token, sent in self.sent.items():
            got = of.pop(token, {})
            wanted = sent.phones if sent.phones is not None else \
                set(list(got)[:1])          # Whoever asked.
            twice += ["%s to %s: %d times" % (token, p, n)
                      for p, n in got.items() if n > 1 and "@" not in p]
            elsewhere += ["%s to %s" % (token, p)
                          for p in got if p not in wanted]
            missing = wanted - set(got)
            if sent.phones is None and not got:
                missing = {"the one who asked"}
            if missing and sent.told:
                (maybe if self.unknown(sent) else lost).append(
                    "%s to %s" % (token, ", ".join(sorted(missing))))
        told = sum(s.told for s in self.sent.values())
        tap.note("%d messages, %d told, %d copies handed over, %d replies, "
                 "%d s let pass" % (
                     len(self.sent), told, sum(times.values()),
                     len(self.written), self.house.clock.ahead() // 1000))
        for text in maybe:
            tap.note("may have arrived: %s" % text)
        self.case(tap, "every message answered 2xx is handed over",
                  told > 0 and not lost, lost)
        self.case(tap, "no text is handed over twice", not twice, twice)
        self.case(tap, "none goes to somebody else, or was never written",
                  not elsewhere and not of, elsewhere + list(of))

    def check_replies(self, tap):
        times, faults = {}, []
        for reply in self.gateways[0].api().replies():
            found = TOKEN.search(reply["words"])
            token = found and found.group()
            times[token] = times.get(token, 0) + 1
        for token in self.written:
            if times.pop(token, 0) != 1:
                faults.append("%s is not there once" % token)
        faults += ["%s is there, and nobody wrote it" % t for t in times]
        self.case(tap, "every text of a family is in the inbox once",
                  self.written and not faults, faults)

    def never_known(self):
        """Families of whose direct message nobody knows whether it went:
        their mail was lost twice, and does not count."""
        return self.house.mail and self.house.count(
            "SELECT count(*) FROM (SELECT d.message, d.family "
            "FROM delivery d JOIN message m ON m.id = d.message "
            "WHERE m.kind = 'direct' GROUP BY d.message, d.family "
            "HAVING sum(CASE WHEN d.state IN ('sent', 'delivered') THEN 1 "
            "ELSE 0 END) = 0 AND sum(CASE WHEN d.state = 'unknown' THEN 1 "
            "ELSE 0 END) > 0) AS lost")

    def direct(self):
        """What counts by Definition 1: of staff, and of families."""
        return (sum(s.families for s in self.sent.values()
                    if s.kind == "direct" and s.id is not None) -
                self.never_known(), len(self.written))

    def figures(self):
        """Asked for again where a read took too long, as a 503 says."""
        answer = None

        def ask():
            nonlocal answer
            answer = self.gateways[0].api().tries(
                "GET", "/api/v1/figures?from=2025-01-01&to=2099-12-31")
            return answer[0] != 503

        base.until(ask, 10)
        return answer

    def check_figures(self, tap):
        """After this nothing may be running that changes figures."""
        nouns, code, said = self.rows()
        self.case(tap, "homeline recount: the tally agrees with the ledger",
                  code == 0 and "agrees" in said, [said])
        status, figures = self.figures()
        file = self.house.write("figures.json", json.dumps(figures))
        rows = os.path.join(self.house.folder, "rows.jsonl")
        done = subprocess.run(
            [sys.executable, os.path.join(base.TOP, "tests/recount.py"), rows,
             "--figures", file], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=120)
        said = done.stdout.decode()
        self.case(tap, "tests/recount.py agrees with ledger and figures",
                  status == 200 and done.returncode == 0,
                  ["the figures are answered %s: %s" % (
                      status, str(figures)[:200])] * (status != 200) + [said])
        total = figures.get("total", {}) if status == 200 else {}
        shown = (total.get("from_staff"), total.get("from_families"))
        self.case(tap, "the figures are what was written",
                  shown == self.direct(),
                  ["shown %s, written %s" % (shown, self.direct())])

    def check_log(self, tap, may=()):
        """No family in the log, and no warning but those that may be.  That
        a read took too long only says that the machine was busy."""
        may = (*may, "reading took too long")
        private = re.compile(
            r"zq[0-9a-f]{8}|Number\d|Dora|Cleo|\+?1(508|774)\d{7}|"
            r"home\d+@")
        faults, warnings = [], []
        for gateway in self.gateways:
            for line in gateway.said().split("\n"):
                if private.search(line):
                    faults.append(line)
                if re.match(r"(\S+ )?(warn|error)\b", line) or \
                        "Sanitizer" in line or "runtime error" in line or \
                        "assert" in line.lower():
                    if not any(re.search(m, line) for m in may):
                        warnings.append(line)
        self.case(tap, "no name, number or word of a family is in a log",
                  not faults, faults)
        self.case(tap, "no unexpected warning is in a log",
                  not warnings, warnings)

    def check(self, tap, may=()):
        self.case(tap, "every answer was one that is expected",
                  not self.wrong, self.wrong)
        why = self.settle()
        self.case(tap, "everything settles", why is None, [why])
        self.check_handed(tap)
        if self.house.mail:
            self.check_mails(tap)
        self.check_replies(tap)
        self.check_figures(tap)
        self.check_log(tap, may)
