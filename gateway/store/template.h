#ifndef GATEWAY_STORE_TEMPLATE_H
#define GATEWAY_STORE_TEMPLATE_H

/*
 * Words that are used again, in several languages: of the district (school
 * and person 0), of a school, or of one of the staff alone.  Each change of
 * the words is another version, which holds all languages; what was sent
 * does not change with it.
 *
 * The English words are their author's (original).  Those of another language
 * are a draft until somebody of language services who speaks it (speaker.h)
 * approves them.  When the English ones have changed since, they are out of
 * date: nobody is sent them until somebody has looked at them again.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.  Who changes something writes the audit.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"
#include "store/sight.h"
#include "store/translation.h"

struct db;

#define TEMPLATES_MOST	200	/* That are listed at once. */

struct template {
	int64_t		 id, school, person;
	const char	*name;
	const char	*source;	/* Its name among those that a district
					 * begins with (flow/bank.h); NULL or
					 * "": it is none of them. */
	enum kind	 kind;
	enum topic	 topic;
	bool		 apart;		/* Of each student a text of its own. */
	bool		 ended;		/* It was archived. */
	int64_t		 version, created;
	const char	*school_name;	/* Or NULL. */
	int64_t		 languages;	/* English left out; of these so many */
	int64_t		 drafts;	/* nobody approved, and so many are */
	int64_t		 old;		/* out of date. */
};

/* The words in one language, in one version. */
struct template_words {
	struct translation in;
	int64_t		 at;		/* Since when they are as they are. */
	int64_t		 base;		/* The version of the English words
					 * that they say. */
	int64_t		 asked;		/* Since when they wait for somebody
					 * to approve them; 0: they do not. */
};

/* What the viewer may use, by name; those of whom `language` are all that are
 * not somebody's own. */
unsigned	 template_list(struct db *, const struct viewer *,
		    bool language, struct template **);

/* False: there is none, or it is not the viewer's to see. */
bool		 template_get(struct db *, const struct viewer *,
		    bool language, int64_t id, struct template *) must_use;

/* Those that were archived, of what the viewer may use; the last one first.
 * And one of them by its id. */
unsigned	 template_list_ended(struct db *, const struct viewer *,
		    struct template **);
bool		 template_get_ended(struct db *, const struct viewer *,
		    int64_t id, struct template *) must_use;

/* Those of the district that it began with, the archived ones too, by their
 * source. */
unsigned	 template_begun(struct db *, struct template **);

/* Of one version, by language, English the first. */
unsigned	 template_words(struct db *, int64_t id, int64_t version,
		    struct template_words **);

/* Whether words in another language say other English words than those. */
bool		 template_is_old(const struct template_words *,
		    const struct template_words *english);

/* Whether the district has, or had, one of that name. */
bool		 template_named(struct db *, const char *name);

/* A new one, of version 0; then its words. */
void		 template_add(struct db *, const struct template *, int64_t now);

/* The next version, whole; t->version is what it was, and is counted up.
 * base 0 becomes the new version; at is not read.  False: somebody else has
 * changed it meanwhile. */
bool		 template_keep(struct db *, struct template *,
		    const struct template_words *, unsigned count,
		    int64_t now) must_use;

/* Whether any version of it had words in that language. */
bool		 template_had(struct db *, int64_t id, const char *language);

/* It is not offered any more; and it is again. */
void		 template_end(struct db *, int64_t id, int64_t now);
void		 template_back(struct db *, int64_t id);

/* What changed with each version, the last one first, English before the
 * others.  words "": they were taken out. */
#define TEMPLATE_CHANGES_MOST	500
struct template_change {
	int64_t		 version, at;
	const char	*name;		/* Of who did; or NULL. */
	bool		 old;		/* They are out of date in it. */
	struct translation in;
};
unsigned	 template_changes(struct db *, int64_t id,
		    struct template_change **);

/* What waits for one of the staff to approve it: words of the district's and
 * of schools' templates in languages that they speak, the longest first. */
#define TEMPLATE_WAITING_MOST	100
struct template_waiting {
	int64_t		 template, asked;
	const char	*name, *school_name;	/* Or NULL. */
	const char	*language;
	enum words_state state;
	bool		 old;
};
unsigned	 template_waiting(struct db *, int64_t person,
		    struct template_waiting **);
int64_t		 template_waiting_count(struct db *, int64_t person);

#endif
