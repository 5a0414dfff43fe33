#!/usr/bin/env python3
"""The pages of those who write to families: from two letters of a name to a
text on a phone, taking back, what is told before sending; students; contacts;
and that a restricted guardian is on no page of a teacher."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from visitor import Visitor, house, small_district

IVY, NOAH, MIA, ELI, AMA, SAM, LUCAS, ZARA, BEN = (
    "000000000000%s" % c for c in "1345678" "9A")
LEO = "0000000000002"
ROSA, HECTOR, LINH, RUI = ("+15085550120", "+17745550121", "+16175550122",
                           "+13515550129")


def bubbles(page):
    """The texts that are shown as they will arrive."""
    return [re.sub(r"&#?\w+;", lambda m: {"&amp;": "&", "&quot;": '"',
                                          "&#39;": "'"}.get(m[0], m[0]), t)
            for t in re.findall(r'<p class="words"[^>]*>(.*?)</p>',
                                page.text, re.S)]


def texts_to(h, phone):
    return [t["body"] for t in h.carrier.record() if t["to"] == phone]


def send(v, student, words, **more):
    """The answer to a form about that student."""
    v.get("/write?about=" + student)
    return v.press("/write", words=words, **more)


def search(tap, park):
    page = park.search("/write", student="ri")
    tap.case("write: two letters find a student of the school, and no other",
             page.status == 200 and page.h1.strip() == "Write to a family" and
             "Rosa Rivera" in page.words and "Leo Rivera" not in page.words,
             [page.words])
    page = park.search("/write", student="m")
    tap.case("write: several are a list", "/write?about=" + MIA in page.links
             and "/write?about=" + AMA in page.links, page.links)
    page = park.search("/write", student="zzz")
    tap.case("write: nobody is found", "No student of yours" in page.words,
             [page.words])
    page = park.get("/write?student=mi", fragment="write_found")
    tap.case("write: what is found is a fragment, also of one", "<main" not in
             page.text and page.links == ["/write?about=" + MIA],
             [page.text])
    statuses = [park.get("/write?about=" + ZARA).status,
                park.get("/write?about=0123456789ABC").status,
                park.get("/students/" + ZARA).status]
    tap.case("write: a student of another school is as if not there",
             statuses == [404, 404, 404], statuses)


def writes(tap, h, park):
    park.get("/write?about=" + IVY)
    form = park.last
    page = park.press("/write", at="/write/preview",
                      words="Ivy read \"Café\" well.")
    shown = bubbles(page)
    tap.case("write: all guardians are ticked, and what they get is shown",
             len(form.values("/write", "to")) == 2 and page.status == 200 and
             len(shown) == 1 and "Hector Rivera" in page.words, shown)
    part = park.press("/write", at="/write/preview", page=form,
                      fragment="write_preview", words="Ivy read well.")
    tap.case("write: as a fragment while it is typed", "<main" not in
             part.text and "Counts as" in part.words, [part.text])
    sent = park.press("/write")
    twice = park.press("/write", page=page)
    tap.case("write: what is sent twice is written once", sent.status == 303
             and sent.location == twice.location, [sent.location,
                                                   twice.location])
    told = park.follow(sent)
    tap.case("write: it says when it goes and how to take it back",
             "This goes in" in told.words and
             told.form(sent.location + "/cancel") is not None, [told.words])
    h.clock.step(11000)
    arrived = house.until(lambda: texts_to(h, ROSA), 20)
    tap.case("write: what was shown is what arrives, at both",
             arrived == shown and house.until(
                 lambda: texts_to(h, HECTOR), 20) == shown, [arrived, shown])
    once_more(tap, park, sent)
    tap.case("write: and it says so", house.until(
        lambda: park.get(sent.location).words.count("Delivered") == 2, 20),
             [park.last.words])


def once_more(tap, park, sent):
    """Who goes back after Send finds the words there, in a fresh form."""
    words = "Ivy read \"Caf\u00e9\" well."
    page = send(park, IVY, words)
    tap.case("write: the same words again are asked about", page.status == 409
             and "You sent this at" in page.words and sent.location in
             page.links and page.values("/write", "words") == [words],
             [page.words])
    page = park.press("/write", page=page, words=words + " Twice.")
    tap.case("write: other words are not", page.status == 303, [page.words])
    park.get(page.location)
    park.press(page.location + "/cancel")
    page = send(park, IVY, words)
    page = park.press("/write", page=page)
    tap.case("write: and whoever means it sends them again", page.status ==
             303 and page.location != sent.location, [page.words])
    park.get(page.location)
    park.press(page.location + "/cancel")


def some(tap, h, park):
    park.get("/write?about=" + NOAH)
    tap.case("write: two on one phone are told so", "on the same phone" in
             park.press("/write", at="/write/preview", words="Hi.").words,
             [park.last.words])
    before = texts_to(h, ROSA)
    park.get("/write?about=" + IVY)
    hector = park.last.values("/write", "to")[1]
    sent = park.press("/write", words="For you alone.", to=hector)
    h.clock.step(11000)
    got = house.until(lambda: len(texts_to(h, HECTOR)) == 2, 20)
    tap.case("write: to one of two guardians", sent.status == 303 and got and
             texts_to(h, ROSA) == before, [sent.status, sent.words])
    sent = send(park, MIA, "Not this one.")
    back = park.follow(sent)
    back = park.press(sent.location + "/cancel", page=back)
    told = park.follow(back)
    h.clock.step(15000)
    later = park.get(sent.location)
    tap.case("write: what is taken back goes to nobody", "Taken back" in
             told.words and "Taken back" in later.words and not any(
                 "Not this one" in t["body"] for t in h.carrier.record()),
             [told.words, later.words])


def again(tap, h, park):
    sent = send(park, MIA, "First try.\nIn two lines.")
    park.get(sent.location)
    told = park.follow(park.press(sent.location + "/cancel"))
    page = park.press("/write/preview", page=told)
    tap.case("write: what was taken back can be changed and sent again",
             page.status == 200 and page.values("/write", "words") == [
                 "First try.\nIn two lines."] and page.values("/write", "to")
             == page.values("/write", "shown"), [page.words])
    fresh = park.press("/write", page=page)
    tap.case("write: and it is another message", fresh.status == 303 and
             fresh.location != sent.location, [fresh.location])
    park.follow(fresh)
    park.press(fresh.location + "/cancel")


def siblings(tap, h, desk):
    page = desk.get("/write?about=" + IVY)
    both = [IVY, LEO]
    tap.case("write: a brother is there to be ticked",
             "Leo Rivera" in page.words and
             page.values("/write", "about") == [IVY], [page.words])
    sent = desk.press("/write", words="Both read well.", about=both)
    told = desk.follow(sent)
    h.clock.step(11000)
    tap.case("write: about both, it is one text on each phone",
             "/students/" + LEO in told.links and house.until(
                 lambda: sum("Both read well." in t
                             for t in texts_to(h, ROSA)) == 1, 20),
             [told.words, texts_to(h, ROSA)])


def mistakes(tap, h, park, desk):
    page = send(park, IVY, "  ")
    tap.case("write: no words", page.status == 422 and "Write some words." in
             page.words, [page.words])
    page = send(park, IVY, "a" * 3523)
    tap.case("write: too long says by how much", page.status == 422 and
             "2,023 characters too long. Write at most 1,500" in
             page.words and "a" * 3523 in page.text, [page.words[:600]])
    page = send(park, IVY, "Hello", to=None)
    tap.case("write: to nobody", page.status == 422 and "at least one "
             "guardian" in page.words, [page.words])
    page = send(park, IVY, "Hello", about=None)
    tap.case("write: about nobody", page.status == 422 and "at least one "
             "student" in page.words, [page.words])
    park.get("/write?about=" + IVY)
    page = park.press("/write", words="Hello", about=ZARA, student=ZARA)
    tap.case("write: about a student of another school", page.status == 404,
             [page.status])
    form = desk.get("/write?about=" + IVY)
    send(park, IVY, "I was faster.")
    page = desk.press("/write", page=form, words="Hello from the desk.")
    tap.case("write: a colleague wrote meanwhile", page.status == 422 and
             "Min Park wrote to this family" in page.words, [page.words])
    page = desk.press("/write", page=page)
    tap.case("write: and it goes when they send again", page.status == 303,
             [page.words])
    families = (IVY, NOAH, MIA, AMA, SAM)
    done = [send(desk, s, "The same to all.").status for s in families]
    page = send(desk, ZARA, "The same to all.")
    tap.case("write: the sixth family is told before sending", page.status
             == 422 and "announcement" in page.words, [done, page.words])
    page = desk.press("/write", page=page)
    tap.case("write: and it goes when they send again, counted so",
             page.status == 303, [page.words])


def unreachable(tap, h, park):
    for phone, state in ((ROSA, "stopped"), (HECTOR, "landline")):
        h.sql("UPDATE contact SET state = '%s' WHERE address = '%s'" % (
            state, phone))
    page = park.get("/write?about=" + IVY)
    tap.case("write: why nobody is reached, and no button", "asked for no "
             "texts" in page.words and "landline" in page.words and
             "Nobody in this family can be reached" in page.words and
             not page.form("/write")["buttons"], [page.words])
    page = park.get("/students/" + IVY)
    tap.case("student: the state of each number in words", "Asked us to stop"
             in page.words and "Home phone" in page.words and
             "0120" in page.words and "555" not in page.words, [page.words])


def lists(tap, park, desk):
    page = park.get("/students")
    tap.case("students: of the school, by name", page.links.index(
        "/students/" + AMA) < page.links.index("/students/" + NOAH) and
        "/students/" + ZARA not in page.links, page.links)
    page = desk.search("/students", q="riv")
    tap.case("students: by a part of a name", "/students/" + IVY in page.links
             and "/students/" + LEO in page.links and "/students/" + NOAH
             not in page.links, page.links)
    page = desk.search("/students", q="nobody")
    tap.case("students: none is found", "Show all" in page.words,
             [page.words])


def office(tap, h, silva, park):
    statuses = [park.get(p).status for p in (
        "/contacts", "/contacts/people/0123456789ABC",
        "/contacts/0123456789ABC")]
    tap.case("contacts: not for a teacher", statuses == [403, 403, 403],
             statuses)
    page = silva.search("/contacts", q="0128")
    tap.case("contacts: by four digits", "Joana Costa" in page.words and
             "Zara" not in page.words, [page.words])
    card = [l for l in page.links if re.fullmatch(r"/contacts/\w{13}", l)][0]
    silva.get(card)
    done = silva.press(card + "/enter", deed="stop", note="She called.")
    page = silva.follow(done)
    tap.case("contacts: a stop told on the phone, with its note", done.status
             == 303 and "They want no messages" in page.words and
             "She called." in page.words and "Paula Silva" in page.words,
             [page.words])
    again = silva.press(card + "/enter", deed="start", note="")
    tap.case("contacts: a start needs a note", again.status == 422 and
             "asked for messages again" in again.words, [again.words])
    page = silva.get("/contacts?tab=stopped")
    tap.case("contacts: those who stopped", "Joana Costa" in page.words and
             "Stopped 1" in page.words, [page.words])
    done = silva.press(card + "/enter", page=again, deed="start",
                       note="At the desk.")
    page = silva.follow(done)
    tap.case("contacts: and starts again", "Works" in page.words,
             [page.words])
    twice = silva.press(card + "/enter", page=page, deed="ok")
    tap.case("contacts: what is so already changes nothing", twice.location
             is not None and twice.location.endswith("done=same"), [twice])
    page = silva.press(card + "/enter", page=page, deed="wrong")
    page = silva.get("/contacts?tab=fix")
    tap.case("contacts: somebody else's number is to be fixed", "Joana Costa"
             in page.words and "To fix 1" in page.words, [page.words])
    person = [l for l in page.links if "/people/" in l][0]
    silva.get(person)
    page = silva.press(person + "/add", address="12")
    tap.case("contacts: no such number", page.status == 422 and
             "too few digits" in page.words, [page.words])
    page = silva.follow(silva.press(person + "/add", page=page,
                                    address="508-799-3116"))
    tap.case("contacts: a new number, first", page.words.index("799-3116") <
             page.words.index("555-0128"), [page.words])
    tap.case("contacts: which nobody has proved", "Not tried yet" in
             page.words and "Works" not in page.words, [page.words])
    page = silva.get("/contacts?tab=fix")
    tap.case("contacts: and who has it leaves the list", "Joana Costa" not in
             page.words and "To fix 0" in page.words, [page.words])
    page = silva.get(person)
    number = page.values(person + "/remove", "contact")[0]
    page = silva.follow(silva.press(person + "/remove"))
    tap.case("contacts: a number is taken away", number not in page.values(
        person + "/remove", "contact") and "Undo" in page.words,
             [page.words])
    page = silva.follow(silva.press(person + "/put-back"))
    tap.case("contacts: and put back, where it was", page.values(
        person + "/remove", "contact") == [number] and "Undo" not in
        page.words and page.words.index("799-3116") <
        page.words.index("555-0128"), [page.words])
    page = silva.follow(silva.press(person + "/prefers", prefers="mail"))
    tap.case("contacts: how they want messages", page.values(
        person + "/prefers", "prefers") == ["mail"], [page.words])


def crawl(v, starts, most=300):
    """Every page that can be reached by links, by path."""
    pages, waiting = {}, list(starts)
    while waiting and len(pages) < most:
        path = waiting.pop(0)
        if path in pages or not path.startswith("/") or \
                path.startswith("/assets"):
            continue
        page = v.get(path)
        pages[path] = page
        waiting += [l for l in page.links if l not in pages]
        if page.location:
            waiting.append(page.location)
    return pages


def restricted(tap, h, reed, silva):
    asks = ["/"] + ["/write?student=" + w for w in ("ru", "rui", "rui+costa",
                                                   "costa", "0129")]
    asks += ["/students?q=" + w for w in ("rui", "costa", "0129")]
    asks += ["/contacts?q=rui", "/write?about=" + LUCAS,
             "/students/" + LUCAS]
    barred = h.count("SELECT id FROM person WHERE name = 'Rui Costa'")
    h.carrier.write(RUI, "How is my boy doing?", house.NUMBERS[0])
    house.until(lambda: h.count("SELECT count(*) FROM reply") > 0, 20)
    school = h.count("SELECT id FROM school WHERE name LIKE '%Middle%'")
    h.sql("UPDATE conversation SET school = %d, seat = (SELECT id FROM seat "
          "WHERE school = %d AND kind = 'office')" % (school, school))
    pages = crawl(reed, asks + ["/inbox", "/inbox?tab=all", "/inbox?q=boy",
                               "/inbox?q=rui", "/sent"])
    sent = send(reed, LUCAS, "Lucas was late.")
    pages["sent"] = reed.follow(sent)
    reed.get("/write?about=" + LUCAS)
    form = reed.last
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    id_ = "".join(letters[barred >> s & 31] for s in range(60, -1, -5))
    for name, more in (("preview", {}), ("to him", {"to": id_}),
                       ("to both", {"to": form.values("/write", "to") + [
                           id_]})):
        pages[name] = reed.press("/write", at="/write/preview", page=form,
                                 words="Hello.", **more)
    pages["send to him"] = reed.press("/write", page=form, words="Hello.",
                                      to=id_)
    faults = [path for path, page in pages.items() if "Rui" in page.text or
              "5550129" in page.text or "\u2026 0129" in page.text or
              "my boy" in page.text or id_ in page.text]
    tap.case("restricted: on no page that a teacher reaches",
             not faults and len(pages) > 20 and
             pages["send to him"].status == 422, faults[:5] + [
                 len(pages), pages["send to him"].words[:300]])
    page = silva.get("/inbox?tab=all")
    tap.case("restricted: what he wrote is with the office", "my boy" in
             page.text, [page.words])
    for path in ("/students/" + LUCAS, "/write?about=" + LUCAS):
        page = silva.get(path)
        tap.case("restricted: the office sees it, %s" % path.split("?")[0],
                 "ot to be written to" in page.words, [page.words])
    h.clock.step(11000)
    got = house.until(lambda: any("Lucas was late" in t["body"]
                                  for t in h.carrier.record()), 20)
    tap.case("restricted: and nothing goes there", got and
             not texts_to(h, RUI), [h.carrier.record()[-3:]])


def answered(tap, h, park):
    sent = send(park, IVY, "Ivy forgot her boots.")
    h.clock.step(11000)
    house.until(lambda: "boots" in str(texts_to(h, ROSA)), 20)
    park.get(sent.location)
    tap.case("write: nobody there has written yet, so no talk is linked",
             not any(l.startswith("/inbox/") for l in park.last.links),
             park.last.links)
    h.carrier.write(ROSA, "Thank you so much. Where are they?")
    tap.case("write: an answer is told, and leads to its talk", house.until(
        lambda: "They answered" in park.get(sent.location).words, 20) and any(
            l.startswith("/inbox/") for l in park.last.links),
             [park.last.words, park.last.links])


def night(tap, h, g):
    h.clock.step((12 * 60 + 40) * 60000)        # It was nine o'clock.
    park = Visitor(h, g.port, "Daniel Oduya")
    page = park.get("/write?about=" + AMA)
    tap.case("write: at night it says when it goes", re.search(
        r"It is \d+:\d\d PM\. This waits until (\w+ )?7:00 AM", page.words)
             is not None and "from 7:00 AM to 8:00 PM" in page.words,
             [page.words])
    sent = park.press("/write", words="Ama forgot her coat.")
    park.follow(sent)
    h.clock.step(12000)
    page = house.until(lambda: "Waits until" in park.get(sent.location).words and
                       park.last, 20)
    tap.case("write: and waits, and can still be taken back", page and
             page.form(sent.location + "/cancel") is not None,
             [park.last.words])
    page = park.follow(park.press(sent.location + "/cancel", page=page))
    tap.case("write: in the night", "Taken back" in page.words or
             "Not sent" in page.words, [page.words])


def main():
    tap = house.Tap()
    house.district = small_district
    with house.House() as h:
        g = h.open()[0]
        park, desk, silva, reed = (Visitor(h, g.port, name) for name in (
            "Min Park", "Carmen Lopez", "Paula Silva", "Thomas Reed"))
        search(tap, park)
        writes(tap, h, park)
        some(tap, h, park)
        again(tap, h, park)
        siblings(tap, h, desk)
        restricted(tap, h, reed, silva)
        mistakes(tap, h, park, desk)
        lists(tap, park, desk)
        office(tap, h, silva, park)
        answered(tap, h, park)
        unreachable(tap, h, park)
        night(tap, h, g)
        said = g.said()
        tap.case("the log has nobody's name, number or words", not re.search(
            "Rivera|Costa|555012|read well", said), [said[-300:]])
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
