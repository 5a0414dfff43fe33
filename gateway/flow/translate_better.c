/*
 * What a computer said to families, and what a person says instead.  Names are
 * hidden as they are from translators, so whoever speaks the language needs
 * none of the families' to correct it; and their words have to pass the look
 * that a translator's have to.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/fit.h"
#include "flow/gateway.h"
#include "flow/phones.h"
#include "flow/translate_better.h"
#include "flow/translate_inside.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/memory.h"
#include "store/translation.h"

static const char	gone[] = "It cannot be corrected any more.";
static const char	not_again[] = "This names somebody whom it was not "
			    "for, or has a word that no language changes. Add "
			    "such a word to the glossary first.";

/* A message on its way into a language once more. */
struct reading {
	const struct message	*message;
	struct saying		 s;		/* As it was sent. */
	struct guarding		 by;		/* All names there may be. */
	struct guarded		 g, masked;	/* Without any of them. */
	bool			 same;		/* These are the names that s
						 * is without, too. */
};

/* Of those whom it concerns, and what the computer left as it was. */
static void
add_names(struct arena *arena, struct reading *r,
    const struct source *concerned, const char *words)
{
	const char	**left, **all;
	unsigned	  n = concerned->name_count,
			  more = guard_left(arena, r->message->words, words,
			    &left);

	all = NEW_LIST(arena, const char *, n + more);
	for (unsigned i = 0; i < n + more; i++)
		all[i] = i < n ? concerned->names[i] : left[i - n];
	r->by.names = all;
	r->by.name_count = n + more;
}

static bool
read_school(struct db *db, struct reading *r, struct school_names *school)
{
	int64_t id = r->message->school;

	if (!school->known || school->school != id) {
		school->whole = concerned_school(db, id, &school->list,
		    &school->count);
		school->school = id;
		school->known = true;
	}
	r->by.others = school->list;
	r->by.other_count = school->count;
	return school->whole;
}

/* The message as it is, and what a computer said of it.  False: nobody can
 * look through it. */
static bool
read_again(struct db *db, const struct gateway *g,
    const struct translation *said, struct school_names *school,
    struct reading *r)
{
	struct arena		*arena = db_arena(db);
	struct guard_term	*terms;
	struct concern		 concern;
	struct source		 source = { .text = r->message->words };
	const char		*why;

	r->s = (struct saying){ .from = "en-US", .to = said->language };
	r->by = (struct guarding){ .from = r->s.from, .to = r->s.to,
	    .forms = g->guard };
	translate_concern(db, r->message, r->message->created, &concern);
	source.name_count = concerned_names(db, &concern, &source.names);
	translate_look_up(db, g, &source, &r->s);
	if (r->s.digest == NULL || !guard_speaks(&r->s.guarded) ||
	    !read_school(db, r, school))
		return false;
	add_names(arena, r, &source, said->words);
	r->by.term_count = translate_terms(db, &r->s, &terms);
	r->by.terms = terms;
	if (!guard_protect(arena, r->message->words, &r->by, &r->g, &why))
		return false;
	guard_mask(arena, &r->g, &r->masked);
	r->same = strcmp(r->g.plain, r->s.guarded.plain) == 0;
	return true;
}

static unsigned
count_names(const struct guarded *g)
{
	unsigned n = 0;

	for (unsigned i = 0; i < g->count; i++)
		n += g->tokens[i].name;
	return n;
}

/* Words that were sent.  Where the tokens find no places any more, for a term
 * is said in another way since, the names are hidden all the same, if they are
 * those that were hidden from the computer, and all there. */
static const char *
mask(struct arena *arena, const struct reading *r, const char *words)
{
	struct guarding	 by = r->by;
	struct guarded	 g, masked;
	const char	*why, *plain = guard_learn(arena, &r->by, &r->g,
			    words, &why);

	if (plain != NULL)
		return guard_restore(arena, &r->masked, plain, &why);
	by.from = r->by.to;
	by.term_count = 0;
	if (!r->same || !guard_protect(arena, words, &by, &g, &why) ||
	    count_names(&g) < count_names(&r->g))
		return NULL;
	guard_mask(arena, &g, &masked);
	return guard_source(arena, &masked);
}

bool
translate_said(struct db *db, const struct gateway *g,
    const struct message *m, const struct translation *said,
    struct school_names *school, struct said_so *out)
{
	struct arena	*arena = db_arena(db);
	struct reading	 r = { .message = m };
	const char	*why, *words;

	if (!read_again(db, g, said, school, &r) ||
	    (words = mask(arena, &r, said->words)) == NULL)
		return false;
	*out = (struct said_so){ .english = guard_source(arena, &r.masked),
	    .words = phones_kept(arena, words), .digest = r.s.digest,
	    .may = r.same };
	if (!r.same || !r.s.approved || r.s.plain == NULL)
		return true;
	words = guard_restore(arena, &r.masked, r.s.plain, &why);
	out->person = r.s.person;
	out->better = words == NULL ? NULL : phones_kept(arena, words);
	return true;
}

/* -------------------------------------------------------- said better */

static const struct translation *
find_said(struct db *db, const struct better *b)
{
	struct translation	*list;
	unsigned		 n = translation_list(db, b->message->id,
				    &list);

	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].language, b->language) == 0)
			return &list[i];
	return NULL;
}

/* As they would stand for that family; NULL: they fit. */
static const char *
too_long(struct db *db, const struct gateway *g, const struct better *b,
    const struct reading *r, const char *plain)
{
	const char	*why, *words = guard_restore(db_arena(db),
			    &r->s.guarded, plain, &why);
	struct fit_most	 most = { .over = 0 };

	if (words == NULL)
		return why;
	most.over = fit_words(db, g, b->message, &(struct translation){
	    .language = b->language, .words = phones_kept(db_arena(db),
	    words), .state = WORDS_APPROVED });
	return fit_sentence(db_arena(db), &most);
}

const char *
translate_better(struct db *db, const struct gateway *g,
    const struct better *b)
{
	const struct translation *said = find_said(db, b);
	struct school_names	  school = { .known = false };
	struct reading		  r = { .message = b->message };
	const char		 *why, *plain;

	if (said == NULL || !read_again(db, g, said, &school, &r))
		return gone;
	if (!r.same)
		return not_again;
	plain = guard_learn(db_arena(db), &r.by, &r.masked, b->words, &why);
	if (plain == NULL ||
	    (why = too_long(db, g, b, &r, plain)) != NULL)
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
