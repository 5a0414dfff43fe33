#!/usr/bin/env python3
"""The simulated translator with the book of the sample: it speaks
LibreTranslate's API, says what the demo's people say in ten languages and
back, leaves tokens where they belong, and refuses what it does not know."""

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "daemon"))
import house                                            # noqa: E402

SAMPLE = os.path.join(house.TOP, "packaging", "sample")
sys.path.insert(0, SAMPLE)
import book                                             # noqa: E402
import desk                                             # noqa: E402
import people                                           # noqa: E402

ONE, TWO = "\u27e61\u27e7", "\u27e62\u27e7"


class Peer:
    def __init__(self, path):
        self.child = subprocess.Popen(
            [house.HOMELINE, "translator", "--port", "0", "--phrases", path],
            stdout=subprocess.PIPE, text=True)
        self.url = self.child.stdout.readline().split()[-1]

    def ask(self, path, body=None, kind="application/json"):
        request = urllib.request.Request(
            self.url + path, body,
            {"Content-Type": kind} if body is not None else {})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def say(self, words, source, target):
        status, told = self.ask("/translate", json.dumps(
            {"q": words, "source": source, "target": target,
             "format": "text"}).encode())
        return told.get("translatedText") if status == 200 else None

    def end(self):
        self.child.terminate()
        self.child.stdout.close()
        return self.child.wait(10)


def api(tap, peer):
    tap.case("it is well", peer.ask("/health") == (200, {"status": "ok"}))
    status, languages = peer.ask("/languages")
    tap.case("it lists ten languages and what each can be said in",
             status == 200 and len(languages) == 10 and
             all(len(one["targets"]) == 10 for one in languages), languages)
    form = "q=Thank+you%21&source=en&target=es".encode()
    tap.case("a form is as good as JSON", peer.ask(
        "/translate", form, "application/x-www-form-urlencoded") ==
        (200, {"translatedText": "\u00a1Gracias!"}))
    tap.case("pb is pt-BR", peer.say("Thank you!", "en", "pb") ==
             peer.say("Thank you!", "en", "pt-BR") == "Obrigada!")
    for name, body in (("q", {}), ("source", {"q": "a"}),
                       ("target", {"q": "a", "source": "en"})):
        tap.case("without %s it says so" % name, peer.ask(
            "/translate", json.dumps(body).encode()) ==
            (400, {"error": "Invalid request: missing %s parameter" % name}))
    tap.case("a language that is not there is named", peer.ask(
        "/translate", b'{"q": "a", "source": "en", "target": "xx"}') ==
        (400, {"error": "xx is not supported"}))
    for body in (b"", b"[", b"[1]", b'{"q": 1}', b'{"q": ["a"]}'):
        tap.case("what is no request is refused: %r" % body,
                 peer.ask("/translate", body)[0] == 400)


def words(tap, peer):
    tap.case("tokens and days go over", peer.say(
        "Early release on Wednesday at %s. Buses run three hours earlier."
        % TWO, "en", "es") == "El mi\u00e9rcoles salimos temprano, a las %s. "
        "Los autobuses salen tres horas antes." % TWO)
    tap.case("also where another language turns them round", peer.say(
        "Bus %s is about %s minutes late this afternoon." % (TWO, ONE), "en",
        "ar").count(TWO) == 1)
    tap.case("lines stay lines", peer.say(
        "Thank you!\nSee you soon.", "en", "ht") ==
        "M\u00e8si!\nN ap w\u00e8 tal\u00e8.")
    tap.case("who is not named is not left out", peer.say(
        "Perdimos el autob\u00fas, ya vamos caminando.", "es", "en") ==
        "We missed the bus. I am bringing my child now.")
    tap.case("nor put in", peer.say(
        "We missed the bus. I am bringing %s now." % ONE, "en", "es") is None)
    for text in ("The dog ate it.", "Thank you! The dog ate it.",
                 "Thank you", "No school today: snow. %s" % ONE):
        tap.case("what is not in the book is refused: " + text,
                 peer.say(text, "en", "es") is None)


def people_of_the_demo(tap, peer, made):
    unsaid = []
    for name, answers in desk.PHONES + desk.BOXES:
        one = [c for c in made["cards"] if c["answers"] == list(answers)][0]
        source = book.code(one["language"])
        for text in answers:
            if source != "en" and text not in ("ALTO", "Dung") and \
                    peer.say(text, source, "en") is None:
                unsaid.append((name, text))
    tap.case("the ready answers of the desk are in the book", not unsaid,
             unsaid)
    families = people.table("families.json")
    english = families["en-US"]
    for language, kinds in families.items():
        source = book.code(language)
        unsaid = [text for texts in kinds.values() for text in texts
                  if source != "en" and
                  peer.say(text.replace("{first}", ONE), source, "en") is None]
        changed = [(theirs, ours) for kind, texts in kinds.items()
                   for theirs, ours in zip(texts, english[kind])
                   if re.findall(r"\d+", theirs) != re.findall(r"\d+", ours)]
        tap.case("its numbers are those of its English: %s" % language,
                 not changed, changed)
        tap.case("what families write in %s is in the book" % language,
                 not unsaid, unsaid)
    for language in book.NAMES:
        target, lost = book.code(language), []
        for row in people.table("phrases.json")["sentences"]:
            if language in row and target != "en":
                text = row["en"].replace("{1}", ONE).replace(
                    "{2}", TWO).replace("{day}", "Friday")
                said = peer.say(text, "en", target) or ""
                if said.count(ONE) != text.count(ONE) or not said or \
                        peer.say(said, target, "en") is None:
                    lost.append(text)
        tap.case("what the staff write goes to %s and back" % language,
                 not lost, lost)


def main():
    tap = house.Tap()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.path.join(SAMPLE, "make"), folder], check=True)
        with open(os.path.join(folder, "desk.json"), encoding="utf-8") as f:
            made = json.load(f)
        peer = Peer(os.path.join(folder, "phrases.json"))
        try:
            api(tap, peer)
            words(tap, peer)
            people_of_the_demo(tap, peer, made)
        finally:
            tap.case("it ends as it was asked", peer.end() == 0)
        wrong = subprocess.run(
            [house.HOMELINE, "translator", "--phrases",
             os.path.join(folder, "desk.json")], stderr=subprocess.PIPE,
            text=True, check=False)
        tap.case("what is no book is refused", wrong.returncode == 69 and
                 "phrase book" in wrong.stderr, [wrong])
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
