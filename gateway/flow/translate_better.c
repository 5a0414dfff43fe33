/*
 * What a computer said to families, and what a person says instead.  Names are
 * hidden as they are from translators, so whoever speaks the language needs
 * none of the families' to correct it; and their words have to pass the look
 * that a translator's have to.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/gateway.h"
#include "flow/translate_inside.h"
#include "model.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/memory.h"

/* A message on its way into a language once more. */
struct reading {
	struct saying		 s;
	struct guarding		 by;		/* Its names. */
	struct guarded		 masked;
};

static bool
read_again(struct db *db, const struct gateway *g, const struct message *m,
    const char *language, struct reading *r)
{
	struct concern	 concern;
	const char	**names;

	*r = (struct reading){ .s = { .from = "en-US", .to = language } };
	translate_concern(db, m, m->created, &concern);
	translate_look(db, g, &concern, m->words, &r->s);
	if (r->s.digest == NULL || !guard_speaks(&r->s.guarded))
		return false;
	r->by = (struct guarding){ .from = r->s.from, .to = language,
	    .forms = g->guard };
	r->by.name_count = concerned_names(db, &concern, &names);
	r->by.names = names;
	guard_mask(db_arena(db), &r->s.guarded, &r->masked);
	return true;
}

/* Words that were sent.  Where the tokens find no places any more (a term is
 * said in another way since, a number among Arabic words has dots), they are
 * as memory has them; and in any case the names are hidden. */
static const char *
mask(struct arena *arena, const struct reading *r, const char *words)
{
	struct guarded	 g, masked;
	const char	*why, *plain = guard_learn(arena, &r->by,
			    &r->s.guarded, words, &why);

	if (plain == NULL && r->s.state == SAY_DONE && !r->s.approved)
		plain = r->s.plain;
	if (plain != NULL)
		return guard_restore(arena, &r->masked, plain, &why);
	if (!guard_protect(arena, words, &r->by, &g, &why))
		return NULL;
	guard_mask(arena, &g, &masked);
	return guard_source(arena, &masked);
}

bool
translate_said(struct db *db, const struct gateway *g,
    const struct message *m, const struct translation *said,
    struct said_so *out)
{
	struct arena	*arena = db_arena(db);
	struct reading	 r;
	const char	*why;

	if (!read_again(db, g, m, said->language, &r))
		return false;
	*out = (struct said_so){ .english = guard_source(arena, &r.masked),
	    .words = mask(arena, &r, said->words), .digest = r.s.digest };
	if (r.s.state == SAY_DONE && r.s.approved && r.s.plain != NULL) {
		out->better = guard_restore(arena, &r.masked, r.s.plain,
		    &why);
		out->person = r.s.person;
	}
	return out->words != NULL;
}

const char *
translate_better(struct db *db, const struct gateway *g,
    const struct better *b)
{
	struct reading	 r;
	const char	*why, *plain;

	if (!read_again(db, g, b->message, b->language, &r))
		return "It cannot be corrected any more.";
	plain = guard_learn(db_arena(db), &r.by, &r.masked, b->words, &why);
	if (plain == NULL)
		return why;
	if (r.s.approved && r.s.plain != NULL &&
	    strcmp(r.s.plain, plain) == 0)
		return NULL;
	memory_keep(db, &(struct memory){ .digest = r.s.digest,
	    .from = r.s.from, .language = b->language,
	    .glossary = r.s.glossary, .words = plain, .approved = true,
	    .person = b->person, .translator = "" }, b->now);
	audit_add(db, &(struct deed){ .person = b->person,
	    .deed = "translation.better", .object = b->message->id,
	    .note = b->language }, b->now);
	return NULL;
}
