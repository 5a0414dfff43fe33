"""Who stands on the desk of the demo: eight phones and two mailboxes of
families, each with two ready answers, and whom of the staff one signs in as."""

# A guardian, and what they would write; of a family that has that student.
PHONES = (
    ("Kate Walsh", ("OK, I will bring it at 11. Where do I go?",
                    "Liked \u201c{last}\u201d")),
    ("Mariana Soto", ("Sí, ahí estaré. ¿A qué hora empieza?", "ALTO")),
    ("Rania Nasser", ("شكراً. هل يوجد باص بعد الظهر يوم الخميس؟",
                      "عمر مريض اليوم ولن يحضر إلى المدرسة.")),
    ("Paula Oliveira", ("Obrigada! Posso falar com a senhora amanhã?",
                        "A Joana vai chegar tarde hoje, temos dentista.")),
    ("Fabiola Joseph", ("Mèsi anpil! Mwen pral vini.",
                        "Jean malad, li pap vini lekòl jodi a.")),
    ("Arta Krasniqi", ("Faleminderit! Në çfarë ore duhet të vij?",
                       "Dina është sëmurë sot dhe nuk vjen.")),
    ("Dũng Võ", ("Cám ơn cô. Mấy giờ con tan học ạ? Dung", "Dung")),
    ("ne", ("धन्यवाद! म कति बजे आउनु पर्छ?", "आज छोरी बिरामी छ, स्कुल आउँदिन।")),
)
BOXES = (
    ("Santiago Soto", ("Gracias, maestra. ¿Puedo llamarla el jueves?",
                       "Muchas gracias.")),
    ("Laura Russo", ("Thank you. Can we pick it up after three?",
                     "Please stop writing to this address.")),
)
# By which word a family of that language stops, where it is another one than
# the phone company knows.
STOPS = {"es-US": "ALTO"}
DOORS = (
    ("Min Park", "Ms. Park, teacher"),
    ("Judith Hale", "Ms. Hale, teacher"),
    ("Grace Chen", "Ms. Chen, school office"),
    ("Carmen Lopez", "Ms. Lopez, district"),
    ("Nadia Ferris", "Ms. Ferris, language services"),
    ("Ingrid Solberg", "Ms. Solberg, analyst"),
)


def named(district, name):
    """A guardian by name, or the first one of a language who has a phone
    that works."""
    for person in district.guardians:
        if name in (person["name"], person["language"]) and (
                name == person["name"] or person["phones"]) and not set(
                person["phones"]) & set(district.broken):
            return person
    raise AssertionError(name)


def card(district, name, answers, line, mail):
    person = named(district, name)
    student = person["students"][0]
    return {"address": person["emails"][0] if mail else person["phones"][0],
            "name": person["name"],
            "about": "%s of %s, %s" % (
                person["relation"], student["name"],
                student["classes"][0]["title"]),
            "language": person["language"],
            "line": line or district.numbers[student["school"]],
            "answers": list(answers),
            "stops": STOPS.get(person["language"])}


def desk(district):
    """As `homeline carrier --desk` wants it; ./demo adds the gateway, and to
    each door the path that the name of the staff becomes."""
    return {
        "title": district.name,
        "doors": [{"name": name, "words": words} for name, words in DOORS],
        "cards": [card(district, name, answers, None, False)
                  for name, answers in PHONES] +
                 [card(district, name, answers,
                       "messages@millbrook.example", True)
                  for name, answers in BOXES]}
