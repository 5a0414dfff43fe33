#ifndef GATEWAY_STORE_TEMPLATE_H
#define GATEWAY_STORE_TEMPLATE_H

/*
 * Words that are used again, in several languages: of the district (school
 * and person 0), of a school, or of one of the staff alone.  Each change of
 * the words is another version, which holds all languages; what was sent
 * does not change with it.
 *
 * The English words are their author's (original).  Those of another language
 * are a draft until somebody of language services approves them, and again
 * when the English ones have changed since.
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
	enum kind	 kind;
	enum topic	 topic;
	bool		 apart;		/* Of each student a text of its own. */
	int64_t		 version, created;
	const char	*school_name;	/* Or NULL. */
	int64_t		 drafts;	/* Languages that nobody approved; */
	int64_t		 languages;	/* of so many, English left out. */
};

/* What the viewer may use, by name; those of whom `language` are all that are
 * not somebody's own. */
unsigned	 template_list(struct db *, const struct viewer *,
		    bool language, struct template **);

/* False: there is none, or it is not the viewer's to see. */
bool		 template_get(struct db *, const struct viewer *,
		    bool language, int64_t id, struct template *) must_use;

/* Of one version, by language, English the first. */
unsigned	 template_words(struct db *, int64_t id, int64_t version,
		    struct translation **);

/* Whether the district has, or had, one of that name. */
bool		 template_named(struct db *, const char *name);

/* A new one, of version 0; then its words. */
void		 template_add(struct db *, const struct template *, int64_t now);

/* The next version, whole; t->version is what it was, and is counted up.
 * False: somebody else has changed it meanwhile. */
bool		 template_keep(struct db *, struct template *,
		    const struct translation *, unsigned count, int64_t now)
		    must_use;

/* It is not offered any more. */
void		 template_end(struct db *, int64_t id, int64_t now);

/* Who wrote the versions, the last one first. */
struct template_version {
	int64_t		 version, at, author;
	const char	*name;		/* Of the author; or NULL. */
	int64_t		 languages;
};
unsigned	 template_versions(struct db *, int64_t id,
		    struct template_version **);

#endif
