#!/usr/bin/env python3
"""Mail both ways through programs that nobody here wrote: Debian's Postfix
takes ours over STARTTLS with a login, npm's mailparser reads it back, and
what families answer comes through Postfix's pipe(8) and through Dovecot by
IMAP.  mailparser is found by NODE_PATH, or in tests/mails/readers; ./check
installs it."""

import email.message
import email.utils
import json
import os
import pwd
import re
import shutil
import smtplib
import subprocess
import sys
from html import unescape

import house
import postal

READER = os.path.join(house.TOP, "tests/daemon/mail.js")
PACKAGES = os.path.join(house.TOP, "tests/mails/readers/node_modules")
SENDER = "messages@" + postal.DOMAIN
REPLIES = "replies@" + postal.DOMAIN
PATIENCE = 20           # Seconds for a mail to come through.

# Who, their language, and what is written to them.
FAMILIES = (
    ("Emma Walsh", "emma", "en-US", "Field trip tomorrow: please pack a "
     "lunch & a rain coat.\n\nThe bus leaves at 8:15; it's back by 3 <p.m.>."),
    ("Ana Rivera", "ana", "es-US", "¿Puede venir mañana a las 8:15? El niño "
     "olvidó su almuerzo.\nGracias, señora."),
    ("Fatima Haddad", "fatima", "ar", "مرحباً، نسي ابنكم غداءه اليوم.\n"
     "هل يمكنكم الحضور الساعة 12؟"),
    ("Linh Tran", "linh", "vi", "Con của quý vị quên mang bữa trưa hôm nay.\n"
     "Quý vị có thể đến lúc 12 giờ không? Cảm ơn!"),
)


class MailGateway(house.Gateway):
    """A gateway with an account of mail, run by who owns the mailboxes, as
    pipe(8) runs no program as root."""

    def __init__(self, h, post):
        self.post = post
        self.owner = pwd.getpwnam(postal.OWNER)
        h.database = os.path.join(h.folder, "state.first", "homeline.db")
        super().__init__(h, port=h.hook_port)

    def as_owner(self):
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid,
                "extra_groups": []}

    def give(self, path):
        os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        return path

    def configure(self):
        secret = self.give(self.house.write("password",
                                            postal.PASSWORD + "\n"))
        rows = {
            "homeline": {
                "listen": "127.0.0.1:%d" % self.port,
                "public_url": "http://127.0.0.1:%d" % self.port,
                "state": self.state, "database": self.house.database,
                "locales": os.path.join(house.TOP, "locales")},
            "account main": {
                "provider": "twilio", "account_sid": house.SID,
                "auth_token_file": self.give(self.house.token_file),
                "base_url": "http://127.0.0.1:%d" % self.house.carrier_port,
                "simulated": "yes"},
            "account mail": {
                "provider": "smtp",
                "server": "smtp://localhost:%d" % self.post.submission,
                "user": postal.USER, "password_file": secret,
                "authorities": self.post.authority,
                "replies": REPLIES, "listing": "5 s",
                "imap": "imaps://localhost:%d/INBOX" % self.post.imap,
                "imap_user": postal.USER, "imap_password_file": secret,
                "imap_authorities": self.post.authority}}
        with open(self.config, "w", encoding="utf-8") as f:
            for title, values in rows.items():
                f.write("[%s]\n" % title)
                for key, value in values.items():
                    f.write("%s = %s\n" % (key, value))
        os.makedirs(self.state, 0o700, exist_ok=True)
        self.give(self.state)

    def launch(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.env, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, **self.as_owner())
        self.house.programs.add(self)

    def run(self, command, *rest):
        done = subprocess.run(
            [house.HOMELINE, *command.split(), *rest, "--config",
             self.config], env=self.env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
            **self.as_owner())
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def must(self, command, *rest):
        code, said = self.run(command, *rest)
        if code:
            raise RuntimeError("homeline %s: %d %s" % (command, code, said))
        return said


def missing():
    why = postal.missing()
    if why is None:
        done = subprocess.run(
            [house.HOMELINE, "--version"], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            user=postal.OWNER, check=False, timeout=60)
        if done.returncode:
            why = "%s may not run %s" % (postal.OWNER, house.HOMELINE)
    return why


def district():
    """One class, and a student for each family."""
    students = [{"key": key, "name": "Pupil " + name.split()[1],
                 "school": "oak", "class": "oak-1", "since": "2025-09-01"}
                for name, key, _, _ in FAMILIES]
    guardians = [{"name": name, "language": language, "phones": [],
                  "students": [{"student": key, "relation": "mother"}]}
                 for name, key, language, _ in FAMILIES]
    return {"name": "Testing District", "zone": house.day_zone(),
            "sample": False,
            "numbers": [{"number": house.NUMBERS[0], "account": "main"}],
            "schools": [{"key": "oak", "name": "Oak School",
                         "office": ["clerk"],
                         "classes": [{"key": "oak-1", "name": "1A",
                                      "team": ["clerk"]}]}],
            "desk": ["clerk"], "students": students, "guardians": guardians,
            "staff": [{"key": "clerk", "name": "Cleo Clerk",
                       "language": "en-US", "api_key": True}]}


def found(h, gateway):
    """The district, with mailboxes, its gateway running."""
    file = gateway.give(h.write("district.json", json.dumps(district())))
    keys = os.path.join(gateway.state, "keys")
    gateway.must("init", "--district", file, "--key-file", keys)
    with open(keys, encoding="utf-8") as f:
        h.key = f.readline().strip()
    h.sql("UPDATE district SET practice = 0")
    if not h.carrier.start() or not gateway.start():
        raise RuntimeError("the gateway does not start: %s" % gateway.tail())
    gateway.must("numbers add", SENDER, "--account", "mail")
    for name, box, _, _ in FAMILIES:
        gateway.must("contact add", name, box + "@family.example", "--as",
                     "Cleo Clerk")


def read(h, mails):
    """What mailparser reads in mails, or None where it is not installed."""
    if shutil.which("node") is None:
        return None
    files = []
    for i, mail in enumerate(mails):
        files.append(os.path.join(h.folder, "mail.%d" % i))
        with open(files[-1], "wb") as f:
            f.write(mail)
    done = subprocess.run(
        ["node", READER, *files],
        env={**os.environ, "NODE_PATH": ":".join(filter(None, (
            os.environ.get("NODE_PATH"), PACKAGES)))},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, timeout=60)
    if b"Cannot find module" in done.stderr:
        return None
    return json.loads(done.stdout)


def seen(html):
    """The words that a page shows."""
    words = re.sub(r"<(style|title)[^>]*>.*?</\1>", "", html, flags=re.S)
    words = re.sub(r"</p>", "\n", words)
    return unescape(re.sub(r"<[^>]+>", "", words))


def paragraphs(words):
    return [line.strip() for line in words.split("\n") if line.strip()]


def faults(mail, read_back, family, home):
    """What is not as it should be, to the letter."""
    name, box, language, words = family
    raw, headers = postal.parsed(mail), read_back["headers"]
    domain = re.escape(postal.DOMAIN)
    token = "[0-9a-z]{29}"
    wanted = {
        "from": read_back["from"] == [["Cleo Clerk%s Oak School" % (
            "\u060c" if language == "ar" else ","), SENDER]],
        "to": [a for _, a in read_back["to"]] == [box + "@family.example"],
        "reply-to": re.fullmatch(
            "replies\\+r%s@%s" % (token, domain),
            read_back["replyTo"][0][1]),
        "message-id": re.fullmatch("<m%s@%s>" % (token, domain),
                                   read_back["id"]),
        "return-path": re.fullmatch(
            "<replies\\+b%s@%s>" % (token, domain),
            raw["Return-Path"]),
        "list-unsubscribe": re.fullmatch(
            "<%s/u/u%s>, <mailto:replies\\+u%s@%s>" % (
                re.escape(home), token, token,
                domain), headers.get("list-unsubscribe", "")),
        "list-unsubscribe-post": headers.get("list-unsubscribe-post") ==
        "List-Unsubscribe=One-Click",
        "x-auto-response-suppress":
        headers.get("x-auto-response-suppress") == "OOF, AutoReply",
        "content-language": headers.get("content-language") == language,
        "subject": "Oak School" in read_back["subject"],
        "words": words in read_back["text"],
        "html": paragraphs(words) == paragraphs(
            seen(read_back["html"]))[:len(paragraphs(words))],
        "html lang": '<html lang="%s" dir="%s">' % (
            language, "rtl" if language == "ar" else "ltr")
        in read_back["html"],
        "html dir": '<p dir="auto">' in read_back["html"],
        "no files": read_back["files"] == 0,
    }
    return ["%s: %s" % (box, what) for what, good in wanted.items()
            if not good] + ([json.dumps(read_back, ensure_ascii=False)]
                            if not all(wanted.values()) else [])


def checks(tap, gateway):
    """`homeline check` logs in to both, and says what it cannot reach."""
    def doubts():
        code, said = gateway.run("check")
        return code, [line for line in said.split("\n")
                      if "account mail" in line]

    code, said = doubts()
    tap.case("homeline check is content with both servers",
             code == 0 and not said, [code] + said)
    with open(gateway.config, encoding="utf-8") as f:
        right = f.read()
    wrong = re.sub("(server = smtp|imap = imaps)://localhost:[0-9]+",
                   "\\1://localhost:1", right)
    with open(gateway.config, "w", encoding="utf-8") as f:
        f.write(wrong)
    code, said = doubts()
    tap.case("and warns of servers that are not there", code == 0 and
             len(said) == 2 and all("refused the connection" in line
                                    for line in said), [code] + said)
    with open(gateway.config, "w", encoding="utf-8") as f:
        f.write(right)


def sends(tap, h, gateway, post):
    """To each family in its own language; the mails and their messages."""
    api, mails, messages = gateway.api(), {}, {}
    students = api.students()
    for name, box, _, words in FAMILIES:
        status, told = api.write("write-" + box, words, to={
            "students": [students["Pupil " + name.split()[1]]]})
        if status // 100 != 2:
            raise RuntimeError("not taken: %s %s" % (status, told))
        messages[box] = told["id"]
    for name, box, _, _ in FAMILIES:
        mails[box] = (post.wait_for(box + "@family.example", 1, PATIENCE) +
                      [b""])[0]
    tap.case("mail goes to four families over STARTTLS, with a login",
             all(mails.values()) and sum(
                 "sasl_username=" + postal.USER in line
                 for line in post.log()) == len(FAMILIES),
             [box for box in mails if not mails[box]])
    back = read(h, list(mails.values()))
    if back is None:
        tap.skip("mailparser reads them back word for word",
                 "the npm package mailparser is not installed")
    else:
        home = "http://127.0.0.1:%d" % gateway.port
        wrong = [fault for i, family in enumerate(FAMILIES)
                 for fault in faults(mails[family[1]], back[i], family, home)]
        tap.case("mailparser reads them back word for word", not wrong,
                 wrong)
    return mails, messages


def answer(post, mail, box, words, to=None):
    """As a family's mail program answers; `to` is who gets it instead."""
    theirs, ours = postal.parsed(mail), email.message.EmailMessage()
    ours["From"] = "%s <%s@family.example>" % (box.title(), box)
    ours["To"] = theirs["Reply-To"]
    ours["Subject"] = "Re: " + theirs["Subject"]
    ours["Date"] = email.utils.formatdate()
    ours["Message-ID"] = email.utils.make_msgid(domain="family.example")
    ours["In-Reply-To"] = ours["References"] = theirs["Message-ID"]
    quoted = theirs.get_body(("plain",)).get_content()
    ours.set_content("%s\n\nOn Mon, Nov 23, 2026 at 8:15 AM Oak School <%s> "
                     "wrote:\n\n%s" % (words, SENDER, "".join(
                         "> %s\n" % line for line in quoted.split("\n"))))
    with smtplib.SMTP("127.0.0.1", post.entry, timeout=30) as line:
        line.send_message(ours, box + "@family.example",
                          [to or theirs["Reply-To"]])


def landed(api, message, words):
    """Whether these words came as an answer to that message."""
    found = house.until(lambda: [
        r for r in api.replies() if r["words"].strip() == words], PATIENCE)
    return bool(found) and len(found) == 1 and \
        found[0]["answers"] == message, found


def answers(tap, gateway, post, mails, messages):
    api = gateway.api()
    answer(post, mails["ana"], "ana", "Sí, llego a las ocho. ¡Gracias!")
    good, found = landed(api, messages["ana"],
                         "Sí, llego a las ocho. ¡Gracias!")
    tap.case("an answer through pipe(8) lands in the right talk", good, [
        found, api.replies()])
    answer(post, mails["fatima"], "fatima", "نعم، سأحضر في الموعد.",
           "inbox@pull.example")
    good, found = landed(api, messages["fatima"], "نعم، سأحضر في الموعد.")
    tap.case("an answer in a mailbox of Dovecot lands in the right talk",
             good, [found, api.replies()])


def later(tap, gateway, post, mails, messages):
    gateway.term()
    answer(post, mails["linh"], "linh", "Vâng, tôi sẽ đến.")
    deferred = house.until(lambda: any(
        "status=deferred" in line and "relay=homeline" in line
        for line in post.log()), PATIENCE)
    tap.case("while the gateway is down Postfix keeps an answer", deferred)
    if not gateway.start():
        raise RuntimeError("the gateway does not start: %s" % gateway.tail())
    good, found = landed(gateway.api(), messages["linh"], "Vâng, tôi sẽ đến.")
    tap.case("and brings it again", good, [found])


def bounces(tap, gateway):
    """Postfix takes it, finds nobody there, and writes a report to us."""
    api = gateway.api()
    gateway.must("contact add", "Emma Walsh", "gone@family.example", "--as",
                 "Cleo Clerk", "--first")
    student = api.students()["Pupil Walsh"]
    message = api.write("write-gone", "Anybody there?",
                        to={"students": [student]})[1]["id"]

    def failed():
        return [a for d in api.pages("/api/v1/messages/%s/deliveries" %
                                     message, "deliveries")
                for a in d["attempts"] if a["state"] == "failed"]

    attempts = house.until(failed, PATIENCE)
    tap.case("a report that a mailbox is not there fails its attempt",
             bool(attempts) and attempts[0]["error"] == "rcpt_perm" and
             attempts[0]["account"] == "mail", [attempts])


def play(tap, h, post):
    h.gateway = gateway = MailGateway(h, post)
    if not post.start("%s mail-in --config %s --to ${original_recipient}" % (
            house.HOMELINE, gateway.config)):
        tap.case("Postfix and Dovecot start", False, post.log())
        return tap.end()
    found(h, gateway)
    checks(tap, gateway)
    mails, messages = sends(tap, h, gateway, post)
    answers(tap, gateway, post, mails, messages)
    bounces(tap, gateway)
    later(tap, gateway, post, mails, messages)
    gateway.term()
    return tap.end()


def main():
    tap = house.Tap()
    why = missing()
    if why:
        tap.skip("mail goes through Postfix", why)
        return tap.end()
    with house.House(preload=()) as h:
        post = postal.Post(h)
        try:
            return play(tap, h, post)
        finally:
            post.stop()
            if tap.failed:
                for line in post.log()[-60:] + h.gateway.tail(20):
                    tap.note(line)


if __name__ == "__main__":
    sys.exit(main())
