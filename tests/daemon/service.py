#!/usr/bin/env python3
"""What systemd hears of the gateway, without systemd: it is ready when it
answers, alive while its loop and its writer are, reloading and stopping; its
lines have priorities when they go to the journal.  And SIGHUP: what can
change does, what is wrong is refused as a whole, and a new auth token costs
no text."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading

import house
import load


class Manager:
    """The socket of a service manager, and all that was said there."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.setblocking(False)
        self.said = []

    def hear(self):
        """All that came, as a list of (name, value)."""
        while True:
            try:
                words = self.socket.recv(4096).decode()
            except BlockingIOError:
                return self.said
            self.said += [tuple(line.split("=", 1))
                          for line in words.strip().split("\n")]

    def forget(self):
        self.hear()
        self.said = []

    def heard(self, name, value="1", seconds=10, times=1):
        return house.until(lambda: self.hear().count((name, value)) >= times,
                           seconds)

    def status(self):
        return [value for name, value in self.hear() if name == "STATUS"]


def serving(h, manager, **env):
    """A gateway that serves, as systemd starts one."""
    gateway = house.Gateway(h, port=h.hook_port, env={
        "NOTIFY_SOCKET": manager.path, **env})
    h.init(gateway)
    return gateway


def watched(gateway, pid="$$"):
    """WATCHDOG_PID is the process that systemd started."""
    gateway.command = ["/bin/sh", "-c", "WATCHDOG_PID=%s; export "
                       "WATCHDOG_PID; exec \"$@\"" % pid, "sh",
                       *gateway.command]


def life(tap):
    with house.House("sqlite", preload=("ahead", "stuck", "room"),
                     students=4) as h:
        manager = Manager(h.folder)
        lock = h.write("stuck", "")
        h.env["ROOM_FILE"] = h.write("room", "8000 3000")
        gateway = serving(h, manager, WATCHDOG_USEC="2000000",
                          STUCK_WHILE=lock)
        watched(gateway)
        gateway.launch()
        tap.case("it is ready", manager.heard("READY", seconds=house.START))
        status, _ = house.Line(gateway.port).tries("GET", "/healthz")
        tap.case("and answers then", status == 200, [status])
        tap.case("the status says where it serves, and how it is", any(
            "127.0.0.1:%d" % gateway.port in s and "wait" in s
            for s in manager.status()), manager.status())
        h.clock.step(20000)
        metrics = lambda: house.Line(gateway.port).tries(
            "GET", "/metrics")[1]
        tap.case("the room on its disks is a figure", house.until(
            lambda: "disk_free_bytes{of=\"state\"} %d\n" % (3000 << 20) in
            metrics() and "of=\"database\"} %d\n" % (3000 << 20) in
            metrics(), 10), [metrics()])
        h.write("room", "8000 199")
        h.clock.step(20000)
        tap.case("and an almost full one keeps it from being ready",
                 house.until(lambda: not gateway.ready(), 10))
        h.write("room", "8000 3000")
        h.clock.step(20000)
        tap.case("until there is room again",
                 house.until(gateway.ready, 10))
        tap.case("it is alive, again and again",
                 manager.heard("WATCHDOG", times=3), manager.said)
        with open(lock, "rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            h.ids = {}
            h.clock.step(60000)         # So that something is written.
            never = threading.Event()
            never.wait(2.5)
            manager.forget()
            never.wait(2.5)
            tap.case("while the disk does not answer it is not",
                     ("WATCHDOG", "1") not in manager.hear(), manager.said)
            status, _ = house.Line(gateway.port).tries("GET", "/healthz")
            tap.case("though its loop turns", status == 200, [status])
        tap.case("when it answers, it is again",
                 manager.heard("WATCHDOG", times=2), manager.said)
        gateway.signal(signal.SIGTERM)
        tap.case("it says that it stops", manager.heard("STOPPING"),
                 manager.said)
        tap.case("and ends with 0", gateway.process.wait(15) == 0)


def unwatched(tap):
    """WATCHDOG_PID is another process; and the journal."""
    with house.House("sqlite", students=4) as h:
        manager = Manager(h.folder)
        gateway = serving(h, manager, WATCHDOG_USEC="1000000")
        watched(gateway, "1")
        open(gateway.log, "wb").close()
        about = os.stat(gateway.log)
        gateway.env["JOURNAL_STREAM"] = "%d:%d" % (about.st_dev,
                                                   about.st_ino)
        gateway.launch()
        manager.heard("READY", seconds=house.START)
        threading.Event().wait(2.5)
        tap.case("nobody is told that asked for another process",
                 ("WATCHDOG", "1") not in manager.hear(), manager.said)
        with open(gateway.config, "a", encoding="utf-8") as f:
            f.write("unknown = 1\n")
        gateway.signal(signal.SIGHUP)
        manager.heard("READY", times=2)
        lines = gateway.said().strip().split("\n")
        tap.case("lines for the journal begin with their priority", all(
            re.match(r"<6>info |<4>warn |<3>error ", line) for line in lines)
            and any(line.startswith("<3>error ") for line in lines), lines)
        gateway.term()


def unit(tap):
    """The unit, as it is installed, is what systemd calls safe."""
    path = os.path.join(os.environ.get("builddir", ""),
                        "packaging/systemd/homeline.service")
    if not os.path.exists(path) or not shutil.which("systemd-analyze"):
        tap.skip("the unit", "it was not built, or there is no systemd")
        return
    with open(path, encoding="utf-8") as f:
        start = re.search(r"^ExecStart=(.*)$", f.read(), re.M).group(1)
    tap.case("the unit starts the program", re.match(
        r"/[^@ ]+/homeline serve --config ", start), [start])
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=15",
         path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    said = done.stdout.decode("utf-8", "replace").strip().split("\n")
    tap.case("the unit's exposure is at most 1.5 of 10",
             done.returncode == 0, said[-3:])


def changed(gateway, **settings):
    gateway.settings.update(settings)
    gateway.configure()


def reloaded(tap):
    with house.House("sqlite", students=4) as h:
        manager = Manager(h.folder)
        gateway = serving(h, manager)
        h.carrier.start()
        gateway.start()
        asked = 0

        def again():
            nonlocal asked
            asked += 1
            gateway.signal(signal.SIGHUP)
            return manager.heard("RELOADING", times=asked) and \
                manager.heard("READY", times=asked + 1)

        changed(gateway, log="debug", window="1")
        tap.case("SIGHUP: reloading, and ready again", again(), manager.said)
        tap.case("the log says that it was read",
                 "info configuration: it was read again" in gateway.said(),
                 gateway.tail())
        changed(gateway, backlog="1", pace="5")
        again()
        said = gateway.said()
        tap.case("a wrong one is refused as a whole, with its problems",
                 "error configuration: " in said and "backlog" in said and
                 "refused as a whole" in said, gateway.tail())
        changed(gateway, backlog="5000", locales=h.folder + "/none")
        again()
        tap.case("so is one whose locales are wrong", gateway.said().count(
            "refused as a whole") == 2, gateway.tail())
        changed(gateway, locales=os.path.join(house.TOP, "locales"),
                listen="127.0.0.1:%d" % house.free_port(), readers="2",
                state=h.folder + "/other", node="third")
        again()
        for name in ("listen", "readers", "state", "node"):
            tap.case("the log names what needs a restart: " + name,
                     "configuration: %s has changed, which needs a restart" %
                     name in gateway.said(), gateway.tail())
        with open(gateway.config, "a", encoding="utf-8") as f:
            f.write("[account more]\nprovider = twilio\naccount_sid = x\n"
                    "auth_token_file = %s\n" % h.token_file)
        again()
        tap.case("such as a new account", "that there is an account more has "
                 "changed" in gateway.said(), gateway.tail())
        tap.case("it serves where it did", gateway.ready())
        h.clock.step(60000)
        tap.case("the status says how the district stands", house.until(
            lambda: any(s.startswith("In practice, at 127") or
                        s.startswith("Live, at 127")
                        for s in manager.status()), 40), manager.status())
        gateway.term()


def rotated(tap):
    with house.House("sqlite", students=20) as h:
        old = h.write("old_token", house.TOKEN + "\n")
        gateway, = h.open()
        traffic = load.Load(h, [gateway], "new auth token")
        never = threading.Event()
        with house.threads(traffic.staff) as faults:
            with house.threads(traffic.families):
                never.wait(0.5)
            h.carrier.term()
            h.write("auth_token", "0" * 31 + "1\n")
            traffic.case(tap, "the carrier has a new token",
                         h.carrier.start(), h.carrier.tail())
            rests = house.until(lambda: "rests, account=main" in
                                gateway.said(), 20)
            traffic.case(tap, "with the old one the account rests", rests,
                         gateway.tail())
            changed(gateway, auth_token_old_file=old)
            gateway.signal(signal.SIGHUP)
            well = house.until(lambda: "is well again, account=main" in
                               gateway.said(), 20)
            traffic.case(tap, "after SIGHUP it is well", well, gateway.tail())
            with house.threads(traffic.families):
                never.wait(0.5)
        traffic.case(tap, "programs that asked were told", not faults, faults)
        traffic.check(tap, (r"lane .*rests", r"listing", r"clock"))


def main():
    tap = house.Tap()
    for part in (unit, life, unwatched, reloaded, rotated):
        if len(sys.argv) < 2 or part.__name__ in sys.argv[1:]:
            part(tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
