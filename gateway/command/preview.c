/*
 * Previews in words.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "command/preview.h"
#include "command/table.h"
#include "web/when.h"

static long long
number(const json_t *preview, const char *name)
{
	return json_integer_value(json_object_get(preview, name));
}

/* "1 family", "12 families" */
static const char *
count_of(struct here *h, long long n, const char *one, const char *many)
{
	return arena_print(h->ground.arena, "%lld %s", n,
	    n == 1 ? one : many);
}

static const char *
families_of(struct here *h, const json_t *preview)
{
	return count_of(h, number(preview, "families"), "family", "families");
}

const char *
preview_when(struct here *h, const char *time)
{
	int64_t due;

	if (!when_read(time, &due) || due <= h->face.now + MINUTES(1))
		return "at once";
	return times_say(&h->face, due);
}

static const char *
counts_in_words(const char *counts)
{
	if (strcmp(counts, "direct") == 0)
		return "It counts as a direct message, once for each family.";
	if (strcmp(counts, "announcement") == 0)
		return "It counts as an announcement, not as a direct "
		    "message.";
	if (strcmp(counts, "automatic") == 0)
		return "It counts as an automatic notice, not as a direct "
		    "message.";
	return "It counts as no direct message.";
}

static void
print_reach(struct here *h, const json_t *p)
{
	const json_t	*reason;
	size_t		 i;

	long long	 mails = number(p, "mail_copies");
	long long	 texts = number(p, "copies") - mails;

	printf("It reaches %lld of %s, by ", number(p, "reached"),
	    count_of(h, number(p, "people"), "guardian", "guardians"));
	if (texts > 0 || mails == 0)
		printf("%s%s", count_of(h, texts, "text", "texts"),
		    mails > 0 ? " and " : "");
	if (mails > 0)
		printf("%s", count_of(h, mails, "mail", "mails"));
	if (number(p, "shared") > 0)
		printf(mails == 0 ? "; %s a phone with another one" :
		    "; %s a phone or mailbox with another one",
		    count_of(h, number(p, "shared"), "shares", "share"));
	puts(".");
	json_array_foreach(json_object_get(p, "not_reached"), i, reason)
		printf("Not reached: %lld. %s\n", number(reason, "people"),
		    ask_text(reason, "reason"));
	json_array_foreach(json_object_get(p, "mail_because"), i, reason)
		printf("By mail: %lld. %s\n", number(reason, "people"),
		    ask_text(reason, "reason"));
	if (number(p, "held") > 0)
		printf("Practice: %s not sent, since only the numbers %sof "
		    "the practice list are.\n", count_of(h,
		    number(p, "held"), mails > 0 ? "message is" : "text is",
		    mails > 0 ? "messages are" : "texts are"),
		    mails > 0 ? "and mailboxes " : "");
}

/* As on the phone, line for line, and nothing that commands a terminal. */
static void
print_lines(struct arena *arena, const char *text)
{
	size_t length;

	for (;; text += length + 1) {
		length = strcspn(text, "\n");
		puts(table_clean(arena, arena_copy(arena, text, length)));
		if (text[length] == '\0')
			return;
	}
}

static void
print_texts(struct here *h, const json_t *p)
{
	const json_t	*text;
	size_t		 i;

	json_array_foreach(json_object_get(p, "texts"), i, text) {
		printf("\n[%s, %s of %s, %s%s]\n",
		    ask_text(text, "language"),
		    count_of(h, number(text, "copies"), "text", "texts"),
		    count_of(h, number(text, "parts"), "part", "parts"),
		    strcmp(ask_text(text, "encoding"), "gsm7") == 0 ?
		    "plain letters" : "Unicode",
		    json_is_true(json_object_get(text, "introduces")) ?
		    ", the first text of our number" : "");
		print_lines(h->ground.arena, ask_text(text, "text"));
	}
}

static void
print_mails(struct here *h, const json_t *p)
{
	const json_t	*mail;
	size_t		 i;

	json_array_foreach(json_object_get(p, "mails"), i, mail) {
		printf("\n[%s, %s from %s]\n", ask_text(mail, "language"),
		    count_of(h, number(mail, "copies"), "mail", "mails"),
		    ask_text(p, "mail_from"));
		print_lines(h->ground.arena, arena_print(h->ground.arena,
		    "Subject: %s\n\n%s", ask_text(mail, "subject"),
		    ask_text(mail, "text")));
	}
}

/* From where, when only mails go; and parts are a matter of texts. */
static void
print_going(struct here *h, const json_t *p)
{
	bool		 texts = number(p, "copies") >
			    number(p, "mail_copies");
	const char	*from = texts || number(p, "mail_copies") == 0 ?
			    ask_text(p, "from") : ask_text(p, "mail_from");

	printf("It goes %s%s%s, and is useless after %s.",
	    preview_when(h, ask_text(p, "due")), *from == '\0' ? "" :
	    ", from ", from, times_say_api(&h->face,
	    ask_text(p, "not_after")));
	if (texts)
		printf(" Parts in all: %lld.", number(p, "parts"));
	putchar('\n');
}

void
preview_print(struct here *h, const char *to, const json_t *p)
{
	printf("%s to %s: %s.\n", here_kind(ask_text(p, "kind")), to,
	    families_of(h, p));
	print_reach(h, p);
	puts(json_is_true(json_object_get(p, "practice")) ?
	    "The district is in practice, so it counts nowhere." :
	    counts_in_words(ask_text(p, "counts")));
	if (number(p, "by_repetition") > 0)
		printf("To %s it counts as an announcement, since these words "
		    "went to five others within a day.\n", count_of(h,
		    number(p, "by_repetition"), "family", "families"));
	print_going(h, p);
	print_texts(h, p);
	print_mails(h, p);
	puts("\nNothing was sent.");
}

void
preview_sent(struct here *h, const char *to, const json_t *preview,
    const json_t *composed)
{
	const char *id = ask_text(composed, "id");

	printf("%s to %s, %s, is kept and goes %s.\n",
	    here_kind(ask_text(composed, "kind")), to,
	    families_of(h, preview),
	    preview_when(h, ask_text(composed, "goes_at")));
	if (number(preview, "people") > number(preview, "reached"))
		printf("%lld of %lld guardians cannot be reached.\n",
		    number(preview, "people") - number(preview, "reached"),
		    number(preview, "people"));
	if (json_is_true(json_object_get(preview, "practice")))
		puts("The district is in practice, so it counts nowhere.");
	if (number(preview, "held") > 0)
		printf("Of %s, %lld will not be sent: only the numbers of the "
		    "practice list are reached.\n", count_of(h,
		    number(preview, "copies"), "text", "texts"),
		    number(preview, "held"));
	printf("Its id is %s; `homeline sent %s` tells what becomes of it.\n",
	    id, id);
}
