#!/usr/bin/env python3
"""A gateway whose answers are lost: what writes is asked for again with the
same Idempotency-Key, Ctrl-C included, so that nothing is sent twice; and what
a command makes of an answer that is none."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading

import town
from town import house

ME = {"now": "2026-12-08T15:05:00.000Z", "key": None, "person": None,
      "seats": [], "district": {"name": "Lost", "zone": "America/New_York",
                                "sample": True, "practice": False}}
ONE = {"noun": "student", "id": "0000000000001", "name": "Ivy Rivera",
       "school": "Oak", "class": None, "address": None}
PREVIEW = {"kind": "direct", "counts": "direct", "practice": False,
           "families": 1, "people": 1, "reached": 1, "copies": 1}
COMPOSED = {"id": "0000000000002", "kind": "direct", "counts": "direct",
            "state": "sending", "families": 1}
CUT, LATER, HANG = "cut", "later", "hang"


class Fake:
    """A gateway on a socket that does, with each POST of a message, the next
    thing of a list, and then answers."""

    def __init__(self, folder, *tricks, me=json.dumps(ME).encode()):
        self.folder, self.tricks, self.me = folder, list(tricks), me
        self.keys, self.hangs = [], threading.Event()
        self.go = threading.Event()
        os.makedirs(os.path.join(folder, "state"), exist_ok=True)
        path = os.path.join(folder, "state/homeline.sock")
        if os.path.exists(path):
            os.unlink(path)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(path)
        self.socket.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with line, contextlib.suppress(OSError):
                self.answer(line)

    def request(self, line):
        come = b""
        while b"\r\n\r\n" not in come:
            come += line.recv(65536)
        head, body = come.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        headers = dict(row.lower().split(": ", 1) for row in lines[1:])
        while len(body) < int(headers.get("content-length", 0)):
            body += line.recv(65536)
        return lines[0].split()[1], headers

    def answer(self, line):
        path, headers = self.request(line)
        status, body = "200 OK", b""
        if path == "/api/v1/me":
            body = self.me
        elif path.startswith("/local/v1/find"):
            body = json.dumps({"found": [ONE], "near": []}).encode()
        elif path.startswith("/api/v1/previews"):
            body = json.dumps(PREVIEW).encode()
        else:
            self.keys.append(headers.get("idempotency-key"))
            trick = self.tricks.pop(0) if self.tricks else None
            if trick == CUT:
                return
            if trick == HANG:
                self.hangs.set()
                self.go.wait(60)
            status = "503 Later" if trick == LATER else "202 Kept"
            body = json.dumps(COMPOSED).encode()
        line.sendall(b"HTTP/1.1 %s\r\nContent-Type: application/json\r\n"
                     b"Connection: close\r\nContent-Length: %d\r\n\r\n"
                     % (status.encode(), len(body)) + body)

    def close(self):
        self.socket.close()


def launch(folder):
    return subprocess.Popen(
        [house.HOMELINE, "send", "--config", folder + "/lost.conf", "--to",
         "Ivy", "--as", "Ivy", "Hello"], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def sends(folder):
    process = launch(folder)
    out, err = process.communicate(timeout=90)
    return process.returncode, out, err


def lost(tap, folder):
    for name, tricks in (("the answer is lost", [CUT]),
                         ("it is lost twice", [CUT, CUT]),
                         ("the gateway has too much to do", [LATER])):
        fake = Fake(folder, *tricks)
        code, out, err = sends(folder)
        tap.case("%s: asked again by the same name" % name, code == 0 and
                 "0000000000002" in out and len(set(fake.keys)) == 1 and
                 len(fake.keys) == len(tricks) + 1 and fake.keys[0],
                 [code, out, err, fake.keys])
        fake.close()
    first, second = Fake(folder), None
    sends(folder)
    second = Fake(folder)
    sends(folder)
    tap.case("another message has another name", first.keys != second.keys,
             [first.keys, second.keys])
    first.close()
    second.close()


def interrupted(tap, folder):
    fake = Fake(folder, HANG)
    process = launch(folder)
    fake.hangs.wait(30)
    process.send_signal(signal.SIGINT)
    line = ""
    while "waiting to learn" not in line:
        line = process.stderr.readline()
        if not line:
            break
    fake.go.set()
    out, err = process.communicate(timeout=60)
    tap.case("Ctrl-C: it still tells whether it was kept",
             process.returncode == 0 and "0000000000002" in out,
             [process.returncode, out, line, err])
    fake.close()
    fake = Fake(folder, HANG)
    process = launch(folder)
    fake.hangs.wait(30)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        process.stderr.readline()
        process.stderr.readline()
    tap.case("Ctrl-C again ends it at once", process.wait(20) == 1)
    process.communicate()
    fake.go.set()
    fake.close()


def done_or_not(tap, folder):
    """What has no name is not asked for again: who typed it has to look."""
    fake = Fake(folder, CUT)
    done = subprocess.run(
        [house.HOMELINE, "user", "add", "Zoë Quist", "--config",
         folder + "/lost.conf"], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        timeout=90)
    tap.case("a change whose answer is lost may have been done",
             done.returncode == 1 and len(fake.keys) == 1 and
             "may have been done" in done.stderr, [done, fake.keys])
    fake.close()


def too_long(tap, folder):
    """A socket has a name of 107 bytes at most."""
    config = os.path.join(folder, "long.conf")
    with open(folder + "/lost.conf", encoding="ascii") as f, \
            open(config, "w", encoding="ascii") as long:
        long.write(f.read().replace("/state\n", "/%s\n" % ("s" * 100)))
    done = subprocess.run([house.HOMELINE, "status", "--config", config],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, timeout=90)
    tap.case("a state folder of too long a name is told",
             done.returncode == 3 and "107 bytes" in done.stderr, [done])


def no_answers(tap, folder):
    for name, me, words in (
            ("no JSON", b"<html>", "cannot be read"),
            ("a zone that there is not", json.dumps(
                {**ME, "district": {"zone": "Mars"}}).encode(), "version"),
            ("33 MB", b'"%s"' % (b"x" * 33 * 1024 * 1024), "32 MB")):
        fake = Fake(folder, me=me)
        code, out, err = sends(folder)
        tap.case("an answer of %s is one sentence" % name, code == 1 and
                 not out and err.count("\n") == 1 and words in err,
                 [code, out, err[:300]])
        fake.close()


def main():
    tap = house.Tap()
    with tempfile.TemporaryDirectory(prefix="homeline-lost-") as folder:
        token = os.path.join(folder, "token")
        with open(token, "w", encoding="ascii") as f:
            f.write(house.TOKEN)
        os.chmod(token, 0o600)
        with open(folder + "/lost.conf", "w", encoding="ascii") as f:
            f.write("[homeline]\nstate = %s/state\npublic_url = "
                    "http://127.0.0.1:1\n[account main]\nprovider = twilio\n"
                    "account_sid = %s\nauth_token_file = %s\n"
                    % (folder, house.SID, token))
        lost(tap, folder)
        interrupted(tap, folder)
        done_or_not(tap, folder)
        too_long(tap, folder)
        no_answers(tap, folder)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
