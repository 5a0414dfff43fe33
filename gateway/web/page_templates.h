#ifndef GATEWAY_WEB_PAGE_TEMPLATES_H
#define GATEWAY_WEB_PAGE_TEMPLATES_H

/*
 * What the pages of templates share (ui.md 1.1 and 5.5):
 *
 *	page_templates.c	the list; what waits for approval
 *	page_template.c		one, side by side with its English words
 *	page_template_look.c	what is seen of words while they are typed
 *	page_template_keep.c	its English words are kept; a new one
 *	page_template_sure.c	what becomes of others, before they are
 *	page_template_end.c	it is archived, and comes back
 *	page_template_words.c	its words in another language are
 *	page_template_machine.c	what a computer says there
 *	page_template_history.c	what changed in it, and when
 *
 * In the store.
 */

#include <jansson.h>

#include <stdbool.h>

#include "base/list.h"
#include "store/template.h"
#include "store/translation.h"

struct db;
struct visit;

#define EDITING_ENGLISH	"en-US"
#define EDITING_GONE	"There is no such template. Look under Templates."
#define EDITING_CHANGED							\
	"Somebody changed these words while you were writing. Copy what " \
	"you wrote, and load the page again."

/* A template as somebody changes it. */
struct editing {
	struct template		 t;
	struct template_words	 english;	/* in.words "": it is new. */
	struct template_words	 words[TRANSLATIONS_MOST];
	unsigned		 count;
	const char		*language;	/* Whose words are looked at. */
	const char		*typed;		/* Instead of those kept, of that
						 * language; or NULL. */
	bool			 may;		/* All of it. */
	bool			 may_language;	/* The other languages. */
	bool			 may_approve;	/* Those in that language. */
	bool			 unsure;	/* Asked before it is kept; */
	bool			 other_places;	/* because of those. */
};

/* Whether the viewer is of language services. */
bool		 editing_speaks(const struct visit *);

/* Whether the viewer may change all of it. */
bool		 editing_may(struct visit *, struct db *,
		    const struct template *) must_use;

/* By an id.  False: it is not theirs to see. */
bool		 editing_find(struct visit *, struct db *, int64_t id,
		    const char *language, struct editing *) must_use;

/* Its words in another language; NULL: there are none. */
struct template_words *editing_words(struct editing *, const char *language);

/* The page of it; id 0: of a new one. */
json_t		*editing_view(struct visit *, struct db *, struct editing *);

/* For insert.html: the places that are known of every family, as one types
 * them, put into a view. */
void		 editing_insert(struct visit *, json_t *view);

/* Words in its language, as they would be kept: what they cost, which places
 * they have and lack, and what a family would see. */
json_t		*editing_look(struct visit *, struct db *,
		    const struct editing *, const char *words);

/* [{what, text}]: what is other in the English words than a version had. */
json_t		*editing_changes(struct visit *, const char *was,
		    const char *now);

/* The state of words, a word of "templates.state_...": {state, tone}. */
json_t		*editing_state(const struct template_words *words,
		    const struct template_words *english);

/* Where a look begins that asks for any of the two below: it may run twice. */
void		 editing_wish_none(struct visit *);

/* What a computer says, for who asks: box has machine_url, and saying {waiting,
 * failed, computer}. */
void		 editing_machine(struct visit *, struct db *,
		    struct editing *, json_t *box);

/* How a computer reads in English again what one said of English words: into
 * has "back", or "back_waits", or nothing.  Only in a page that is read. */
struct editing_said {
	const char	*english, *language, *words;
};
void		 editing_back(struct visit *, struct db *,
		    const struct editing_said *, json_t *into);

/* The kind that a form says, if who writes may send it. */
void		 editing_take_kind(struct visit *, struct template *);

/* Whether it is asked first: other English words put languages out of date, or
 * announcements use the old ones.  Then the view of that question; was: the
 * template as it is kept (ui.md 5.5). */
bool		 editing_asks(struct visit *, struct db *,
		    const struct editing *was, const struct editing *) must_use;
json_t		*editing_sure(struct visit *, struct db *,
		    const struct editing *was, struct editing *);

/* Whether the words that were typed are a computer's as it said them. */
bool		 editing_is_machine(struct visit *, struct db *,
		    const struct editing *) must_use;

/* The path of its page, in a language. */
const char	*editing_path(struct visit *, int64_t id,
		    const char *language);

#endif
