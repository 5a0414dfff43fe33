#!/usr/bin/env python3
"""The OpenAPI document against the program: every route of the table is in
it and the other way round, and on a walk through all operations every answer,
also each refusal, is of the status, the type and the schema it says."""

import http.client
import json
import os
import re
import sys

TOP = os.path.abspath(os.environ.get("srcdir") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path.insert(0, os.path.join(TOP, "tests/daemon"))

import house
import schema

# What pages and the desk of a demo ask for by themselves.
OF_PAGES = {("get", "*"), ("get", "/assets/{build}/{name}"),
            ("get", "/since/{version}"), ("get", "/sample/handed")}
ROUTE = re.compile(r'\{ "([A-Z]+)", "([^"]+)", \w+ \}')


def routes():
    """(method, path) of the table of web.c, in the words of OpenAPI; its rows
    stand in web.c itself and in the macros of two headers."""
    rows = ""
    for name in ("web.c", "api_routes.h", "inside.h"):
        with open(os.path.join(TOP, "gateway/web", name),
                  encoding="utf-8") as f:
            rows += re.sub(r"[\\\s]+", " ", f.read())
    return {(method.lower(), re.sub(r":(\w+)", r"{\1}", path))
            for method, path in ROUTE.findall(rows)} - OF_PAGES


def operations(document):
    return {(method, path) for path, item in document["paths"].items()
            for method in item}


class Walk:
    """Asks, and holds each answer against the document."""

    def __init__(self, port, document):
        self.port = port
        self.schemas = schema.Document(document)
        self.paths = document["paths"]
        self.seen, self.faults = set(), []

    def operation(self, method, path):
        """The one that fits; a path in words before one with an id."""
        found = []
        for pattern, item in self.paths.items():
            like = re.sub(r"\{\w+\}", "[^/]+", pattern)
            if method.lower() in item and re.fullmatch(like, path):
                found.append((pattern.count("{"), pattern))
        return min(found)[1]

    def answer(self, method, path, key, body, headers):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        if key:
            headers = {"Authorization": "Bearer " + key, **headers}
        line.request(method, path, body if isinstance(
            body, (bytes, type(None))) else json.dumps(body), headers)
        answer = line.getresponse()
        text = answer.read()
        line.close()
        return answer, text

    def check(self, told, answer, text):
        """The answer against what the document says of that status."""
        if "$ref" in told:
            told = self.schemas.find(told["$ref"])
        for name in told.get("headers", {}):
            if answer.getheader(name) is None:
                yield "the header %s is missing" % name
        content = told.get("content")
        if content is None:
            return
        kind = answer.getheader("Content-Type")
        if kind not in content:
            yield "%s is not described" % kind
        elif "json" in kind:
            yield from self.schemas.faults(json.loads(text),
                                           content[kind]["schema"])

    def ask(self, method, path, key=None, body=None, want=200, **headers):
        headers = {n.replace("_", "-"): v for n, v in headers.items()}
        answer, text = self.answer(method, path, key, body, headers)
        pattern = self.operation(method, path.split("?")[0])
        told = self.paths[pattern][method.lower()]["responses"].get(
            str(answer.status))
        self.seen.add((method.lower(), pattern))
        here = "%s %s %d" % (method, path, answer.status)
        if answer.status != want:
            self.faults.append("%s, not %d: %s" % (here, want, text[:300]))
        if told is None:
            self.faults.append(here + " is not described")
        else:
            self.faults += ["%s: %s" % (here, fault) for fault in
                            self.check(told, answer, text)]
        try:
            return json.loads(text)
        except ValueError:
            return text


def write(w, key, once, want=202, **body):
    return w.ask("POST", "/api/v1/messages", key, body, want,
                 Idempotency_Key=once)


def reading(w, key):
    w.ask("GET", "/api/v1/me", key)
    schools = w.ask("GET", "/api/v1/schools", key)["schools"]
    students = w.ask("GET", "/api/v1/students?most=4", key)
    w.ask("GET", "/api/v1/students?after=" + students["next"], key)
    w.ask("GET", "/api/v1/figures?by=school", key)
    w.ask("GET", "/api/v1/openapi.json")
    w.ask("GET", "/healthz")
    w.ask("GET", "/readyz")
    w.ask("GET", "/metrics")
    return schools, students["students"]


def a_message(w, h, key, student):
    m = write(w, key, "one", to={"students": [student]}, words="Come at 3.")
    path = "/api/v1/messages/" + m["id"]
    house.until(lambda: w.ask("GET", path, key)["deliveries"]["delivered"],
                20)
    w.ask("GET", path + "/deliveries", key)
    w.ask("POST", path + "/cancel", key, want=409) if house.until(
        lambda: w.ask("GET", path, key)["state"] == "done", 20) else None
    w.ask("GET", "/api/v1/messages?most=1", key)
    phone = h.carrier.record()[0]["to"]
    h.carrier.write(phone, "We come.")
    house.until(lambda: w.ask("GET", "/api/v1/replies", key)["replies"], 20)


def a_talk(w, key):
    talks = w.ask("GET", "/api/v1/conversations?state=asked", key)
    path = "/api/v1/conversations/" + talks["conversations"][0]["id"]
    w.ask("POST", path + "/replies", key, {"words": "Thank you."}, 202,
          Idempotency_Key="two")
    told = w.ask("GET", path, key)
    w.ask("GET", "/api/v1/conversations?most=1", key)
    return path, told


def a_hold(w, h, key, phone):
    """A text that may mean stop, or may be an answer."""
    h.carrier.write(phone, "cancelar")
    house.until(lambda: w.ask("GET", "/api/v1/held", key)["held"], 20)
    path = "/api/v1/held/" + w.ask("GET", "/api/v1/held", key)["held"][0]["id"]
    w.ask("POST", path, want=401)
    w.ask("POST", path, key, {"answer": "maybe"}, 422)
    w.ask("POST", path, key, {"answer": "no", "note": "told us"})
    w.ask("POST", path, key, {"answer": "no"}, 404)


def a_preview(w, key, schools, student):
    ask = lambda to, want=200: w.ask("POST", "/api/v1/previews", key, {
        "to": to, "words": "Bring boots."}, want)
    told = ask({"students": [student]})
    ask({"school": schools[0]["id"]})
    ask({"school": "0000000000001"}, 422)
    ask({}, 422)
    w.ask("POST", "/api/v1/previews", want=401)
    return told


def a_group(w, key, schools):
    write(w, key, "three", to={"class": schools[0]["classes"][0]["id"]},
          words="Bring boots.", kind="announcement", readers="nobody")
    later = write(w, key, "four", to={"school": schools[0]["id"]},
                  words="Bring boots.", kind="announcement",
                  send_at="2026-01-01T00:00:00Z", not_after=None)
    w.ask("POST", "/api/v1/messages/%s/cancel" % later["id"], key)


def refusals(w, key, student, talk):
    none = "/0123456789ABC"
    for path in ("/messages", "/messages" + none,
                 "/messages" + none + "/deliveries", "/conversations",
                 "/conversations" + none, "/replies", "/students", "/schools",
                 "/held", "/figures", "/me", "/attachments" + none):
        w.ask("GET", "/api/v1" + path, want=401)
        w.ask("GET", "/api/v1" + path, "wrong", want=401)
    for path in ("/messages", "/conversations", "/replies", "/students",
                 "/figures"):
        w.ask("GET", "/api/v1%s?x=1" % path, key, want=400)
    for path in ("/messages" + none, "/messages" + none + "/deliveries",
                 "/conversations" + none, "/attachments" + none):
        w.ask("GET", "/api/v1" + path, key, want=404)
    w.ask("POST", "/api/v1/messages" + none + "/cancel", key, want=404)
    w.ask("POST", "/api/v1/messages", key, {}, 400)
    w.ask("POST", "/api/v1/messages", key, b"{", 400, Idempotency_Key="x")
    write(w, key, "x", 422, to={"students": [student]}, wrods="x")
    write(w, key, "one", 422, to={"students": [student]}, words="Else.")
    w.ask("POST", talk + "/replies", key, {"words": ""}, 422,
          Idempotency_Key="y")
    w.ask("POST", talk + "/replies", want=401)
    w.ask("POST", "/hooks/nobody", want=404, body=b"x")
    w.ask("POST", "/hooks/main", want=403, body=b"x")
    w.ask("GET", "/u/nobody", want=404)
    w.ask("POST", "/u/nobody", want=404, body=b"leave=yes")


def bounds(tap, w):
    """What the document says a body may be is what may be asked."""
    body = {"to": {"students": ["0000000000001"]}, "words": "x"}
    draft = {"$ref": "#/components/schemas/draft"}
    tap.case("the document takes what the program takes", not list(
        w.schemas.faults(body, draft)) and list(w.schemas.faults(
            {**body, "word": "x"}, draft)) and list(w.schemas.faults(
                {**body, "to": {}}, draft)))


def main():
    tap = house.Tap()
    with open(os.path.join(TOP, "gateway/web/openapi.json"),
              encoding="utf-8") as f:
        document = json.load(f)
    missing = routes() ^ operations(document)
    tap.case("the routes are those of the document",
             not missing and len(routes()) > 10, sorted(missing))
    with house.House("sqlite", students=12, preload=()) as h:
        h.open()
        w = Walk(h.hook_port, document)
        tap.case("the document is the one that is served",
                 w.ask("GET", "/api/v1/openapi.json") == document)
        schools, students = reading(w, h.key)
        seen = a_preview(w, h.key, schools, students[1]["id"])
        tap.case("a preview keeps nothing", seen["reached"] > 0 and not
                 w.ask("GET", "/api/v1/messages", h.key)["messages"], [seen])
        a_message(w, h, h.key, students[1]["id"])
        talk, told = a_talk(w, h.key)
        tap.case("a talk has both sides", {e["from"] for e in
                                           told["entries"]} ==
                 {"school", "family"}, [told])
        a_hold(w, h, h.key, h.carrier.record()[0]["to"])
        a_group(w, h.key, schools)
        refusals(w, h.key, students[1]["id"], talk)
        bounds(tap, w)
        tap.case("every answer is as it is described", not w.faults,
                 w.faults)
        tap.case("every operation was walked",
                 w.seen == operations(document),
                 sorted(operations(document) - w.seen))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
