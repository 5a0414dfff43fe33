#!/usr/bin/env python3
"""What the program says of its commands stands in the manual page and in the
shell completion, and a shell that has read it completes."""

import os
import re
import subprocess
import sys

TOP = os.path.abspath(os.environ.get("srcdir") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path.insert(0, os.path.join(TOP, "tests/daemon"))

import house

AGAIN = "run packaging/manual HOMELINE from the top of the tree"


def said(*words):
    return subprocess.run(words, stdin=subprocess.DEVNULL, check=True,
                          stdout=subprocess.PIPE, text=True,
                          timeout=60).stdout


def text(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as f:
        return f.read()


def rows(command):
    """Kind and name of all that a command takes, but for the simulated peers,
    whose options stand in their help."""
    if command in ("carrier", "translator"):
        return [("option", name) for name in re.findall(
            r"^  --([\w-]+)", said(house.HOMELINE, command, "--help"), re.M)
                if name != "help"]
    return [tuple(line.split("\t")[:2])
            for line in said(house.HOMELINE, command,
                             "--describe").splitlines()
            if line.split("\t")[0] in ("option", "word")]


def complete(*words):
    """What bash offers for the last of the words."""
    script = text("packaging/homeline.bash") + """
    COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _homeline; printf '%s\\n' "${COMPREPLY[@]}"
    """
    return said("bash", "--norc", "-c", script, "bash",
                *words).split()


def main():
    tap = house.Tap()
    commands = [line.split("\t")[0] for line in said(
        house.HOMELINE, "--describe").splitlines()]
    maker = os.path.join(TOP, "packaging/commands")
    page, bash = text("packaging/homeline.1"), text("packaging/homeline.bash")
    tap.case("the completion is what the program says",
             bash == said(maker, house.HOMELINE, "bash"), [AGAIN])
    part = re.search(r'^\.\\" commands begin\n(.*)^\.\\" commands end\n',
                     page, re.M | re.S)
    tap.case("and so are the commands of the manual", part and
             part.group(1) == said(maker, house.HOMELINE, "man"), [AGAIN])
    tap.case("bash offers the commands",
             set(complete("homeline", "")) >= set(commands), [commands])
    for command in commands:
        takes = rows(command)
        options = {"--" + name for kind, name in takes if kind == "option"}
        tap.case("bash offers all options of %s" % command,
                 set(complete("homeline", command, "--")) ==
                 options | {"--help"}, [sorted(options)])
        section = re.search(r"^\.SS %s\n(.*?)(?=^\.S[SH] )" % command, page,
                            re.M | re.S).group(1).replace("\\-", "-")
        tap.case("the manual has all of %s, and an example" % command, all(
            name in section for _, name in takes) and
            "homeline " + command in section.split(".nf")[-1], takes)
    tap.case("bash completes a beginning", complete("homeline", "inb") ==
             ["inbox"] and complete("homeline", "report", "--by", "sch") ==
             ["school"], [complete("homeline", "inb")])
    tap.case("and files", os.path.join(TOP, "README.md") in complete(
        "homeline", "check", "--config", os.path.join(TOP, "READ")))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
