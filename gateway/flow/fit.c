/*
 * Long texts.  What is looked at is what would be sent, rendered by what
 * renders it; but short words fit whatever stands around them, and nothing is
 * asked for those.
 */

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/choose.h"
#include "flow/compose.h"
#include "flow/fill.h"
#include "flow/fit.h"
#include "flow/gateway.h"
#include "flow/introduce.h"
#include "flow/render.h"
#include "provider.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/translation.h"

#define SURELY		800	/* Bytes of words that always fit. */
#define FILLED		200	/* Units for what fills the places. */

size_t
fit_longest(const struct gateway *g, const char *account)
{
	const struct configured *c = g->configured;

	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->accounts[i].name, account) == 0)
			return c->accounts[i].provider->longest;
	return 0;
}

size_t
fit_over(const struct outgoing *out, size_t longest)
{
	size_t units;

	if (longest == 0 || strlen(out->text) <= longest)
		return 0;
	units = text_units(out->text);
	return units > longest ? units - longest : 0;
}

const char *
fit_sentence(struct arena *arena, size_t over, bool some)
{
	return arena_print(arena, some ? "In some languages this is %u "
	    "characters too long for a text. Write fewer words." :
	    "With what stands around it this is %u characters too long for "
	    "a text. Write fewer words.", (unsigned)over);
}

/* Of the texts of a school. */
static size_t
longest_of(struct db *db, const struct gateway *g, int64_t school)
{
	struct sender from;

	return sender_for(db, school, CHANNEL_SMS, &from) ?
	    fit_longest(g, from.account) : 0;
}

static size_t
over(struct db *db, const struct gateway *g, const struct errand *e,
    size_t longest)
{
	struct outgoing	 out;
	struct sms	 sms;

	render(g->frames, e, NULL, db_arena(db), &out, &sms);
	return fit_over(&out, longest);
}

static bool
surely(const struct draft *d)
{
	size_t most = strlen(d->words), values = 0;

	for (unsigned i = 0; i < d->translation_count; i++)
		if (strlen(d->translations[i].words) > most)
			most = strlen(d->translations[i].words);
	for (unsigned i = 0; i < d->value_count; i++)
		for (unsigned k = 0; k < d->values[i].count; k++)
			values += strlen(d->values[i].texts[k]);
	return most + values <= SURELY;
}

/* Where each family's own would stand, there is nothing: that is the
 * shortest. */
static void
fill_with_nothing(struct arena *arena, struct errand *e)
{
	struct value *own = NEW_LIST(arena, struct value, KNOWNS);

	for (enum known i = 0; i < KNOWNS; i++)
		own[i] = (struct value){ .name = fill_folded(i),
		    .kind = VALUE_TEXT };
	e->values.own = own;
	e->values.own_count = KNOWNS;
}

const char *
fit_wrong(struct db *db, const struct gateway *g, const struct message *m,
    const struct draft *d)
{
	struct contact	 contact;
	struct errand	 e;
	size_t		 most, longest, one;

	if (surely(d) || (longest = longest_of(db, g, m->school)) == 0)
		return NULL;
	choose_sample(db, m, &e);
	fill_with_nothing(db_arena(db), &e);
	e.values.all = d->values;
	e.values.all_count = d->value_count;
	e.others = d->translations;
	e.other_count = d->translation_count;
	e.language = "en-US";
	if (m->audience == AUDIENCE_CONTACT) {
		if (!contact_get(db, m->target, &contact) ||
		    contact.channel != CHANNEL_SMS)
			return NULL;
		e.language = contact.language;
	}
	if ((most = over(db, g, &e, longest)) > 0)
		return fit_sentence(db_arena(db), most, false);
	for (unsigned i = 0; i < d->translation_count &&
	    m->audience != AUDIENCE_CONTACT; i++) {
		e.language = d->translations[i].language;
		one = over(db, g, &e, longest);
		most = one > most ? one : most;
	}
	return most == 0 ? NULL : fit_sentence(db_arena(db), most, true);
}

bool
fit_computer(struct db *db, const struct gateway *g, const struct message *m,
    const struct translation *t)
{
	struct errand	e;
	size_t		longest;

	if (strlen(t->words) <= SURELY ||
	    (longest = longest_of(db, g, m->school)) == 0)
		return true;
	choose_sample(db, m, &e);
	e.others = t;
	e.other_count = 1;
	e.language = t->language;
	e.noted = true;
	e.introduction = introduce_say(g->introductions, db_arena(db),
	    e.language, e.district);
	return over(db, g, &e, longest - (strstr(t->words, "((") == NULL ? 0 :
	    FILLED)) == 0;
}
