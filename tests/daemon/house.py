"""What the tests of the daemon share: a house of their own in a temporary
folder, with a district, a simulated carrier, gateways and, when asked for, a
PostgreSQL, each a process that is ended with the house."""

import contextlib
import http.client
import json
import mmap
import os
import random
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

TOP = os.path.abspath(os.environ.get("srcdir") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../.."))
HOMELINE = os.environ.get("HOMELINE") or os.path.join(TOP, "homeline")
SID = "AC00000000000000000000000000000da3"
TOKEN = "5150c0de0000000000000000000000da"
NUMBERS = ("+15085550100", "+17745550100")      # Ours: district, school.
MESSAGES, REPLIES = "messages@school.example", "replies@school.example"
START = 30              # Seconds a program may need to start, in a slow build.


def until(condition, seconds):
    """Asks every 20 ms until it is so; the last answer, true or not."""
    never = threading.Event()
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() > end:
            return answer
        never.wait(0.02)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Tap:
    """Cases are counted as they come."""

    def __init__(self):
        self.count = 0
        self.failed = 0
        print("TAP version 13", flush=True)

    def case(self, name, good, notes=()):
        self.count += 1
        self.failed += not good
        print("%s %d - %s" % ("ok" if good else "not ok", self.count, name))
        if not good:
            for note in list(notes)[:20]:
                print("# %s" % (note,))
        sys.stdout.flush()
        return good

    def skip(self, name, why):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, name, why), flush=True)

    def note(self, words):
        print("# %s" % words, flush=True)

    def end(self):
        print("1..%d" % self.count, flush=True)
        return 1 if self.failed else 0


class Clock:
    """How far the clock of all programs of a house is ahead (ahead.c)."""

    def __init__(self, path):
        self.path = path
        with open(path, "wb") as f:
            f.write(struct.pack("q", 0))
        os.chmod(path, 0o644)
        with open(path, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), 8)

    def ahead(self):
        return struct.unpack("q", self.map[:8])[0]

    def step(self, ms):
        self.map[:8] = struct.pack("q", self.ahead() + ms)

    def now(self):
        return int(time.time() * 1000) + self.ahead()


class Program:
    """A process with a log of its own."""

    def __init__(self, house, name, command, env=None):
        self.house, self.name, self.command = house, name, command
        self.env = {**os.environ, **house.env, **(env or {})}
        self.log = os.path.join(house.folder, name + ".log")
        self.process = None

    def launch(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.env, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
        self.house.programs.add(self)

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        if self.runs():
            self.process.send_signal(number)

    def kill(self):
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def term(self, seconds=20):
        """Asks it to end; its exit code, or None when it does not."""
        self.signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()

    def tail(self, lines=10):
        return self.said().split("\n")[-lines - 1:]


class Line:
    """One kept connection that speaks JSON."""

    def __init__(self, port, headers=None, patience=20):
        self.port, self.patience = port, patience
        self.headers = headers or {}
        self.line = None

    def close(self):
        if self.line is not None:
            self.line.close()
            self.line = None

    def ask(self, method, path, body=None, headers=None):
        """Status and answer; raises OSError or HTTPException."""
        words = body
        if body is not None and not isinstance(body, bytes):
            words = json.dumps(body).encode()
        all_headers = {**self.headers, **(headers or {})}
        if words is not None and "Content-Type" not in all_headers:
            all_headers["Content-Type"] = "application/json"
        try:
            if self.line is None:
                self.line = http.client.HTTPConnection(
                    "127.0.0.1", self.port, timeout=self.patience)
                self.line.connect()
                self.line.sock.setsockopt(socket.IPPROTO_TCP,
                                          socket.TCP_NODELAY, 1)
            self.line.request(method, path, words, all_headers)
            answer = self.line.getresponse()
            text = answer.read()
            if answer.will_close:
                self.close()
        except BaseException:
            self.close()
            raise
        try:
            return answer.status, json.loads(text) if text else None
        except ValueError:
            return answer.status, text.decode("utf-8", "replace")

    def tries(self, method, path, body=None, headers=None):
        """The same, but (0, reason) where nobody answered."""
        try:
            return self.ask(method, path, body, headers)
        except (OSError, http.client.HTTPException) as why:
            return 0, repr(why)


class Carrier(Program):
    def __init__(self, house, port=None, hook=None):
        self.port = port or free_port()
        self.record_file = os.path.join(house.folder, "carrier.record")
        command = [HOMELINE, "carrier", "--port", str(self.port),
                   "--account-sid", SID, "--auth-token-file",
                   house.token_file, "--record", self.record_file]
        if hook:
            command += ["--hook", hook]
        if house.mail:
            command += ["--smtp-port", str(house.smtp_port),
                        "--mail-program", '"%s" mail-in --config "%s"' % (
                            HOMELINE, house.config_of("first"))]
        super().__init__(house, "carrier", command)

    def start(self):
        self.launch()
        return until(lambda: not self.runs() or
                     Line(self.port).tries("GET", "/carrier/counts")[0] == 200,
                     START) and self.runs()

    def tell(self, method, what, body=None):
        """On a connection of its own: a kept one may be cut for its age when
        the clock goes ahead."""
        line = Line(self.port)
        status, answer = line.tries(method, "/carrier/" + what, body)
        line.close()
        if not 200 <= status < 300:
            raise RuntimeError("carrier: %s %s: %s" % (what, status, answer))
        return answer

    def write(self, phone, words, to=None):
        body = {"from": phone, "body": words}
        if to:
            body["to"] = to
        return self.tell("POST", "write", body)["sid"]

    def write_mail(self, box, words, to):
        """A mailbox answers the last mail it got, or writes a first one."""
        path = "mailboxes/%s/write" % urllib.parse.quote(box)
        try:
            return self.tell("POST", path, {"text": words})["n"]
        except RuntimeError:            # There is none.
            return self.tell("POST", path, {
                "text": words, "to": to, "subject": "Hello"})["n"]

    def fault(self, name, **how):
        self.tell("POST", "fault", {"name": name, **how})

    def well(self):
        self.tell("DELETE", "fault")

    def record(self):
        """All texts it took from gateways."""
        texts, after = [], 0
        while after is not None:
            page = self.tell("GET", "record?most=10000&after=%d" % after)
            texts += page["texts"]
            after = page["next"]
        return texts

    def mails(self):
        """All mails it took from gateways."""
        mails, after = [], 0
        while after is not None:
            page = self.tell("GET", "mails?most=2000&after=%d" % after)
            mails += page["mails"]
            after = page["next"]
        return [m for m in mails if m["way"] == "out"]


class Gateway(Program):
    def __init__(self, house, node="first", port=None, name="gateway",
                 env=None, **settings):
        self.port = port or free_port()
        self.node = node
        self.state = os.path.join(house.folder, "state." + node)
        self.config = os.path.join(house.folder, name + ".conf")
        self.settings = settings
        super().__init__(house, name, [HOMELINE, "serve", "--config",
                                       self.config], env)
        self.configure()

    def configure(self):
        house = self.house
        base = "http://127.0.0.1:%d" % house.carrier_port
        homeline = {
            "listen": "127.0.0.1:%d" % self.port,
            "public_url": "http://127.0.0.1:%d" % house.hook_port,
            "state": self.state, "database": house.database,
            "node": self.node, "locales": os.path.join(TOP, "locales"),
            "connections_per_peer": "500"}
        account = {
            "provider": "twilio", "account_sid": SID,
            "auth_token_file": house.token_file, "base_url": base,
            "simulated": "yes", "listing": "30 s"}
        for key, value in self.settings.items():
            (account if key in ("window", "pace", "listing", "inbound",
                                "base_url", "simulated",
                                "auth_token_old_file")
             else homeline)[key] = value
        sections = [("homeline", homeline), ("account main", account)]
        if house.mail:
            sections.append(("account mail", {
                "provider": "smtp", "encrypt": "none", "user": "homeline",
                "server": "smtp://127.0.0.1:%d" % house.smtp_port,
                "password_file": house.token_file, "replies": REPLIES,
                "simulated": "yes"}))
        with open(self.config, "w", encoding="utf-8") as f:
            for title, rows in sections:
                f.write("[%s]\n" % title)
                for key, value in rows.items():
                    f.write("%s = %s\n" % (key, value))
        os.makedirs(self.state, 0o700, exist_ok=True)

    def run(self, command, *rest):
        """Another command with this configuration; code and what it said."""
        done = subprocess.run(
            [HOMELINE, command, "--config", self.config, *rest], env=self.env,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=120)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def ready(self):
        return Line(self.port).tries("GET", "/readyz")[0] == 200

    def start(self):
        self.launch()
        return until(lambda: not self.runs() or self.ready(),
                     START) and self.runs()

    def api(self, key=None):
        return Api(self.port, key or self.house.key)

    def rows(self):
        """The raw rows by noun, and what `homeline recount` said."""
        path = os.path.join(self.house.folder, "rows.jsonl")
        code, said = self.run("recount", "--rows", path)
        nouns = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                for row in map(json.loads, f):
                    nouns.setdefault(row["noun"], []).append(row)
        return nouns, code, said


class Api(Line):
    """The gateway as a program of the district uses it."""

    def __init__(self, port, key):
        super().__init__(port, {"Authorization": "Bearer " + key})

    def write(self, key, words, **more):
        """more: to={"students": [id, ...]}, kind=..., readers=..."""
        return self.tries("POST", "/api/v1/messages",
                          {"words": words, **more}, {"Idempotency-Key": key})

    def answer(self, key, talk, words):
        return self.tries("POST", "/api/v1/conversations/%s/replies" % talk,
                          {"words": words}, {"Idempotency-Key": key})

    def pages(self, path, name):
        """All of a list, page after page."""
        mark = "before" if name in ("messages", "conversations") else "after"
        found, at = [], None
        while True:
            query = "%smost=100" % ("&" if "?" in path else "?")
            if at is not None:
                query += "&%s=%s" % (mark, at)
            status, page = self.tries("GET", path + query)
            if status != 200:
                raise RuntimeError("%s: %s %s" % (path, status, page))
            found += page[name]
            at = page.get("next")
            if at is None or not page[name]:
                return found

    def students(self):
        return {s["name"]: s["id"]
                for s in self.pages("/api/v1/students", "students")}

    def replies(self):
        return self.pages("/api/v1/replies", "replies")


def day_zone():
    """A zone in which it is nine o'clock, so that texts may go."""
    hours = (9 - time.gmtime().tm_hour + 11) % 24 - 11
    return "Etc/GMT" + ("%+d" % -hours if hours else "")


def district(students):
    """A district as a file, and by the name of each student its phones."""
    staff = [{"key": "desk", "name": "Dora Desk", "language": "en-US",
              "api_key": True},
             {"key": "clerk", "name": "Cleo Clerk", "language": "en-US",
              "api_key": True}]
    schools = [{"key": "oak", "name": "Oak School", "office": ["clerk"],
                "classes": [{"key": "oak-1", "name": "1A",
                             "team": ["clerk"]}]},
               {"key": "elm", "name": "Elm School", "office": ["clerk"],
                "classes": [{"key": "elm-1", "name": "1B",
                             "team": ["clerk"]}]}]
    pupils, guardians, phones = [], [], {}
    for i in range(students):
        name = "Pupil Number%d" % i
        school = ("oak", "elm")[i % 2]
        pupils.append({"key": "s%d" % i, "name": name, "school": school,
                       "class": school + "-1", "since": "2025-09-01"})
        mine = ["+1508%07d" % (2000000 + i)]
        if i % 3 == 1:
            mine.append("+1774%07d" % (2000000 + i))
        if i % 5 == 2:
            mine.append(mine[0])            # A family phone.
        phones[name] = sorted(set(mine))
        for place, phone in enumerate(mine):
            guardians.append({
                "name": "Guardian%d Number%d" % (place, i),
                "language": ("en-US", "es-US")[i % 2], "phones": [phone],
                "students": [{"student": "s%d" % i, "relation": "mother"}]})
    return {"name": "Testing District", "zone": day_zone(), "sample": False,
            "numbers": [{"number": NUMBERS[0], "account": "main"},
                        {"number": NUMBERS[1], "account": "main",
                         "school": "oak"}],
            "schools": schools, "desk": ["desk"], "staff": staff,
            "students": pupils, "guardians": guardians}, phones


def mailbox(phone):
    """What a guardian with that number has instead, where there is mail; or
    the number."""
    return "home%s@home.example" % phone[2:] if phone[:5] == "+1774" or \
        phone[-1] in "49" else phone


class Cluster:
    """A PostgreSQL of the house, with its clock."""

    def __init__(self, house):
        self.house = house
        self.folder = os.path.join(house.folder, "pg")
        self.where = None

    def start(self):
        done = subprocess.run(
            [os.path.join(TOP, "tests/cluster"), "start", self.folder],
            env={**os.environ, **self.house.env}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=120)
        if done.returncode:
            return False
        self.where = done.stdout.decode().strip()
        return True

    def remove(self):
        if self.where:
            subprocess.run(
                [os.path.join(TOP, "tests/cluster"), "stop", self.folder],
                timeout=120, stdout=subprocess.DEVNULL)
            self.where = None

    def control(self, *words):
        """pg_ctl, as the user who owns the cluster."""
        owner = os.stat(os.path.join(self.folder, "pg"))
        found = shutil.which("pg_ctl") or sorted(
            os.path.join("/usr/lib/postgresql", v, "bin/pg_ctl")
            for v in os.listdir("/usr/lib/postgresql"))[-1]
        command = [found, "-D", os.path.join(self.folder, "pg"), "-w", "-s",
                   "-l", os.path.join(self.folder, "log"), *words]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=%d" % owner.st_uid,
                       "--regid=%d" % owner.st_gid, "--clear-groups",
                       *command]
        return subprocess.run(
            command, env={**os.environ, **self.house.env}, cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=120).returncode == 0

    def down(self):
        return self.control("-m", "immediate", "stop")

    def up(self):
        port = self.where.split("port=")[1].split()[0]
        return self.control("-o", "-p %s -k %s" % (port, self.folder),
                            "start")


class House:
    """with House(...) as h: h.carrier, h.gateway, ..."""

    def __init__(self, database="sqlite", students=60, seed=None,
                 preload=("ahead",), live=True, mail=False):
        self.kind = database
        self.live = live                # Or in practice, as init made it.
        self.mail = mail                # Some families have only a mailbox.
        self.students = students
        self.random = random.Random(seed)
        self.preload = preload
        self.programs = set()
        self.cluster = None
        self.env = {}

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="homeline-daemon-")
        os.chmod(self.folder, 0o755)
        try:
            self.furnish()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def furnish(self):
        self.clock = Clock(os.path.join(self.folder, "ahead"))
        self.env = preloaded(self.folder, self.preload)
        self.env["CLOCK_AHEAD"] = self.clock.path
        self.token_file = self.write("auth_token", TOKEN + "\n")
        self.carrier_port, self.hook_port = free_port(), free_port()
        self.smtp_port = free_port()
        self.database = os.path.join(self.folder, "homeline.db")
        if self.kind == "postgres":
            self.cluster = Cluster(self)
            if not self.cluster.start():
                raise NoPostgres("there is no PostgreSQL server here")
            self.database = self.cluster.where
        self.carrier = Carrier(
            self, self.carrier_port,
            "http://127.0.0.1:%d/hooks/main" % self.hook_port)

    def __exit__(self, *why):
        for program in list(self.programs):
            program.kill()
        if self.cluster:
            self.cluster.remove()
        if os.environ.get("HOMELINE_KEEP"):
            print("# kept: %s" % self.folder)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def config_of(self, node):
        return os.path.join(self.folder, "gateway-%s.conf" % node)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(path, 0o600)
        return path

    def init(self, gateway):
        """`homeline init` with our district; raises when it fails."""
        content, self.phones = district(self.students)
        file = self.write("district.json", json.dumps(content))
        key_file = os.path.join(self.folder, "keys")
        code, said = gateway.run("init", "--district", file,
                                 "--key-file", key_file)
        if code and "without PostgreSQL" in said:
            raise NoPostgres("homeline was built without PostgreSQL")
        if code:
            raise RuntimeError("homeline init: %d %s" % (code, said))
        with open(key_file, encoding="utf-8") as f:
            self.key = f.readline().strip()
        if self.live:
            self.sql("UPDATE district SET practice = 0")
        if self.mail:
            self.move_to_mail()

    def move_to_mail(self):
        """Some numbers become mailboxes, before anybody wrote to them."""
        self.sql("INSERT INTO sender (address, channel, account, school, "
                 "listed) VALUES ('%s', 'email', 'mail', 0, 0)" % MESSAGES)
        self.sql("UPDATE contact SET channel = 'email', address = 'home' || "
                 "substr(address, 3) || '@home.example' WHERE address LIKE "
                 "'+1774%' OR address LIKE '%4' OR address LIKE '%9'")
        self.phones = {name: sorted(map(mailbox, phones))
                       for name, phones in self.phones.items()}

    def sql(self, statement):
        """Behind the back of a gateway that does not run yet."""
        if self.cluster:
            subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c",
                            statement, self.database], check=True,
                           env={**os.environ, **self.env}, timeout=60)
            return
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            with db:
                db.execute(statement)

    def count(self, query):
        """The number that a query says, beside a gateway that runs."""
        if self.cluster:
            return int(subprocess.run(
                ["psql", "-qXtA", "-c", query, self.database], check=True,
                env={**os.environ, **self.env}, timeout=60,
                stdout=subprocess.PIPE).stdout)
        with contextlib.closing(sqlite3.connect(self.database)) as db:
            return db.execute(query).fetchone()[0]

    def open(self, carrier=True, nodes=("first",), env=None, **settings):
        """Carrier and gateways, ready; the gateways.  The first one has the
        webhooks."""
        gateways = [Gateway(self, node, None if i else self.hook_port,
                            "gateway-" + node, env, **settings)
                    for i, node in enumerate(nodes)]
        self.init(gateways[0])
        for program in [self.carrier] * carrier + gateways:
            if not program.start():
                raise RuntimeError("%s does not start: %s" % (
                    program.name, program.tail()))
        self.ids = gateways[0].api().students()
        return gateways


class NoPostgres(Exception):
    pass


def preloaded(folder, names):
    """The environment with libraries of tests/preload, built there."""
    built = []
    for name in names:
        into = os.path.join(folder, name + ".so")
        subprocess.run(
            [*os.environ.get("CC", "cc").split(), "-shared", "-fPIC", "-O1",
             "-std=gnu11", "-D_GNU_SOURCE", "-pthread", "-o", into,
             os.path.join(TOP, "tests/preload", name + ".c"), "-ldl"],
            check=True, timeout=120)
        built.append(into)
    quiet = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"),
                                   "verify_asan_link_order=0")))
    return {"LD_PRELOAD": " ".join(built), "ASAN_OPTIONS": quiet}


@contextlib.contextmanager
def threads(*works):
    """Runs them beside the block; they are told by an event to end."""
    end = threading.Event()
    faults = []

    def guarded(work):
        try:
            work(end)
        except Exception as why:        # Shown by whoever started it.
            faults.append("%s: %r" % (work.__name__, why))
            end.set()

    running = [threading.Thread(target=guarded, args=(w,)) for w in works]
    for t in running:
        t.start()
    try:
        yield faults
    finally:
        end.set()
        for t in running:
            t.join()
