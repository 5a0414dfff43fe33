"""What the lint tests share: the files of the tree, and TAP."""

import os
import re
import sys

TOP = os.environ.get("srcdir") or os.path.join(os.path.dirname(__file__), "../..")
SKIP = ("node_modules", "autom4te.cache", "build-aux", "__pycache__")


def files(*folders, ending=(".c", ".cc", ".h")):
    """Paths below the folders, as seen from the top, in order."""
    found = []
    for folder in folders:
        for here, below, names in os.walk(os.path.join(TOP, folder)):
            below[:] = [b for b in below if b not in SKIP]
            for name in names:
                if name.endswith(ending):
                    path = os.path.join(here, name)
                    found.append(os.path.relpath(path, TOP))
    return sorted(found)


def text(path):
    with open(os.path.join(TOP, path), encoding="utf-8", errors="replace") as f:
        return f.read()


def code(path):
    """The text with comments and the insides of strings blanked; lines and
    columns stay where they are."""
    blank = lambda m: re.sub(r"[^\n]", " ", m.group(0))
    string = lambda m: m.group(0)[0] + re.sub(r"[^\n]", " ", m.group(0)[1:-1]) + m.group(0)[-1]
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
    return re.sub(pattern,
                  lambda m: blank(m) if m.group(0)[0] == "/" else string(m),
                  text(path), flags=re.S)


def literals(folder, *begin):
    """What stands between quotes in sources whose names begin so, joined as
    the compiler does."""
    found = set()
    for path in files(folder, ending=(".c", ".h")):
        if os.path.basename(path).startswith(begin or ("",)):
            bare = re.sub(r"/\*.*?\*/", "", text(path), flags=re.S)
            found.update(re.findall(r'"((?:[^"\\\n]|\\.)*)"',
                                    re.sub(r'"[\s\\]*"', "", bare)))
    return found


def functions(path):
    """(name, first line, last line) of each function, by our layout: its
    name at the left edge, its braces there too."""
    name = None
    for number, line in enumerate(code(path).split("\n"), 1):
        head = re.match(r"([A-Za-z_]\w*)\(", line)
        if head:
            name, first = head.group(1), number
        elif line.startswith("{") and name:
            pass
        elif line.startswith("}") and name:
            yield name, first, number
            name = None
        elif line.rstrip().endswith(";") and not line.startswith(("\t", " ")):
            name = None


class Tap:
    """Cases are counted as they come; end() prints the plan."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def case(self, name, faults):
        self.count += 1
        self.failed += bool(faults)
        print("%s %d - %s" % ("not ok" if faults else "ok", self.count, name))
        for fault in faults:
            print("# " + fault)

    def note(self, words):
        print("# " + words)

    def end(self):
        print("1..%d" % self.count)
        sys.exit(0)
