#!/usr/bin/env python3
"""What we say to translators, looked at by libraries of others: aws4 makes the
same signature for Amazon, jsonwebtoken verifies the claim for Google, DeepL's
own library says the same and understands its answers as we do.  They are found
by NODE_PATH, or in tests/providers/sdk."""

import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "daemon"))
import house                                            # noqa: E402

SDK = os.path.join(house.TOP, "tests/providers/sdk")
CASES = os.path.join(house.TOP, "tests/providers/translate")


def missing():
    """Why they cannot be asked, or None."""
    if shutil.which("node") is None:
        return "there is no node here"
    done = subprocess.run(
        ["node", "-e", "for (const p of ['aws4', 'deepl-node', "
         "'jsonwebtoken']) require(p)"], cwd=SDK, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60,
        check=False)
    return "the npm packages of tests/providers/sdk are not installed" \
        if done.returncode else None


def main():
    tap = house.Tap()
    why = missing()
    if why:
        tap.skip("the libraries of others", why)
        return tap.end()
    done = subprocess.run(
        ["node", "translators.js", os.path.join(CASES, "requests.json"),
         os.path.join(CASES, "answers.json")], cwd=SDK,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    cases = [json.loads(line) for line in done.stdout.splitlines()]
    for name, right, what in cases:
        tap.case(name, right, [what])
    tap.case("all were asked", done.returncode == 0 and len(cases) >= 12,
             [done.stderr])
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
