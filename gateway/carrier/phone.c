/*
 * What phones do.  What the carrier says by itself is kept as a text of its
 * own (WAY_OURS): the page shows it, the gateway's lists do not.
 */

#include <string.h>
#include <strings.h>

#include "base/list.h"
#include "base/sms.h"
#include "carrier/inside.h"
#include "carrier/journal.h"
#include "carrier/phone.h"

enum word { WORD_NONE, WORD_STOP, WORD_START, WORD_HELP };

static const struct {
	const char	*text;
	enum word	 word;
} keywords[] = {
	{ "STOP", WORD_STOP },
	{ "UNSUBSCRIBE", WORD_STOP },
	{ "END", WORD_STOP },
	{ "QUIT", WORD_STOP },
	{ "STOPALL", WORD_STOP },
	{ "REVOKE", WORD_STOP },
	{ "OPTOUT", WORD_STOP },
	{ "CANCEL", WORD_STOP },
	{ "START", WORD_START },
	{ "UNSTOP", WORD_START },
	{ "YES", WORD_START },
	{ "HELP", WORD_HELP },
	{ "INFO", WORD_HELP },
};

static const char stop_answer[] =
    "You have successfully been unsubscribed. You will not receive any more "
    "messages from this number. Reply START to resubscribe.";
static const char start_answer[] =
    "You have successfully been re-subscribed to messages from this number. "
    "Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May "
    "Apply.";
static const char help_answer[] =
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply.";

static enum word
word_of(const char *body)
{
	static const char	 space[] = " \t\r\n";
	size_t			 length, i;

	body += strspn(body, space);
	length = strlen(body);
	while (length > 0 && strchr(space, body[length - 1]) != NULL)
		length--;
	for (i = 0; i < COUNT(keywords); i++)
		if (strlen(keywords[i].text) == length &&
		    strncasecmp(keywords[i].text, body, length) == 0)
			return keywords[i].word;
	return WORD_NONE;
}

static unsigned
parts_of(const char *body)
{
	struct sms sms;

	sms_measure(body, &sms);
	return sms.parts;
}

static void
answer(struct carrier *c, const struct text *in, const char *words)
{
	struct text like = {
		.from = in->to, .to = in->from, .way = WAY_OURS,
		.status = TEXT_DELIVERED, .created = in->created,
		.sent = in->created, .updated = in->created,
		.parts = (uint8_t)parts_of(words),
	};

	journal_text(c, record_add(&c->record, &like, words, NULL), NULL);
}

static void
set_stopped(struct carrier *c, const struct text *in, bool stopped)
{
	number_stop(&c->record.numbers, in->from, in->to, stopped);
	journal_stop(c, in->from, in->to, stopped);
}

/* Only a change is confirmed; so a "yes" in a talk is just a yes. */
static void
obey(struct carrier *c, const struct text *in, enum word word)
{
	bool stopped = number_stopped(&c->record.numbers, in->from, in->to);

	if (word == WORD_STOP && !stopped) {
		set_stopped(c, in, true);
		answer(c, in, stop_answer);
	} else if (word == WORD_START && stopped) {
		set_stopped(c, in, false);
		answer(c, in, start_answer);
	} else if (word == WORD_HELP)
		answer(c, in, help_answer);
}

struct text *
phone_write(struct carrier *c, const struct text *like, const char *body,
    const char *const *media)
{
	struct text	 in = *like, *text;
	const char	*hook;
	int64_t		 now = carrier_now(c);

	if (in.from == 0 || in.to == 0)
		return NULL;
	in.way = WAY_IN;
	in.status = TEXT_RECEIVED;
	in.created = in.sent = in.updated = now;
	in.parts = (uint8_t)parts_of(body);
	text = record_add(&c->record, &in, body, media);
	journal_text(c, text, NULL);
	hook = carrier_hook(c, record_digits(&c->record, text->to));
	if (hook != NULL)
		life_begin(c, life_new(text, hook));
	in.n = text->n;
	obey(c, &in, word_of(body));
	life_wake(c);
	return record_text(&c->record, in.n);
}

void
phone_got(struct carrier *c, uint32_t phone, uint32_t line)
{
	static const struct {
		enum fault_kind	 kind;
		const char	*words;
	} natures[] = {
		{ FAULT_SPANISH,
		    "Gracias. \302\277A qu\303\251 hora abre ma\303\261ana?" },
		{ FAULT_ARABIC,
		    "\330\264\331\203\330\261\330\247. "
		    "\331\205\330\252\331\211 \331\212\331\206\330\252"
		    "\331\207\331\212 \330\247\331\204\330\257\331\210"
		    "\330\247\331\205 \330\272\330\257\330\247\330\237" },
		{ FAULT_SAYS_STOP, "STOP" },
	};
	struct text	 in = { .from = phone, .to = line };
	uint64_t	 digits = record_digits(&c->record, phone);
	size_t		 i;

	for (i = 0; i < COUNT(natures); i++)
		if (fault_met(&c->faults, natures[i].kind, digits, NULL))
			(void)phone_write(c, &in, natures[i].words, NULL);
}
