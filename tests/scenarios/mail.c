/*
 * Mailboxes: what they write to us, how they fail, and what came to them.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "tests/scenarios/stage.h"

static bool
is_mailbox(const char *word)
{
	return word != NULL && strchr(word, '@') != NULL;
}

static const char *
text_of(const json_t *mail, const char *name)
{
	const char *text = json_string_value(json_object_get(mail, name));

	return text != NULL ? text : "";
}

static json_t *
mails(struct stage *stage)
{
	json_t *all = far_ask(&stage->far, "GET", "/carrier/mails?most=10000",
	    NULL), *list;

	list = json_incref(json_object_get(all, "mails"));
	json_decref(all);
	return list;
}

/* The last one of a mailbox that went that way; NULL: none. */
static const json_t *
last_of(const json_t *list, const char *box, const char *way)
{
	const json_t	*mail, *last = NULL;
	size_t		 i;

	json_array_foreach(list, i, mail)
		if (strcasecmp(text_of(mail, "box"), box) == 0 &&
		    strcmp(text_of(mail, "way"), way) == 0)
			last = mail;
	return last;
}

/*
 * Written.
 */

static void
tell_box(struct stage *stage, const char *box, const char *what,
    json_t *body)
{
	far_tell(&stage->far, arena_print(stage->arena,
	    "/carrier/mailboxes/%s/%s", box, what), body);
}

static void
answer_of_other(struct stage *stage, const char *other, json_t *body)
{
	json_t		*list = mails(stage);
	const json_t	*last = last_of(list, other, "out");

	if (last == NULL)
		stage_fail(stage, "%s got no mail", other);
	json_object_set(body, "answers", json_object_get(last, "n"));
	json_decref(list);
}

/*
 * mailbox ana@x.example writes "words" [subject "..."] [for bo@x.example]
 * [to replies@school.example] [by apple] [with picture]: it answers its last
 * mail, or (for) that of another mailbox; with `to` alone it is a new mail.
 */
static void
box_writes(struct stage *stage, const char *box)
{
	const struct sentence	*s = stage->now;
	const char		*words = quote(s, 0);
	const char		*subject = word_after(s, "subject");
	json_t			*body;

	if (words == NULL)
		stage_fail(stage, "what does it write?");
	body = json_pack("{ss sb sb}", "text", words, "apple",
	    place_of(s, "apple") != 0, "picture", place_of(s, "picture") != 0);
	if (strlen(words) > 8)
		watch_secret(words);
	if (subject != NULL)
		json_object_set_new(body, "subject", json_string(subject));
	else if (word_after(s, "to") != NULL)
		json_object_set_new(body, "subject", json_string("Hello"));
	if (word_after(s, "to") != NULL)
		json_object_set_new(body, "to",
		    json_string(word_after(s, "to")));
	if (word_after(s, "for") != NULL)
		answer_of_other(stage, word_after(s, "for"), body);
	tell_box(stage, box, "write", body);
}

/* mailbox ana@x.example leaves: by the address of List-Unsubscribe. */
static void
box_leaves(struct stage *stage, const char *box)
{
	json_t		*list = mails(stage);
	const json_t	*last = last_of(list, box, "out");

	if (last == NULL || text_of(last, "unsubscribe")[0] == '\0')
		stage_fail(stage, "no mail says how");
	tell_box(stage, box, "write", json_pack("{ss ss ss}", "text",
	    "unsubscribe", "subject", "unsubscribe", "to",
	    text_of(last, "unsubscribe")));
	json_decref(list);
}

static void
fault(struct stage *stage, const char *name, const char *box, int64_t times)
{
	json_t *body = json_pack("{ss sI}", "name", name, "count",
	    (json_int_t)times);

	if (box != NULL)
		json_object_set_new(body, "mailbox", json_string(box));
	far_tell(&stage->far, "/carrier/fault", body);
}

/* mailbox ana@x.example bounces [5.2.2]: the last mail it got. */
static void
box_bounces(struct stage *stage, const char *box)
{
	const struct sentence *s = stage->now;

	tell_box(stage, box, "bounce", json_pack("{ss}", "status",
	    s->count > 3 ? s->words[3] : "5.1.1"));
}

static void
play_mailbox(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	const char		*box = s->count > 1 ? s->words[1] : NULL;

	if (!is_mailbox(box))
		stage_fail(stage, "which mailbox?");
	watch_secret(box);
	if (says(s, 2, "writes"))
		box_writes(stage, box);
	else if (says(s, 2, "leaves"))
		box_leaves(stage, box);
	else if (says(s, 2, "answers automatically"))
		fault(stage, "mail-away", box, 0);
	else if (says(s, 2, "does not exist"))
		fault(stage, "mail-nobody", box, 0);
	else if (says(s, 2, "is full"))
		fault(stage, "mail-full", box, 0);
	else if (says(s, 2, "will bounce"))
		fault(stage, "mail-bounce", box, 0);
	else if (says(s, 2, "bounces"))
		box_bounces(stage, box);
	else
		stage_fail(stage, "what does the mailbox do?");
}

/* carrier loses the line after the mail | before the mail [on ana@...] */
static void
play_loses(struct stage *stage)
{
	fault(stage, says(stage->now, 4, "after") ? "mail-drop-after" :
	    "mail-drop-before", word_after(stage->now, "on"),
	    number_after(stage->now, "times", 1));
}

/*
 * What came.
 */

static bool
is(const json_t *mail, const char *box, const char *words,
    const char *subject)
{
	return strcmp(text_of(mail, "way"), "out") == 0 &&
	    (box == NULL || strcasecmp(text_of(mail, "box"), box) == 0) &&
	    (words == NULL || strstr(text_of(mail, "text"), words) != NULL) &&
	    (subject == NULL ||
	    strcmp(text_of(mail, "subject"), subject) == 0);
}

static void
count_mails(struct stage *stage, int64_t wanted, const char *box,
    const char *words)
{
	const char	*subject = word_after(stage->now, "subject");
	json_t		*list = mails(stage);
	const json_t	*mail;
	size_t		 i;
	int64_t		 n = 0;

	json_array_foreach(list, i, mail)
		n += is(mail, box, words, subject);
	json_array_foreach(list, i, mail)
		if (n != wanted && is(mail, box, NULL, NULL))
			fprintf(stderr, "    there is: %s \"%s\" \"%s\"\n",
			    text_of(mail, "box"), text_of(mail, "subject"),
			    text_of(mail, "text"));
	json_decref(list);
	if (n != wanted)
		stage_fail(stage, "it is %lld, not %lld", (long long)n,
		    (long long)wanted);
}

/* The first words in quotes that are no subject. */
static const char *
words_of(const struct sentence *s)
{
	unsigned subject = place_of(s, "subject");

	for (unsigned i = 0; i < s->count; i++)
		if (s->quoted[i] && (subject == 0 || i != subject + 1))
			return s->words[i];
	return NULL;
}

/* expect mail to ana@x.example: "words" [subject "..."] [times 2] */
static void
expect_mail(struct stage *stage)
{
	const struct sentence *s = stage->now;

	count_mails(stage, number_after(s, "times", 1), word_after(s, "to"),
	    words_of(s));
}

/* expect 1 came twice: of one Message-ID to one mailbox. */
static void
expect_twice(struct stage *stage, int64_t wanted)
{
	json_t	*all = far_ask(&stage->far, "GET", "/carrier/mails?most=0",
		    NULL);
	int64_t	 n = json_integer_value(json_object_get(all, "twice"));

	json_decref(all);
	if (n != wanted)
		stage_fail(stage, "it is %lld", (long long)n);
}

/* expect letter of ana@x.example: handed | waiting | refused ["why"]: the
 * last mail that it, or its mail server, wrote. */
static void
expect_letter(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	json_t			*list = mails(stage);
	const json_t		*in, *ours, *last;
	const char		*status, *said;

	if (s->count < 5)
		stage_fail(stage, "what became of it?");
	in = last_of(list, s->words[3], "in");
	ours = last_of(list, s->words[3], "ours");
	last = in == NULL || (ours != NULL && json_integer_value(
	    json_object_get(ours, "n")) > json_integer_value(
	    json_object_get(in, "n"))) ? ours : in;
	status = arena_text(stage->arena, text_of(last, "status"));
	said = arena_text(stage->arena, text_of(last, "said"));
	json_decref(list);
	if (strcmp(status, s->words[4]) != 0 || (quote(s, 0) != NULL &&
	    strcmp(said, quote(s, 0)) != 0))
		stage_fail(stage, "it is: %s \"%s\"", status, said);
}

static bool
expect_some(struct stage *stage, const struct sentence *s)
{
	int64_t n = 0;

	if (s->count < 3 || (strcmp(s->words[1], "no") != 0 &&
	    !is_number(s->words[1], &n)))
		return false;
	if (says(s, 2, "mails"))
		count_mails(stage, n, word_after(s, "to"), words_of(s));
	else if (says(s, 2, "came twice"))
		expect_twice(stage, n);
	else
		return false;
	return true;
}

bool
mail_play(struct stage *stage, const struct sentence *s)
{
	if (says(s, 0, "mailbox"))
		play_mailbox(stage);
	else if (says(s, 0, "carrier loses the line"))
		play_loses(stage);
	else if (says(s, 0, "expect mail to"))
		expect_mail(stage);
	else if (says(s, 0, "expect letter of"))
		expect_letter(stage);
	else
		return says(s, 0, "expect") && expect_some(stage, s);
	return true;
}
