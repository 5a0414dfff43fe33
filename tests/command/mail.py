#!/usr/bin/env python3
"""Mail on its way in, through the program: `homeline mail-in` as a mail server
runs it, the files of mails, and a mailbox that is looked at by IMAP, whose
server is a script here and can fail in any way."""

import base64
import contextlib
import http.client
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading

import town
from town import house

REPLIES = "replies@school.example"
JOE = "joe@else.example"
MOST = 10 * 1024 * 1024


def mail(number, words, head="", sender=JOE):
    return ("From: %s\r\nTo: %s\r\nMessage-ID: <%s@else.example>\r\n"
            "Subject: Hello\r\n%s\r\n%s\r\n" % (
                sender, REPLIES, number, head, words)).encode()


def with_file(number, name, data):
    return mail(number, "--b\r\nContent-Type: text/plain\r\n\r\nSee this."
                "\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: "
                "attachment; filename=\"%s\"\r\nContent-Transfer-Encoding: "
                "base64\r\n\r\n%s\r\n--b--" % (name, base64.encodebytes(
                    data).decode().replace("\n", "\r\n")),
                "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
                "boundary=b\r\n")


class Mailbox:
    """As much of an IMAP server as we ask for."""

    def __init__(self):
        self.validity, self.mails, self.broken = 7, {}, set()
        self.deleted, self.fetched, self.refuses = set(), [], False
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            line, _ = self.server.accept()
            threading.Thread(target=self.until_it_ends, args=(line,),
                             daemon=True).start()

    def until_it_ends(self, line):
        with contextlib.suppress(OSError):
            self.serve(line)

    def serve(self, line):
        out = line.makefile("wb", 0)
        lines = line.makefile("rb")
        out.write(b"* OK here\r\n")
        for said in lines:
            tag, _, rest = said.decode().strip().partition(" ")
            if rest == "AUTHENTICATE PLAIN":
                out.write(b"+ \r\n")
                lines.readline()
            try:
                more, done = self.answer(rest)
            except ConnectionError:
                line.shutdown(socket.SHUT_RDWR)
                return
            out.write(more + ("%s %s\r\n" % (tag, done)).encode())

    def answer(self, asked):
        word = asked.upper()
        if word.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", "OK done"
        if word.startswith("AUTHENTICATE"):
            return b"", "NO wrong" if self.refuses else "OK in"
        if word.startswith("STATUS") and self.refuses:
            return b"", "NO not now"
        if word.startswith("STATUS"):
            return b"* STATUS INBOX (UIDVALIDITY %d UIDNEXT %d)\r\n" % (
                self.validity, max(self.mails, default=0) + 1), "OK done"
        if word.startswith("SELECT"):
            return b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] so\r\n" % (
                len(self.mails), self.validity), "OK [READ-WRITE] done"
        if word.startswith("UID SEARCH"):
            first = int(re.search(r"UID (\d+):", word).group(1))
            found = [u for u in self.mails if u >= first] or \
                [max(self.mails, default=1)]
            return b"* SEARCH %s\r\n" % " ".join(
                str(u) for u in reversed(found)).encode(), "OK done"
        if word.startswith("UID FETCH"):
            return self.fetch(int(word.split()[2]))
        if word.startswith("UID STORE") or word.startswith("UID EXPUNGE"):
            self.deleted.add((word.split()[1], int(word.split()[2])))
            return b"", "OK done"
        return b"", "OK done"

    def fetch(self, uid):
        self.fetched.append(uid)
        if uid in self.broken:
            raise ConnectionError
        text = self.mails[uid][:MOST + 1]
        return b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\n" % (
            uid, len(text), text), "OK done"


class Postal(house.Gateway):
    """A gateway with an account of mail, and perhaps a mailbox."""

    box = None

    def configure(self):
        super().configure()
        secret = self.house.write("imap", "secret\n")
        with open(self.config, "a", encoding="utf-8") as f:
            f.write("[account mail]\nprovider = smtp\nserver = "
                    "smtp://127.0.0.1:1\nencrypt = none\nuser = u\n"
                    "password_file = %s\nreplies = %s\nlisting = 1 s\n" % (
                        secret, REPLIES))
            if self.box:
                f.write("imap = imap://127.0.0.1:%d/INBOX\nimap_user = u\n"
                        "imap_password_file = %s\nimap_done = delete\n" % (
                            self.box.port, secret))


def bring(t, text, *words, env=None):
    done = subprocess.run(
        [house.HOMELINE, "mail-in", *words], input=text,
        env={**t.environment(), **(env or {})}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, timeout=90)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def rows(t, statement):
    with contextlib.closing(sqlite3.connect(t.database)) as db:
        return db.execute(statement).fetchall()


def inbox(t):
    talks = json.loads(t.run("inbox", "--json")[1])["conversations"]
    return {c["address"]: c for c in talks}


def talk(t, address):
    return t.run("talk", inbox(t)[address]["id"], "--quoted")[1]


def mail_in(tap, t):
    got = bring(t, mail(1, "May I visit?\r\n\r\nOn Monday you wrote:\r\n"
                        "> Come!"), "--to", REPLIES)
    tap.case("mail-in: kept", got == (0, "", ""), got)
    tap.case("and the desk reads it", JOE in inbox(t) and "May I visit?" in
             inbox(t)[JOE]["last_reply"]["words"], [inbox(t)])
    said = talk(t, JOE)
    tap.case("talk: its subject, and what it quotes", "Subject: Hello" in said
             and "> Come!" in said, [said])
    got = bring(t, mail(1, "May I visit?"), env={"RECIPIENT": REPLIES})
    count = rows(t, "SELECT count(*) FROM reply")
    tap.case("mail-in: the same again is kept once", got[0] == 0 and
             count == [(1,)], [got, count])
    got = bring(t, b"x" * (MOST + 1))
    tap.case("mail-in: too large is 65, with a sentence", got[0] == 65 and
             got[1].startswith("5.3.4 The mail is larger than 10 MB"), got)
    got = bring(t, mail(2, "y" * 80 + "\r\n", sender="big@else.example") +
                b"z" * 70 + b"\r\n" * (MOST // 2 - 1000))
    tap.case("mail-in: almost too large is kept", got[0] == 0, got)
    got = bring(t, b"", "--nothing")
    tap.case("mail-in: a wrong command line is 64", got[0] == 64, got)
    got = bring(t, mail(3, "x"), "--config", "/nowhere.conf")
    tap.case("mail-in: a wrong configuration is 75", got[0] == 75 and
             got[1].startswith("4.3.0 "), got)


def files(tap, t):
    data = bytes(range(256)) * 40
    bring(t, with_file(5, "../we come.png", data))
    said = talk(t, JOE)
    tap.case("talk: a file by name and size",
             "File: we come.png, 10 kB" in said, [said])
    folder = os.path.join(t.folder, "files")
    os.mkdir(folder)
    for name in ("we come.png", "we come (2).png"):
        got = t.run("talk", inbox(t)[JOE]["id"], "--save", folder)
        path = os.path.join(folder, name)
        tap.case("talk --save: " + name, got[0] == 0 and
                 os.path.exists(path) and open(path, "rb").read() == data and
                 path in got[1], got)
    got = t.run("talk", inbox(t)[JOE]["id"], "--save", "/nowhere")
    tap.case("talk --save: no such folder", got[0] == 1 and "/nowhere" in
             got[2], got)
    one = inbox(t)[JOE]["last_reply"]["attachments"][0]
    path = "/api/v1/attachments/" + one["id"]
    status, head, body = told(t.gateway.port, path, t.key)
    tap.case("a file is a download that does nothing", status == 200 and
             body == data and head["content-type"] == "image/png" and
             "sandbox" in head["content-security-policy"] and
             head["x-content-type-options"] == "nosniff" and
             head["content-disposition"] == "attachment; filename=\"we "
             "come.png\"; filename*=UTF-8''we%20come.png", [status, head])
    status = told(t.gateway.port, path, t.other)[0]
    tap.case("and nobody's who does not read that talk", status == 404,
             [status])


def told(port, path, key):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", path, headers={"Authorization": "Bearer " + key})
    answer = line.getresponse()
    head = {k.lower(): v for k, v in answer.getheaders()}
    return answer.status, head, answer.read()


def words_of(t):
    return [row[0] for row in rows(t, 
        "SELECT words FROM reply WHERE account = 'mail' ORDER BY id")]


def mark(t):
    found = rows(t, "SELECT validity, uid FROM mailbox")
    return found[0] if found else None


def by_imap(tap, t, box):
    tap.case("the mailbox is read in the order of UIDs", house.until(
        lambda: words_of(t)[-2:] == ["First", "Second"], 20) and
             house.until(lambda: mark(t) == (7, 2), 5),
             [words_of(t), mark(t)])
    tap.case("what is kept is deleted there", house.until(
        lambda: box.deleted == {("STORE", 1), ("EXPUNGE", 1), ("STORE", 2),
                                ("EXPUNGE", 2)}, 5), [box.deleted])
    tap.case("status says when it was looked at", house.until(
        lambda: "Its mailbox was last looked at" in t.run("status")[1], 10))
    box.broken.add(3)
    box.mails.update({3: mail("c", "Never"), 4: mail("d", "Fourth")})
    for _ in range(3):
        before = box.fetched.count(3)
        house.until(lambda: box.fetched.count(3) > before, 10)
        t.clock.step(60000)
    tap.case("one that cannot be fetched does not block the next", house.until(
        lambda: words_of(t)[-1] == "Fourth", 20) and
             rows(t, "SELECT count(*) FROM stray WHERE why LIKE "
                   "'a mail could not%'") == [(1,)],
             [words_of(t), box.fetched])
    box.validity, box.mails = 8, {1: mail("d", "Fourth"),
                                  2: mail("e", "Fifth")}
    house.until(lambda: words_of(t)[-1] == "Fifth", 20)
    tap.case("made anew it is read again, and nothing is kept twice",
             words_of(t).count("Fourth") == 1 and words_of(t)[-1] == "Fifth"
             and house.until(lambda: mark(t) == (8, 2), 5), [words_of(t)])
    box.refuses = True
    tap.case("a warning, when it cannot be looked at", house.until(
        lambda: "mailbox of account mail" in t.run("status")[1], 10),
             [t.run("status")])


def again(tap, t, box, gateway):
    """A mail that came while nobody was there."""
    gateway.kill()
    got = bring(t, mail("f", "Sixth"))
    tap.case("mail-in: nobody is there: 75", got[0] == 75 and
             got[1].startswith("4.3.0 "), got)
    box.refuses = False
    box.mails[3] = mail("f", "Sixth")
    box.broken.clear()
    gateway.start()
    tap.case("what came meanwhile is read after a start", house.until(
        lambda: words_of(t)[-1] == "Sixth", 20) and
             words_of(t).count("Fifth") == 1, [words_of(t)])


def main():
    tap = house.Tap()
    box = Mailbox()
    with town.Town() as t:
        house.Gateway = Postal
        t.gateway, = t.open()
        t.other = t.run("user", "key", "Min Park")[1].strip()
        mail_in(tap, t)
        files(tap, t)
        Postal.box = box
        box.mails.update({1: mail("a", "First"), 2: mail("b", "Second")})
        t.gateway.term()
        t.gateway.configure()
        t.gateway.start()
        by_imap(tap, t, box)
        again(tap, t, box, t.gateway)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
