"""A small town for the tests of commands: names in three scripts, a class of
thirty families, siblings in two schools, and the commands on its gateway."""

import os
import subprocess
import sys

TOP = os.path.abspath(os.environ.get("srcdir") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path.insert(0, os.path.join(TOP, "tests/daemon"))

import house

ROSA, HECTOR = "+15085550120", "+17745550121"
SHARED = "+19785550124"
LAYLA, ANNE = "+16175550122", "+15085550123"
NO_TEXT = "Nobody Reachable"

STAFF = [("lopez", "Carmen Lopez"), ("park", "Min Park"),
         ("chen", "Grace Chen"), ("chen2", "Grace Chen"), ("munoz", "José Muñoz")]


def guardian(name, language, phones, *students):
    return {"name": name, "language": language, "phones": phones,
            "students": [{"student": s, "relation": "mother"}
                         for s in students]}


def district(_):
    """As house.district(): what init reads, and phones by student."""
    schools = [
        {"key": "oak", "name": "Oak School", "office": ["lopez"], "classes": [
            {"key": "oak-1", "name": "Room 4", "team": ["park"]},
            {"key": "oak-2", "name": "Room 7", "team": ["chen"]}]},
        {"key": "elm", "name": "Elm School", "office": ["chen2", "munoz"], "classes": [
            {"key": "elm-1", "name": "Room 4", "team": ["chen2"]}]}]
    students = [("ivy", "Ivy Rivera", "oak", "oak-1"),
                ("leo", "Leo Rivera", "elm", "elm-1"),
                ("yusuf", "يوسف حداد", "oak", "oak-1"),
                ("ben", "Ben Walsh", "oak", "oak-1"),
                ("noah", "Noah Trần", "oak", "oak-1"),
                ("ann", "Ann Mute", "elm", "elm-1")]
    guardians = [guardian("Rosa Rivera", "es-US", [ROSA], "ivy", "leo"),
                 guardian("Héctor Núñez", "es-US", [HECTOR], "ivy"),
                 guardian("ليلى حداد", "ar", [LAYLA], "yusuf"),
                 guardian("Anne Walsh", "en-US", [ANNE], "ben"),
                 guardian("Linh Tran", "vi", [SHARED], "noah"),
                 guardian("Bao Tran", "vi", [SHARED], "noah"),
                 guardian(NO_TEXT, "en-US", [], "ann")]
    for i in range(30):
        students.append(("many%d" % i, "Pupil Number%d" % i, "oak", "oak-2"))
        guardians.append(guardian("Parent Number%d" % i, "en-US",
                                  ["+1857555%04d" % (100 + i)],
                                  "many%d" % i))
    return {"name": "Testing Town", "zone": house.day_zone(),
            "sample": False,
            "numbers": [{"number": house.NUMBERS[0], "account": "main"}],
            "schools": schools, "desk": ["lopez"],
            "staff": [{"key": k, "name": n, "language": "en-US",
                       "api_key": k == "lopez"} for k, n in STAFF],
            "students": [{"key": k, "name": n, "school": s, "class": c,
                          "since": "2025-09-01"} for k, n, s, c in students],
            "guardians": guardians}, {}


class Town(house.House):
    """with Town() as t: t.run("send", ...)"""

    def __init__(self, database="sqlite", **more):
        house.district = district
        super().__init__(database, **more)

    def environment(self):
        return {**os.environ, **self.env, "HOMELINE_CONFIG": self.config}

    @property
    def config(self):
        return os.path.join(self.folder, "gateway-first.conf")

    @property
    def socket(self):
        return os.path.join(self.folder, "state.first/homeline.sock")

    def run(self, *words, typed=None):
        """Code, and what it said on both."""
        done = subprocess.run(
            [house.HOMELINE, *words], env=self.environment(), text=True,
            input="" if typed is None else typed, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=90)
        return done.returncode, done.stdout, done.stderr

    def type(self, answer, *words):
        """The same at a terminal, where somebody types an answer."""
        master, slave = os.openpty()
        process = subprocess.Popen(
            [house.HOMELINE, *words], env=self.environment(), stdin=slave,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        os.write(master, answer.encode())
        out, _ = process.communicate(timeout=90)
        os.close(master)
        os.close(slave)
        return process.returncode, out
