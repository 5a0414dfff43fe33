"""What a template must not do, each rule by name.  check(name, text, words)
gives pairs of a rule and what is wrong; words are all keys with their
patterns."""

import re

TAG = re.compile(r"\{\{\{.*?\}\}\}|\{\{.*?\}\}", re.S)
URL = ("href", "src", "action", "formaction")
NEVER = ("style", "srcset", "srcdoc")
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-off", "data-lost",
          "data-new", "data-signed-out", "label")
VOID = ("input", "meta", "link", "br", "hr", "img", "wbr", "col")
WORDS, CONTROL, VALUE = "\ue000", "\ue001", "\ue002"


def arguments(pattern):
    """The names of an ICU pattern, and whether its braces fit."""
    names = set()

    def sentence(at, depth):
        while at < len(pattern):
            if pattern[at] == "}":
                if depth == 0:
                    raise ValueError("a brace too many")
                return at
            at = argument(at + 1, depth) if pattern[at] == "{" else at + 1
        if depth:
            raise ValueError("a brace is not closed")
        return at

    def argument(at, depth):
        head = re.compile(r"\s*(\w+)\s*(?:(\})|,\s*(\w+)\s*)").match(pattern, at)
        if not head:
            raise ValueError("no name in braces")
        names.add(head.group(1))
        if head.group(2):
            return head.end()
        at = head.end()
        if head.group(3) not in ("plural", "select", "selectordinal"):
            return pattern.index("}", at) + 1
        while True:
            case = re.compile(r"[\s,]*(?:offset:\d+\s*)?(=?\w+)\s*\{").match(
                pattern, at)
            if not case:
                break
            at = sentence(case.end(), depth + 1) + 1
        close = re.compile(r"\s*\}").match(pattern, at)
        if not close:
            raise ValueError("a choice is not closed")
        return close.end()

    sentence(0, 0)
    return names


class Template:
    def __init__(self, name, text, words, partials):
        self.name, self.words, self.partials = name, words, partials
        self.faults, self.used, self.begun = [], set(), set()
        self.values, self.labels, self.controls = [], set(), []
        self.read(self.fold(text))

    def fault(self, rule, what):
        self.faults.append((rule, what))

    # ------------------------------------------------------------ Mustache

    def fold(self, text):
        """The text with one letter for each tag of Mustache."""
        text = re.sub(r"\{\{!.*?\}\}", "", text, flags=re.S)
        text = re.sub(r"(=\"[^\"<>]*)?\{\{#say\}\}(.*?)\{\{/say\}\}",
                      self.sentence, text, flags=re.S)
        text = re.sub(r"\{\{#t\}\}(.*?)\{\{/t\}\}", self.say, text, flags=re.S)
        opened = []
        folded = TAG.sub(lambda m: self.tag(m.group(0), opened), text)
        for name in opened:
            self.fault("unbalanced", "{{#%s}} is not closed" % name)
        return folded

    def tag(self, tag, opened):
        inner = tag[2:-2].strip()
        if tag.startswith("{{{"):
            self.fault("triple", tag)
        elif inner.startswith("&"):
            self.fault("ampersand", tag)
        elif inner.startswith("="):
            self.fault("delimiters", tag)
        elif inner[:1] in "#^":
            opened.append(inner[1:].strip())
            return CONTROL
        elif inner.startswith("/"):
            if not opened or opened.pop() != inner[1:].strip():
                self.fault("unbalanced", tag)
            return CONTROL
        elif inner.startswith(">"):
            partial = inner[1:].strip()
            if partial != "body" and partial not in self.partials:
                self.fault("partial", "there is no %s.html" % partial)
            return CONTROL
        elif not re.fullmatch(r"\.|[\w.]+", inner):
            self.fault("name", tag)
        self.values.append(inner)
        return VALUE

    def sentence(self, match):
        """One value, in text: an element may come of it."""
        before, inner = match.group(1) or "", match.group(2)
        if before or not re.fullmatch(r"\{\{[\w.]+\}\}", inner):
            self.fault("say", inner)
        return before + inner

    def say(self, match):
        said = match.group(1).split("|")
        key, given = said[0].strip(), {}
        for part in said[1:]:
            name, equals, value = part.partition("=")
            given[name.strip()] = value
            if not equals or "\n" in name:
                self.fault("argument", "%s: %s is no name=value" % (key, part))
        if "{{" in key:
            start = key.split("{{")[0]
            keys = [k for k in self.words if start and k.startswith(start)]
            self.begun.add(start) if start else None
            if start and not keys:
                self.fault("key", "there are no words %s..." % start)
            self.given(key, set(given), keys, False)
        else:
            self.used.add(key)
            if key not in self.words:
                self.fault("key", "there are no words %s" % key)
            else:
                self.given(key, set(given), [key], True)
        return WORDS

    def given(self, key, given, keys, exactly):
        for one in keys:
            try:
                wanted = arguments(self.words[one])
            except ValueError:
                continue
            for name in sorted(wanted - given):
                self.fault("argument", "%s wants %s" % (one, name))
            for name in sorted(given - wanted) if exactly else ():
                self.fault("argument", "%s has no %s" % (one, name))

    # ---------------------------------------------------------------- HTML

    def read(self, text):
        self.text, self.form, self.inside_label = text, None, 0
        at, self.seen = 0, iter(self.values)
        while at < len(text):
            if text.startswith("<!--", at):
                end = text.find("-->", at) + 3
                self.pass_by(text[at:end], "comment")
                at = max(end, at + 4)
            elif re.match(r"</?[A-Za-z" + VALUE + "]", text[at:at + 3]):
                at = self.element(at)
            elif text.startswith("<!", at):
                at = text.index(">", at) + 1
            else:
                end = text.find("<", at + 1)
                end = len(text) if end < 0 else end
                self.spoken(text[at:end], "text")
                at = end
        for control in self.controls:
            if control not in self.labels:
                self.fault("label", "nothing says what %s is" % control)

    def pass_by(self, text, rule):
        for _ in range(text.count(VALUE)):
            value = next(self.seen)
            if rule:
                self.fault(rule, "{{%s}}" % value)

    def spoken(self, text, where):
        for _ in range(text.count(VALUE)):
            next(self.seen)
        for letters in re.findall(r"[^\W\d_]{2,}|&\w+;", text):
            if letters not in ("&nbsp;", "&middot;", "&times;"):
                self.fault("literal", "%s: %s" % (where, letters))

    def element(self, at):
        match = re.compile(r"</?([A-Za-z0-9%s]*)" % VALUE).match(self.text, at)
        name, at = match.group(1).lower(), match.end()
        if VALUE in name:
            self.fault("in-tag", "{{%s}}" % next(self.seen))
        closing = self.text[match.start() + 1] == "/"
        attributes, at = self.attributes(at)
        if closing:
            self.close(name)
            return at
        self.judge(name, attributes)
        if name in ("script", "style"):
            end = self.text.find("</" + name, at)
            self.pass_by(self.text[at:end], name)
            if name == "style" or "src" not in attributes:
                self.fault("inline", "<%s>" % name)
            return end
        return at

    def attributes(self, at):
        found = {}
        whole = re.compile(r'([^\s=>"\'/%s]+)(?:\s*=\s*("[^"]*"|\'[^\']*\'|'
                           r'[^\s>]+))?' % (CONTROL + VALUE))
        while at < len(self.text) and self.text[at] != ">":
            letter, match = self.text[at], whole.match(self.text, at)
            if letter == VALUE:
                self.fault("in-tag", "{{%s}}" % next(self.seen))
            if match is None or letter in "/ \n\t":
                at += 1
                continue
            at = match.end()
            self.attribute(match.group(1).lower(), match.group(2), found)
        return found, at + 1

    def attribute(self, name, value, found):
        if value is None:
            found[name] = ""
            return
        if value[0] != '"':
            self.pass_by(value, "unquoted")
            self.fault("unquoted", name) if value[0] == "'" else None
            found[name] = value.strip("'")
            return
        value = value[1:-1]
        found[name] = value
        if name.startswith("on"):
            self.pass_by(value, None)
            self.fault("on", name)
        elif name in NEVER:
            self.pass_by(value, None)
            self.fault("style", name)
        elif name in URL:
            self.url(name, value)
        elif name in SPOKEN:
            self.spoken(value, name)
        else:
            found[name] = "".join(
                "{{%s}}" % next(self.seen) if c == VALUE else c
                for c in value)

    def url(self, name, value):
        plain = value.startswith("#")
        for place, letter in enumerate(value):
            if letter != VALUE:
                continue
            key = next(self.seen)
            if not (key.split(".")[-1].endswith("_url") and not
                    value[:place].strip(CONTROL)) and not plain:
                self.fault("url", '%s="{{%s}}"' % (name, key))
        if re.match(r"\s*(javascript|data|vbscript|http):", value, re.I):
            self.fault("url", '%s="%s"' % (name, value))

    def judge(self, name, attributes):
        if name in ("iframe", "object", "embed", "base"):
            self.fault("element", "<%s>" % name)
        if name == "label":
            self.inside_label += 1
            self.labels.add(attributes.get("for", ""))
        if name == "form":
            self.form = {"method": attributes.get("method", "").lower()}
            if self.form["method"] not in ("get", "post") or \
                    not attributes.get("action"):
                self.fault("form", "it needs a method and an action")
        if name == "input" and attributes.get("name") == "csrf" and self.form:
            self.form["csrf"] = attributes.get("value") == "{{csrf}}"
        if name in ("input", "select", "textarea") and not (
                attributes.get("type") in ("hidden", "submit")
                or self.inside_label or "aria-label" in attributes
                or "aria-labelledby" in attributes):
            self.controls.append(attributes.get("id", "<%s>" % name))

    def close(self, name):
        if name == "label":
            self.inside_label -= 1
        if name == "form" and self.form:
            if self.form["method"] == "post" and not self.form.get("csrf"):
                self.fault("csrf", "a form without its token")
            self.form = None


def check(name, text, words, partials):
    return Template(name, text, words, partials)


def check_words(area, words, english):
    """Faults of a file of words."""
    for key, pattern in words.items():
        if not key.startswith(area + "."):
            yield "area", "%s is not of %s" % (key, area)
        if re.search(r'[<>&"]', pattern):
            yield "letters", '%s has <, >, & or "' % key
        try:
            names = arguments(pattern)
        except (ValueError, IndexError) as e:
            yield "pattern", "%s: %s" % (key, e)
            continue
        if key not in english:
            yield "english", "%s is not in English" % key
        elif arguments(english[key]) != names:
            yield "names", "%s has other names than in English" % key


def form(sentence):
    """What a sentence of C and the words for it have in common: all but what
    is filled in."""
    return re.sub(r"%[-.*0-9]*l*[a-z]|\{\w+\}", "\0",
                  sentence.replace("''", "'"))
