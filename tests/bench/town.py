"""A town for the bench: a house (tests/daemon/house.py) whose carrier is the
sink, with as many families as are asked for, and a queue of texts to them.
The rows are written into the database behind the back of a gateway that does
not run, as composing and expanding leave them, since it is not this that is
measured; everybody knows our number already, as in any week but the first."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "../daemon"))
import house                                            # noqa: E402

BUILD = os.environ.get("builddir") or house.TOP
TICKS = os.sysconf("SC_CLK_TCK")
EPOCH = 1767225600000           # Of ids (base/id.c).
PERSON, STUDENT, CONTACT, OTHERS = (n << 40 for n in (1, 2, 3, 4))
NUMBER = house.NUMBERS[1]       # Of the school that all go to.
WORDS = "Tomorrow school ends at noon. Buses leave at 12:15. Lunch is served " \
    "before."
PATIENCE = 300                  # Seconds for anything.
never = threading.Event()


def until(condition, every=0.02):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError("it takes longer than %d s" % PATIENCE)
        never.wait(every)


def program(name):
    return os.path.join(BUILD, "tests/bench", name)


def first_id(node, ms=None):
    """The first id of a millisecond, of a node that is nobody's; ids are
    counted on from it by id_after() of load.c and ID below."""
    ms = int(time.time() * 1000) if ms is None else ms
    return (ms - EPOCH) << 22 | node << 12


LANGUAGE = "CASE i % 2 WHEN 0 THEN 'en-US' ELSE 'es-US' END"
ID = "(%d + (i / 4096) * 4194304 + i %% 4096)"


def cpu_of(pid):
    """CPU of a process and of those it started, also of ended ones; s."""
    total, todo = 0, [pid]
    while todo:
        at = todo.pop()
        try:
            with open("/proc/%d/stat" % at, encoding="ascii") as f:
                row = f.read().rsplit(")", 1)[1].split()
            total += sum(map(int, row[11:15]))
            for task in os.listdir("/proc/%d/task" % at):
                with open("/proc/%d/task/%s/children" % (at, task),
                          encoding="ascii") as f:
                    todo += map(int, f.read().split())
        except OSError:
            continue
    return total / TICKS


def memory_of(pid, what="VmHWM"):
    """MB; VmHWM is the most it ever had, VmRSS what it has."""
    with open("/proc/%d/status" % pid, encoding="ascii") as f:
        for line in f:
            if line.startswith(what + ":"):
                return int(line.split()[1]) / 1024
    raise RuntimeError("the process has ended")


class Noise:
    """How busy the machine was with what is not ours."""

    def __init__(self):
        self.ours, self.shares = 0, []
        self.before, self.began = self.busy(), time.monotonic()
        self.mine = self.driver()

    @staticmethod
    def busy():
        with open("/proc/stat", encoding="ascii") as f:
            row = list(map(int, f.readline().split()[1:9]))
        return (sum(row) - row[3] - row[4]) / TICKS

    @staticmethod
    def driver():
        return sum(os.times()[:2])

    def end(self, ours):
        """Share of all cores, 0 to 1, that others had since it was made."""
        wall = (time.monotonic() - self.began) * (os.cpu_count() or 1)
        used = self.busy() - self.before - ours - self.driver() + self.mine
        return max(0.0, used / wall)


class Sink(house.Program):
    def __init__(self, h, *options):
        super().__init__(h, "sink", [program("sink"), *options])
        self.ports = {}

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.house.programs.add(self)
        for _ in range(2 if "--mail" in self.command else 1):
            what, port = self.process.stdout.readline().split()
            self.ports[what.decode()] = int(port)
        self.line = house.Line(self.ports.get("stats", self.ports["port"]))

    def ask(self, method, path):
        status, answer = self.line.tries(method, path)
        if status != 200:
            raise RuntimeError("sink: %s %s" % (path, status))
        return answer

    def stats(self):
        return self.ask("GET", "/stats")

    def reset(self):
        self.ask("POST", "/reset")


class Asked:
    """One kept connection to the database, for small questions."""

    def __init__(self, h):
        self.psql = None
        if not h.cluster:
            self.db = sqlite3.connect(h.database, isolation_level=None)
            return
        self.psql = subprocess.Popen(
            ["psql", "-qAtX", h.database], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)

    def number(self, question):
        if not self.psql:
            return int(self.db.execute(question).fetchone()[0])
        self.psql.stdin.write(question + ";\n")
        self.psql.stdin.flush()
        return int(self.psql.stdout.readline())

    def close(self):
        if self.psql:
            self.psql.communicate()
        else:
            self.db.close()




class Gateway(house.Gateway):
    """With an account of mail where the town has mailboxes."""

    def configure(self):
        super().configure()
        if not self.house.boxes:
            return
        with open(self.config, "a", encoding="utf-8") as f:
            f.write("[account mail]\nprovider = smtp\n"
                    "server = smtp://127.0.0.1:%d\nencrypt = none\n"
                    "simulated = yes\nreplies = replies@school.example\n"
                    "window = %s\n" % (self.house.sink.ports["port"],
                                      self.settings["window"]))


class Town(house.House):
    """with Town(people=20000) as t: t.queue(...); t.node("first").  With mail
    everybody has a mailbox in place of a phone."""

    def __init__(self, database="sqlite", people=20000, mail=False):
        super().__init__(database, students=2, preload=())
        self.people, self.boxes = people, mail
        self.account, self.number = ("mail", "oak@school.example") if mail \
            else ("main", NUMBER)
        self.next_ms = 0
        self.spent = 0          # Names that were used up.

    def furnish(self):
        super().furnish()
        self.sink = Sink(self, *["--mail"] * self.boxes)
        self.sink.start()
        if self.cluster:
            self.sql("ALTER SYSTEM SET shared_buffers = '512MB'")
            self.sql("ALTER SYSTEM SET max_wal_size = '4GB'")
            self.cluster.down()
            if not self.cluster.up():
                raise RuntimeError("PostgreSQL does not start again")
        self.init(self.node("first"))
        self.fill()

    def node(self, name, port=None, env=None, **settings):
        settings = {"window": "86", "log": "warn", "listing": "1 h",
                    "connections": "4096", "connections_per_peer": "4096",
                    "base_url": "http://127.0.0.1:%d"
                    % self.sink.ports.get("stats", self.sink.ports["port"]),
                    **settings}
        return Gateway(self, name, port or self.hook_port,
                             "gateway-" + name, env, **settings)

    def sql(self, statement):
        """With more memory than the house gives it: these are large."""
        if self.cluster:
            super().sql(statement)
            return
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            db.execute("PRAGMA cache_size = -400000")
            with db:
                db.execute(statement)

    def count_from(self, n, into, what):
        """Rows for i from 0 to n - 1."""
        self.sql("INSERT INTO %s WITH RECURSIVE n (i) AS (SELECT CAST(0 AS "
                 "bigint) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %d) "
                 "SELECT %s FROM n" % (into, n, what))

    def server_cpu(self):
        """CPU of the database's server, if it has one, so far."""
        if not self.cluster:
            return 0
        with open(os.path.join(self.cluster.folder, "pg/postmaster.pid"),
                  encoding="ascii") as f:
            return cpu_of(int(f.readline()))

    def ask_one(self, question):
        asked = Asked(self)
        try:
            return asked.number(question)
        finally:
            asked.close()

    def fill(self):
        self.school = self.ask_one(
            "SELECT id FROM school WHERE name = 'Oak School'")
        self.school_class = self.ask_one(
            "SELECT id FROM class WHERE name = '1A'")
        self.desk = self.ask_one(
            "SELECT id FROM person WHERE name = 'Dora Desk'")
        self.seat = self.ask_one("SELECT id FROM seat WHERE kind = 'office' "
                                 "AND school = %d" % self.school)
        address = "'email', 'family' || i || '@home.example'" if self.boxes \
            else "'sms', '+1617' || (2000000 + i)"
        rows = (
            ("person (id, name, folded, language, guardian, staff)",
             f"{PERSON} + i, 'Guardian ' || i, 'guardian ' || i, {LANGUAGE}, "
             "1, 0"),
            ("student (id, name, folded)",
             f"{STUDENT} + i, 'Student ' || i, 'student ' || i"),
            ("enrolment (id, student, school, class, since, until)",
             f"{OTHERS} + i, {STUDENT} + i, {self.school}, "
             f"{self.school_class}, 20250901, 0"),
            ("guardianship (id, guardian, student, relation, write_to, "
             "restricted, since, until)",
             f"{OTHERS} + i, {PERSON} + i, {STUDENT} + i, 'mother', 1, 0, "
             "20250901, 0"),
            ("contact (id, channel, address, language, state)",
             f"{CONTACT} + i, {address}, {LANGUAGE}, 'ok'"),
            ("reach (person, contact, place)",
             f"{PERSON} + i, {CONTACT} + i, 0"),
            ("introduction (contact, sender, attempt, words, at)",
             f"{CONTACT} + i, '{self.number}', 1, 'Reply STOP to end.', 1"))
        for into, what in rows:
            self.count_from(self.people, into, what)
        if self.boxes:
            self.sql("INSERT INTO sender (address, channel, account, school, "
                     f"listed) VALUES ('{self.number}', 'email', 'mail', "
                     f"{self.school}, 0)")
        self.settle_rows()

    def settle_rows(self):
        """Statistics, as the server makes by itself in a while."""
        if self.cluster:
            self.sql("VACUUM ANALYZE")

    def queue(self, n, sent=False):
        """n texts of announcements to all of the town, as they wait or (sent)
        as a provider took them; the first attempt's id."""
        now = int(time.time() * 1000)
        at = self.next_ms = max(now, self.next_ms)
        self.next_ms += n // 4096 + 2
        message, delivery, attempt, entry = (
            first_id(node, at) for node in (1001, 1002, 1003, 1004))
        whom = f"i % {self.people}"
        which = f"{message} + i / {self.people}"
        state, ref = ("sent", "'SM' || i") if sent else ("planned", "NULL")
        handed = now if sent else 0
        day = time.strftime("%Y%m%d", time.gmtime(now / 1000))
        self.count_from(
            (n + self.people - 1) // self.people,
            "message (id, state, kind, readers, seat, author, api_key, "
            "school, audience, target, conversation, words, digest, counts, "
            "send_at, not_after, cursor, made, turn, created)",
            f"{message} + i, 'sending', 'announcement', 'office', "
            f"{self.seat}, {self.desk}, 0, {self.school}, 'school', "
            f"{self.school}, 0, '{WORDS}', 'bench-{message}-' || i, "
            f"'announcement', {now}, {now + 604800000}, 0, {self.people}, 0, "
            f"{now}")
        self.count_from(
            n, "message_family (message, student, family, counts)",
            f"{which}, {STUDENT} + {whom}, {STUDENT} + {whom}, "
            "'announcement'")
        self.count_from(
            n, "delivery (id, message, person, student, family, contact, "
            "state, covered_by, school, language, turn)",
            f"{ID % delivery}, {which}, {PERSON} + {whom}, "
            f"0, {STUDENT} + {whom}, {CONTACT} + {whom}, "
            f"'{'sent' if sent else 'waiting'}', 0, {self.school}, "
            f"{LANGUAGE}, {whom}")
        self.count_from(
            n, "attempt (id, delivery, message, contact, account, sender, "
            "rank, turn, due, state, launch_by, node, tries, looks, "
            "reference, parts, began, handed, ended)",
            f"{ID % attempt}, {ID % delivery}, {which}, {CONTACT} + {whom}, "
            f"'{self.account}', '{self.number}', 5, {whom}, {now}, '{state}', 0, 0, "
            f"{int(sent)}, 0, {ref}, {int(sent)}, {handed}, {handed}, 0")
        if sent:
            self.count_from(
                n, "ledger (id, at, day, what, message, family, round, "
                "reason, person, school, language, channel, direction, kind, "
                "author)",
                f"{ID % entry}, {now}, {day}, 'announcement', {which}, "
                f"{STUDENT} + {whom}, 0, 'handed', {PERSON} + {whom}, "
                f"{self.school}, 'en-US', 'sms', 'out', 'announcement', "
                "'person'")
        self.settle_rows()
        return attempt

    def history(self, n):
        """n texts that went out before, with all their rows: five of each.
        Only for SQLite; the indexes are made again at the end, which is much
        faster than to keep them in order."""
        db = sqlite3.connect(self.database, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF",
                       "cache_size = -1000000", "temp_store = MEMORY"):
            db.execute("PRAGMA " + pragma)
        indexes = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND "
            "sql IS NOT NULL AND tbl_name IN ('delivery', 'attempt', "
            "'ledger', 'message_family')").fetchall()
        for name, _ in indexes:
            db.execute("DROP INDEX " + name)
        self.sql = db.execute           # In place of House.sql().
        try:
            self.queue(n, sent=True)
        finally:
            del self.sql
        for _, sql in indexes:
            db.execute(sql)
        db.execute("PRAGMA journal_mode = WAL")
        db.close()

    def sum_up(self, whole=True):
        """The sums of the ledger are made, as they are a minute after each
        text; or none is, as after a new version."""
        self.sql("DELETE FROM summed")
        if whole:
            self.sql("INSERT INTO summed (id, last_id, at) SELECT 1, "
                     "coalesce(max(id), 0), 0 FROM ledger")

    def unsettled(self, asked):
        return asked.number(
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM attempt WHERE state = "
            "'planned') OR EXISTS (SELECT 1 FROM attempt WHERE state = "
            "'claimed') THEN 1 ELSE 0 END")



def name_of(number):
    """An id as text (base/id.c)."""
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(letters[number >> 5 * i & 31] for i in range(12, -1, -1))


class Load:
    """A load that runs; its figures are there when it ends."""

    def __init__(self, **options):
        self.process = subprocess.Popen(
            [program("load"), *(
                w for name, value in options.items() for w in
                (["--" + name] if value is True else
                 ["--" + name, str(value)]))],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)

    def figures(self):
        said = self.process.communicate(timeout=PATIENCE)[0]
        row = json.loads(said or "{}")
        if not row or row["bad"]:
            raise RuntimeError("load: %s refused" % row.get("bad", "all"))
        return row
