"""Somebody who is signed in and uses the pages as a browser without script
does: reads a page, fills in a form of it, presses a button.  The session is
put into the database of the house, so that no password is needed."""

import hashlib
import html.parser
import http.client
import json
import os
import sys
import urllib.parse

TOP = os.path.abspath(os.environ.get("srcdir") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path.insert(0, os.path.join(TOP, "tests/daemon"))

import house

VOID = {"input", "br", "meta", "link", "hr", "img"}


class Page(html.parser.HTMLParser):
    """What a page says: words, links, and forms with their fields."""

    def __init__(self, status, location, text):
        super().__init__(convert_charrefs=True)
        self.status, self.location, self.text = status, location, text
        self.words, self.links, self.forms, self.h1 = "", [], [], ""
        self.open, self.area, self.select = [], None, None
        self.feed(text)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(a.get("href", ""))
        elif tag == "form":
            self.forms.append({"action": a.get("action", ""),
                               "method": a.get("method", "get"),
                               "fields": [], "buttons": []})
        elif not self.forms:
            return
        elif tag == "input":
            box = a.get("type") in ("checkbox", "radio")
            if not box or "checked" in a:
                self.put(a.get("name"), a.get("value", "on" if box else ""))
        elif tag == "textarea":
            self.area = [a.get("name"), ""]
        elif tag == "select":
            self.select = a.get("name")
        elif tag == "option" and "selected" in a:
            self.put(self.select, a.get("value", ""))
        elif tag == "button":
            self.forms[-1]["buttons"].append(a.get("formaction"))

    def put(self, name, value):
        if name:
            self.forms[-1]["fields"].append((name, value))

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "textarea" and self.area:
            self.put(*self.area)
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.area[1] += data
        if "h1" in self.open:
            self.h1 += data
        if not {"script", "style", "title"} & set(self.open):
            self.words += " " + data

    def form(self, action):
        """The first form that goes there."""
        for form in self.forms:
            if form["action"].split("?")[0] == action:
                return form
        return None

    def values(self, action, name):
        form = self.form(action)
        return [v for n, v in form["fields"] if n == name] if form else []


class Visitor:
    """who is the name of somebody of the staff, or None: nobody."""

    def __init__(self, h, port, who):
        self.port, self.cookie, self.last = port, None, None
        if who is None:
            return
        person = h.count("SELECT id FROM person WHERE name = '%s' "
                         "AND staff = 1" % who)
        token = "visitor-%d" % person
        digest = hashlib.sha256(token.encode()).hexdigest()
        now = h.clock.now()
        h.sql("DELETE FROM session WHERE digest = '%s'" % digest)
        h.sql("INSERT INTO session (digest, person, created, seen, until) "
              "VALUES ('%s', %d, %d, %d, %d)" % (
                  digest, person, now, now, now + 43200000))
        self.cookie = "homeline=" + token

    def ask(self, method, path, body=None, headers=()):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        all_headers = dict(headers)
        if self.cookie:
            all_headers["Cookie"] = self.cookie
        if body is not None:
            all_headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body, all_headers)
        answer = line.getresponse()
        page = Page(answer.status, answer.getheader("Location"),
                    answer.read().decode())
        line.close()
        if page.status in (200, 409, 422) and "X-Fragment" not in all_headers:
            self.last = page
        return page

    def get(self, path, fragment=None):
        return self.ask("GET", path, None,
                        {"X-Fragment": fragment} if fragment else {})

    def search(self, path, **fields):
        return self.get(path + "?" + urllib.parse.urlencode(fields))

    def fields(self, action, changes, page=None):
        """Those of a form of the page, with changes: a value, a list of them,
        or None where there is to be none."""
        form = (page or self.last).form(action)
        if form is None:
            raise RuntimeError("no form goes to %s" % action)
        fields = [(n, v) for n, v in form["fields"] if n not in changes]
        for name, value in changes.items():
            values = value if isinstance(value, list) else [value]
            fields += [(name, v) for v in values if v is not None]
        return fields

    def press(self, action, at=None, page=None, fragment=None, **changes):
        """Sends a form of the last page, or by a button that goes elsewhere."""
        body = urllib.parse.urlencode(self.fields(action, changes, page))
        return self.ask("POST", at or action, body,
                        {"X-Fragment": fragment} if fragment else {})

    def follow(self, page):
        return self.get(page.location)


def small_district(_):
    """tests/district.json at nine o'clock, not as a sample."""
    with open(os.path.join(TOP, "tests/district.json"),
              encoding="utf-8") as f:
        content = json.load(f)
    content["zone"], content["sample"] = house.day_zone(), False
    return content, {}
