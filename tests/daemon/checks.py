#!/usr/bin/env python3
"""`homeline check` on what it can doubt: each thing is made to happen, and it
says so in a sentence with what to do."""

import contextlib
import http.server
import os
import re
import sqlite3
import ssl
import subprocess
import sys
import threading

import house

EXT4, TMPFS, NFS = "0xef53", "0x01021994", "0x6969"


class Front(http.server.ThreadingHTTPServer):
    """Another server, as a wrong public_url finds one."""

    def __init__(self, status, headers=(), tls=None):
        class Answers(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", "3")
                self.end_headers()
                self.wfile.write(b"hi\n")

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Answers)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass


def certificate(h):
    names = (h.folder + "/cert.pem", h.folder + "/key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-out", names[0], "-keyout", names[1]],
        check=True, stderr=subprocess.DEVNULL, timeout=60)
    return names


class Case:
    def __init__(self, tap, h, gateway):
        self.tap, self.house, self.gateway = tap, h, gateway

    def check(self, *rest, **env):
        before = dict(self.gateway.env)
        self.gateway.env.update(env)
        try:
            return self.gateway.run("check", *rest)
        finally:
            self.gateway.env = before

    def doubts(self, words, pattern, **env):
        """One doubt, and that one."""
        code, said = self.check(**env)
        lines = [line for line in said.split("\n")
                 if line.startswith("warning: ")]
        self.tap.case(words, code == 0 and len(lines) == 1 and
                      re.search(pattern, lines[0]), [code, said])

    def configured(self, **settings):
        self.gateway.settings.update(settings)
        self.gateway.configure()


def place(c):
    h, gateway = c.house, c.gateway
    for path, mode, pattern in (
            (gateway.state, 0o755, "state folder .*0755.*chmod 700 /"),
            (h.database, 0o640, "database .*0640.*chmod 600 /")):
        before = os.stat(path).st_mode
        os.chmod(path, mode)
        c.doubts("others can read %s" % os.path.basename(path), pattern)
        os.chmod(path, before)
    c.doubts("a database in memory", "in memory.*on a disk", ROOM_TYPE=TMPFS)
    c.doubts("a database on a network", "network file system.*PostgreSQL",
             ROOM_TYPE=NFS)
    c.doubts("a clock nobody keeps", "nobody keeps the clock.*chrony",
             KEPT_CLOCK="no")
    code, said = c.check("--strict", KEPT_CLOCK="no")
    c.tap.case("--strict: a warning is 3", code == 3 and
               "nobody keeps" in said, [code, said])
    os.chmod(h.token_file, 0o644)
    code, said = c.check()
    c.tap.case("a secret that others can read is a problem", code == 3 and
               "others can read" in said, [code, said])
    os.chmod(h.token_file, 0o600)


def public(c):
    h = c.house
    right = c.gateway.settings.get("public_url")

    def leads(words, url, pattern):
        c.configured(public_url=url)
        c.doubts("public_url: " + words, pattern)

    here = "http://127.0.0.1:%d"
    leads("a name nobody knows", "https://%s.example.org" % ("x" * 64),
          "could not resolve.*entry in DNS")
    leads("nobody listens", here % house.free_port(),
          "refused the connection.*firewall")
    front = Front(200, tls=certificate(h))
    leads("a certificate of nobody", "https://127.0.0.1:%d" % front.port,
          "not to be trusted.*chain")
    leads("no TLS", "https://127.0.0.1:%d" % h.hook_port,
          "agree on encryption.*TLS")
    leads("another server", here % Front(200).port, "another server.*DNS")
    leads("a forged proof", here % Front(200, (
        ("Homeline-Proof", "0" * 64),)).port, "another server")
    leads("a redirect", here % Front(301, (
        ("Location", "https://www.example.org/healthz"),)).port,
        "redirects to https://www.example.org/healthz.*do not follow")
    leads("a proxy without us", here % Front(502).port,
          "status 502.*where the proxy sends")
    c.configured(public_url=right or here % h.hook_port)
    with house.House("sqlite", students=4) as other:
        neighbour, = other.open(carrier=False)
        leads("another Homeline", here % neighbour.port, "another server")
    c.configured(public_url=right or here % h.hook_port)


def pages(c):
    """Who signs in, and by which way."""
    def sql(text):
        with sqlite3.connect(c.house.database, timeout=20) as db:
            db.execute(text)

    right = c.gateway.settings.get("public_url")
    code, said = c.check()
    c.tap.case("nobody signs in yet: it is said and is no warning",
               code == 0 and "nobody can sign in" in said and
               "all is well" in said, [code, said])
    sql("INSERT INTO login (person, name, password, changed) "
        "SELECT id, 'x', 'y', 0 FROM person WHERE staff = 1 "
        "ORDER BY id LIMIT 1")
    c.doubts("nobody administers the district",
             "none of them is a district administrator.*user role")
    sql("INSERT INTO role (id, person, role, school, since, until) "
        "SELECT 1, person, 'district_admin', 0, 0, 0 FROM login")
    code, said = c.check("--strict")
    c.tap.case("somebody does", code == 0 and "sign in" not in said,
               [code, said])
    c.configured(public_url="http://%s.example.org" % ("x" * 64))
    code, said = c.check()
    c.tap.case("public_url without TLS", re.search(
        "warning: public_url .* is not https", said), [code, said])
    c.configured(public_url=right or "http://127.0.0.1:%d" %
                 c.house.hook_port)
    sql("DELETE FROM login")


def provider(c):
    h = c.house
    right = "http://127.0.0.1:%d" % h.carrier_port
    for words, url, pattern in (
            ("gone", "http://127.0.0.1:%d" % house.free_port(),
             "account main: its provider refused the connection"),
            ("with another secret", "http://127.0.0.1:%d" % Front(401).port,
             "account main: its provider refuses us.*secret"),
            ("somewhere else", "http://127.0.0.1:%d" % Front(404).port,
             "status 404.*base_url")):
        c.configured(base_url=url)
        c.doubts("a provider that is " + words, pattern)
    c.configured(base_url=right)
    h.write("late", "")
    late = house.Clock(os.path.join(h.folder, "late"))
    late.step(-60000)
    code, said = c.check(CLOCK_AHEAD=late.path)
    c.tap.case("a clock that is off, by public_url and the provider",
               code == 0 and re.search(
                   r"differs from that of public_url by (59|60|61) s.*\n.*"
                   "differs from that of the provider of account main", said),
               [code, said])


def on_sqlite(tap):
    with house.House("sqlite", preload=("ahead", "kept", "room"),
                     students=4) as h:
        h.env["ROOM_TYPE"] = EXT4
        gateway = house.Gateway(h, port=h.hook_port)
        c = Case(tap, h, gateway)
        h.carrier.start()
        code, said = c.check()
        tap.case("before init: the database is a warning", code == 0 and
                 "`homeline init` makes it" in said, [code, said])
        h.init(gateway)
        code, said = c.check("--strict")
        tap.case("while none serves public_url is not asked, and all is well",
                 code == 0 and "not asked" in said and "all is well" in said,
                 [code, said])
        gateway.start()
        code, said = c.check("--strict")
        tap.case("all is well", code == 0 and "not asked" not in said and
                 "all is well, accounts=1" in said, [code, said])
        place(c)
        public(c)
        pages(c)
        provider(c)
        keywords(c)
        offices(c)
        gateway.term()
        h.database = "host=%s dbname=x user=y password=z" % h.folder
        gateway.configure()
        os.chmod(gateway.config, 0o644)
        code, said = c.check()
        tap.case("a password others can read", "has a password" in said and
                 "chmod o= " in said, [code, said])
        tap.case("and a database nobody reaches", code == 0 and
                 "the database cannot be used" in said, [code, said])


def keywords(c):
    code, said = c.check("--keywords")
    spanish = said.partition("\nSpanish\n")[2].partition("\n\n")[0]
    c.tap.case("--keywords: what Twilio is to be taught, in Spanish",
               code == 0 and "Opt-out keywords: alto, parar" in spanish and
               re.search("Opt-out reply: .*Ya no le mandaremos.*"
                         "You will get no more texts", spanish) and
               "Help keywords: ayuda\n" in spanish, [code, said])
    c.tap.case("none of them is a name or an answer", not re.search(
        "keywords:.*\\b(dung|huy|ed|pare|cancelar|no)\\b", said), said)
    c.tap.case("--keywords: languages of the families here come first",
               "\nSpanish\n" in said.partition(
                   "\nLanguages that no family here reads")[0] and
               "\nArabic\n" in said.partition(
                   "\nLanguages that no family here reads")[2], said)
    code, said = c.check()
    c.tap.case("without it, that there are such", "check --keywords" in said,
               said)
    c.tap.case("of the languages of the families here, which are drafts",
               "in the languages of the families here:\n  drafts, said with "
               "the English words below them: Spanish\n" in said and
               "Arabic" not in said, said)


def offices(c):
    def enter(statement):
        with contextlib.closing(sqlite3.connect(c.house.database)) as db:
            db.execute(statement)
            db.commit()

    code, said = c.check("--strict")
    c.tap.case("schools whose families have nobody to call", code == 0 and
               "no phone to call: Elm School, Oak School." in said, said)
    enter("UPDATE school SET phone = '+15087993116' WHERE name LIKE 'Oak%'")
    code, said = c.check()
    c.tap.case("and not who has a phone", "no phone to call: Elm School." in
               said, said)
    enter("UPDATE district SET phone = '+15087993116'")
    code, said = c.check()
    c.tap.case("but the district's", "no phone of their own: Elm School." in
               said, said)
    enter("DELETE FROM template WHERE source = 'bus.late'")
    code, said = c.check()
    c.tap.case("templates that are missing", "1 of the templates" in said and
               "`homeline templates`" in said, said)


def on_postgres(tap):
    try:
        with house.House("postgres", preload=("ahead", "kept", "room"),
                         students=4) as h:
            h.env["ROOM_TYPE"] = EXT4
            gateway, = h.open()
            c = Case(tap, h, gateway)
            code, said = c.check("--strict")
            tap.case("PostgreSQL: all is well", code == 0 and
                     "all is well" in said, [code, said])
            h.write("late", "")
            late = house.Clock(os.path.join(h.folder, "late"))
            late.step(-60000)
            code, said = c.check(CLOCK_AHEAD=late.path)
            tap.case("a clock that differs from the database's", re.search(
                "differs from the database's by (59|60|61) s", said),
                [code, said])
            for setting in ("fsync", "full_page_writes"):
                for value in ("off", "on"):
                    subprocess.run(
                        ["psql", "-q", "-d", h.database, "-c",
                         "ALTER SYSTEM SET %s = %s" % (setting, value), "-c",
                         "SELECT pg_reload_conf()"], check=True, timeout=60,
                        stdout=subprocess.DEVNULL, env={
                            **os.environ, "LD_PRELOAD": ""})
                    word = "%s = off" % setting
                    well = house.until(lambda: (word in c.check()[1]) ==
                                       (value == "off"), 10)
                    tap.case("%s = %s" % (setting, value), well, c.check())
    except house.NoPostgres as why:
        tap.skip("PostgreSQL", why)


def main():
    tap = house.Tap()
    for part in (on_sqlite, on_postgres):
        if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
            part(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
