/*
 * Long texts.  What is looked at is what would be sent, rendered by what
 * renders it; but short words fit whatever stands around them, and nothing is
 * asked for those.
 */

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/choose.h"
#include "flow/fit.h"
#include "flow/gateway.h"
#include "flow/introduce.h"
#include "flow/render.h"
#include "provider.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/translation.h"

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

void
fit_look(const struct errand *e, const struct outgoing *out, size_t longest,
    struct fit_most *most)
{
	size_t			 over = fit_over(out, longest), *kept;
	struct render_words	 w;

	if (over == 0)
		return;
	render_choose(e, &w);
	kept = w.translation == NULL ? &most->over : &most->some;
	*kept = over > *kept ? over : *kept;
}

const char *
fit_sentence(struct arena *arena, const struct fit_most *most)
{
	if (most->over > 0)
		return arena_print(arena, "With what stands around it this "
		    "is %u characters too long for a text. Write fewer "
		    "words.", (unsigned)most->over);
	return most->some == 0 ? NULL : arena_print(arena, "In some "
	    "languages this is %u characters too long for a text. Write "
	    "fewer words.", (unsigned)most->some);
}

/* Of the texts of a school. */
static size_t
longest_of(struct db *db, const struct gateway *g, int64_t school)
{
	struct sender from;

	return sender_for(db, school, CHANNEL_SMS, &from) ?
	    fit_longest(g, from.account) : 0;
}

size_t
fit_words(struct db *db, const struct gateway *g, const struct message *m,
    const struct translation *t)
{
	struct errand	 e;
	struct outgoing	 out;
	struct sms	 sms;
	size_t		 longest;

	if (strlen(t->words) <= FIT_SURELY ||
	    (longest = longest_of(db, g, m->school)) == 0)
		return 0;
	choose_sample(db, m, &e);
	e.others = t;
	e.other_count = 1;
	e.language = t->language;
	e.noted = true;
	e.introduction = introduce_say(g->introductions, db_arena(db),
	    e.language, e.district);
	render(g->frames, &e, NULL, db_arena(db), &out, &sms);
	return fit_over(&out, longest - (strstr(t->words, "((") == NULL ? 0 :
	    FIT_FILLED));
}
