"""The phrase book of the demo's translator: what families of the sample write,
and what the demo's staff are likely to, in the ten languages.  It is there to
show how translation works; no speaker has read it."""

import people

NAMES = {"en-US": "English", "es-US": "Spanish", "pt-BR": "Portuguese",
         "vi": "Vietnamese", "ht": "Haitian Creole", "ak": "Twi",
         "ar": "Arabic", "sq": "Albanian", "ne": "Nepali", "ps": "Pashto"}


def code(language):
    """What LibreTranslate calls it."""
    return {"en-US": "en", "es-US": "es"}.get(language, language)


def coded(row):
    return {code(language): words for language, words in row.items()}


def alike(theirs, ours):
    """The English, which names the child only when they do."""
    if "{first}" in ours and "{first}" not in theirs:
        ours = ours.replace("{first}", "my child")
        ours = ours[0].upper() + ours[1:]
    return ours.replace("{first}", "{1}")


def answers(families):
    """What families write, in their language and in English."""
    english = families["en-US"]
    for language, kinds in families.items():
        for kind, all_words in kinds.items() if language != "en-US" else ():
            for theirs, ours in zip(all_words, english[kind]):
                yield {"en": alike(theirs, ours),
                       code(language): theirs.replace("{first}", "{1}")}


def book():
    given = people.table("phrases.json")
    return {"languages": coded(NAMES),
            "words": {name: [coded(row) for row in rows]
                      for name, rows in given["words"].items()},
            "sentences": [coded(row) for row in given["sentences"]] +
            list(answers(people.table("families.json")))}
