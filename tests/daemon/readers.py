#!/usr/bin/env python3
"""Two readers of mail that others wrote are witnesses for ours: mailparser
for headers, text and files, email-reply-parser for what a person wrote.  They
read the mails of tests/mails; where they say something else, a line below
says why, and a difference that is in no line fails, as does a line without a
difference.  They are found by NODE_PATH; ./check installs them."""

import collections
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata

import house

MAILS = os.path.join(house.TOP, "tests/mails")
READ = os.path.join(MAILS, "readers/read.js")
OURS = os.path.join(os.environ.get("builddir", house.TOP),
                    "tests/base/test_mime_mails")
FIELDS = ("from", "from_name", "subject", "message_id", "date")

# Where mailparser says something else of a field, the text or the files, and
# why ours is right.
MAILPARSER = {
    "bytes that are no letters of what is declared are read as what they are":
        "charset_1252_as_utf8 charset_8bit_russian charset_ascii_8bit "
        "charset_latin1_is_1252 charset_mixed charset_none_1252 "
        "charset_utf8_as_latin1 header_8bit_1252",
    "controls, NUL and marks of the byte order are no text":
        "charset_bom charset_controls encoding_base64_broken",
    "UTF-7 hides one text in another":
        "charset_utf7",
    "a quote that was broken into lines is whole again, as RFC 3676 says":
        "flowed",
    "what is HTML is HTML, whatever it says it is":
        "html_as_text",
    "a letter that is cut in the midst is one mark more or less":
        "header_2047_broken",
    "an id has no spaces":
        "broken_ids",
    "a date that is none is none, and not now":
        "broken_date",
    "the name of a file has no folders, controls or turns":
        "file_path file_turned",
    "nothing that is shown in a line turns it around or ends it":
        "header_turned",
    "a type is what stands before what cannot stand in one":
        "file_type",
    "30 files are kept":
        "file_many",
    "a mail that is passed on as a file has its subject as a name":
        "forward_attached",
    "what proves or reports is no file of a person, and no text":
        "receipt smime report_bare report_class_only report_exchange "
        "report_exim report_full report_gmail report_postfix "
        "report_postfix_delayed report_postfix_delivered report_sendmail "
        "report_ses report_two report_yahoo",
}

# Where email-reply-parser keeps or folds something else, and why ours is
# right.  It reads the text that mailparser read; where that was other, above,
# it has no say.
REPLY_PARSER = {
    "it does not know how this language says who wrote":
        "gmail_ar gmail_de gmail_fa gmail_fil gmail_ja gmail_ko gmail_ne "
        "gmail_ru gmail_sq gmail_vi gmail_zh gmail_zh_hant gnus horde",
    "it does not know the fields of this language, or the border":
        "gmx gmx_html lotus outlook_bold outlook_html_strange "
        "outlook_original_es outlook_ru outlook_sq samsung_vi",
    "it does not know what a telephone adds in this language":
        "apple_ar apple_pt apple_ru apple_vi apple_zh proton",
    "answers between quotes are not understood without the lines they answer":
        "gmail_between_html thunderbird_between two_quotes",
    "what is passed on is what the person wants to say":
        "forward_apple forward_gmail forward_outlook write_pasted",
    "a name below a greeting is not folded away: who wrote is worth knowing":
        "outlook_en outlook_html",
    "dashes, faces, numbers and lists are no quote and no signature":
        "write_angry write_dash_list write_dashes write_list",
    "what was moved to the right is no quote":
        "gmail_indent",
    "HTML says that it is a signature, and its text does not":
        "proton_html",
    "a line that is drawn is no word":
        "outlook_web_html",
    "HTML is read in another way: tables, lists, what is hidden":
        "html_table html_broken html_only_picture file_inline",
    "text that is blank, or says there is HTML, is not what was written":
        "html_better html_blank_text broken_alternative",
}


def missing():
    """Why the witnesses cannot be asked, or None."""
    if shutil.which("node") is None:
        return "there is no node here"
    for name in ("mailparser", "email-reply-parser"):
        done = subprocess.run(
            ["node", "-e", "require('%s')" % name], cwd=MAILS,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=60)
        if done.returncode:
            return "the npm package %s is not installed" % name
    return None


def read(command, paths):
    done = subprocess.run(command + paths, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, timeout=120, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def plain(value):
    """Text with single spaces; anything else as it is."""
    if not isinstance(value, str):
        return value
    value = re.sub(r"\s+", " ", unicodedata.normalize("NFC", value))
    return value.strip()


def letters(text):
    return collections.Counter(unicodedata.normalize("NFC", text)) - \
        collections.Counter({c: len(text) for c in text if c.isspace()})


def differs(ours, theirs):
    """What mailparser read in another way."""
    theirs["message_id"] = theirs["message_id"].strip("<>")
    found = [name for name in FIELDS
             if plain(ours[name]) != plain(theirs[name])]
    if ours["files"] != theirs["files"]:
        found.append("files")
    if theirs["plain"] and letters(ours["words"] + ours["folded"]) != \
            letters(theirs["text"]):
        found.append("text")
    return found


def told(reasons):
    return {name: why for why, names in reasons.items()
            for name in names.split()}


def compare(tap, who, reasons, found):
    """found: what differs, by the name of the mail."""
    known = told(reasons)
    tap.case("%s agrees, or it is said why not" % who,
             not set(found) - set(known),
             {name: found[name] for name in set(found) - set(known)})
    tap.case("%s differs where it is said to" % who,
             not set(known) - set(found), set(known) - set(found))


def main():
    tap = house.Tap()
    why = missing()
    if why:
        tap.skip("two readers of mail that others wrote", why)
        return tap.end()
    paths = sorted(glob.glob(os.path.join(MAILS, "*.eml")))
    names = [os.path.basename(path)[:-len(".eml")] for path in paths]
    ours = read([OURS], paths)
    theirs = read(["node", READ], paths)
    tap.case("they read as many as we do",
             len(ours) == len(theirs) == len(paths) > 100)
    parsed, written = {}, {}
    for name, our, their in zip(names, ours, theirs):
        found = differs(our, their)
        if found:
            parsed[name] = {f: [our.get(f), their[f]] for f in found}
        words = plain(our["words"]), plain(their["words"])
        if words[0] != words[1] and "text" not in found:
            written[name] = words
    compare(tap, "mailparser", MAILPARSER, parsed)
    compare(tap, "email-reply-parser", REPLY_PARSER, written)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
