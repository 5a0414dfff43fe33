"""The stage of the browser's tests: ./demo on free ports, in a terminal of its
own, with the history of the sample district as it was played once, and node,
whose cases come out as TAP.

The played state is kept in the folder of the build, under a name made of the
program and the sample, and copied for each stage.  HOMELINE_PLAYED names one
to take instead.

What a script prints as `#! k` or `#! clock` is done here: a key is pressed in
the demo's terminal.
"""

import contextlib
import fcntl
import hashlib
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "daemon"))

import house                            # noqa: E402
import walk                             # noqa: E402

TUESDAY = "2026-12-08 10:05"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
KEPT = ("state", "api_key", "auth_token", "carrier.record", "clock",
        "desk.json", "sample", "homeline.conf")


def missing():
    """Why there is nothing to browse with, or None."""
    if shutil.which("node") is None:
        return "there is no node here"
    if browser() is None:
        return "there is no Chromium here"
    done = subprocess.run(
        ["node", "-e", "for (const p of ['playwright-core', 'axe-core', "
         "'parse5']) require(p)"], cwd=os.path.join(HERE, "walk"),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, timeout=60)
    return "the npm packages of tests/browser/walk are not installed" \
        if done.returncode else None


def browser():
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


class Demo(walk.Demo):
    """./demo, whose keys can be pressed."""

    def __init__(self, folder, name, *more, locales=None, env=None):
        super().__init__(folder, name, *more)
        self.env = {**os.environ, **(env or {})}
        self.terminal = None

    def start(self):
        self.terminal, inside = pty.openpty()
        self.process = subprocess.Popen(
            self.command, stdin=inside, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True,
            env=self.env)
        os.close(inside)
        self.said = []

        def listen():
            for line in self.process.stdout:
                self.said.append(line.rstrip("\n"))

        self.reader = threading.Thread(target=listen, daemon=True)
        self.reader.start()
        return house.until(
            lambda: self.process.poll() is not None or
            any("Ctrl-C ends it" in line for line in self.said),
            walk.SECONDS) and self.process.poll() is None

    def press(self, key):
        os.write(self.terminal, key.encode())

    def stop(self):
        code = super().stop()
        if self.terminal is not None:
            os.close(self.terminal)
            self.terminal = None
        return code


def digest():
    """Of what the played state follows from."""
    sample = os.path.join(house.TOP, "packaging/sample")
    parts = [house.HOMELINE, os.path.join(house.TOP, "demo")] + sorted(
        os.path.join(sample, name) for name in os.listdir(sample)
        if os.path.isfile(os.path.join(sample, name)))
    all_of_it = hashlib.sha256()
    for part in parts:
        with open(part, "rb") as f:
            all_of_it.update(f.read())
    return all_of_it.hexdigest()[:16]


def play(into):
    """The first start of a demo, up to its first screen."""
    with tempfile.TemporaryDirectory(prefix="homeline-play-") as folder:
        walk.tree_of(folder)
        demo = Demo(folder, "demo", "--at", TUESDAY)
        if not demo.start():
            raise RuntimeError(demo.text())
        demo.stop()
        copy(demo.dir, into + ".new")
    os.rename(into + ".new", into)


def copy(source, into):
    os.makedirs(into, exist_ok=True)
    for name in KEPT:
        path = os.path.join(source, name)
        if os.path.isdir(path):
            shutil.copytree(path, os.path.join(into, name),
                            ignore=shutil.ignore_patterns("*.sock"),
                            dirs_exist_ok=True)
        elif os.path.exists(path):
            shutil.copy2(path, into)


def played():
    """A folder with the played state; made once, by whoever comes first."""
    own = os.environ.get("HOMELINE_PLAYED")
    if own:
        return own
    folder = os.path.join(os.environ.get("builddir") or
                          tempfile.gettempdir(), "tests/browser/played")
    os.makedirs(folder, exist_ok=True)
    kept = os.path.join(folder, digest())
    with open(os.path.join(folder, "lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.isdir(kept):
            for old in os.listdir(folder):
                if old != "lock":
                    shutil.rmtree(os.path.join(folder, old))
            play(kept)
    return kept


class Stage:
    """with Stage() as s: s.run("pages.js")"""

    def __init__(self, change=None, locales=None, state=None):
        self.change = change            # Changes the database's file.
        self.locales = locales          # A folder instead of our own.
        self.state = state              # One instead of what was played.
        self.demo = None

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="homeline-browser-")
        try:
            walk.tree_of(self.folder)
            if self.locales:
                tree = os.path.join(self.folder, "tree/locales")
                os.unlink(tree)
                os.symlink(self.locales, tree)
            self.demo = Demo(self.folder, "demo")
            copy(self.state or played(), self.demo.dir)
            if self.change:
                self.change(os.path.join(self.demo.dir, "state/homeline.db"))
            if not self.demo.start():
                raise RuntimeError(self.demo.text())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *why):
        if self.demo and self.demo.process:
            self.demo.stop()
        if os.environ.get("HOMELINE_KEEP"):
            print("# kept: %s" % self.folder)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def about(self):
        """What the scripts have to know."""
        port, carrier = self.demo.ports[:2]
        return {
            "GATEWAY": "http://127.0.0.1:%d" % port,
            "CARRIER": "http://127.0.0.1:%d" % carrier,
            "HOMELINE_CONFIG": os.path.join(self.demo.dir, "homeline.conf"),
            "HOMELINE": house.HOMELINE, "TOP": house.TOP,
            "STAGE": self.demo.dir, "CHROMIUM": browser()}

    def run(self, script, tap, *words, seconds=300):
        """A script's cases become ours."""
        process = subprocess.Popen(
            ["node", os.path.join(HERE, "walk", script), *words],
            env={**os.environ, **self.about()}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        alarm = threading.Timer(seconds, process.kill)
        alarm.start()
        try:
            self.listen(process, tap)
        finally:
            alarm.cancel()
            process.kill()
            process.wait()
        tap.case("%s ends well" % script, process.returncode == 0,
                 ["code %s" % process.returncode])

    def listen(self, process, tap):
        for line in process.stdout:
            line = line.rstrip("\n")
            found = re.match(r"(ok|not ok) - (.*)", line)
            if found:
                tap.case(found.group(2), found.group(1) == "ok")
            elif line.startswith("#! "):
                self.demo.press(line[3:])
            elif line:
                tap.note(line[2:] if line.startswith("# ") else line)
        process.wait()


@contextlib.contextmanager
def tap_of(name):
    """The cases of a test; skipped where there is no browser."""
    tap = house.Tap()
    why = missing()
    if why:
        tap.skip(name, why)
        yield None, tap
    else:
        yield Stage, tap


def main(name, play_it):
    with tap_of(name) as (stage, tap):
        if stage:
            play_it(stage, tap)
    return tap.end()
