#ifndef GATEWAY_WEB_PAGE_TEMPLATES_H
#define GATEWAY_WEB_PAGE_TEMPLATES_H

/*
 * What page_templates.c (the list, and one template) and page_template_keep.c
 * (its changes) share.  In the store.
 */

#include <jansson.h>

#include <stdbool.h>

#include "store/template.h"
#include "store/translation.h"

struct db;
struct visit;

#define EDITING_ENGLISH	"en-US"
#define EDITING_GONE	"There is no such template. Look under Templates."

/* A template as somebody changes it. */
struct editing {
	struct template		 t;
	const char		*english;
	struct translation	 words[TRANSLATIONS_MOST];
	unsigned		 count;
	bool			 may;		/* All of it. */
	bool			 may_language;	/* The other languages. */
};

/* Whether the viewer is of language services. */
bool		 editing_speaks(const struct visit *);

/* Whether the viewer may change all of it. */
bool		 editing_may(struct visit *, struct db *,
		    const struct template *) must_use;

/* By the id of the path.  False: it is not theirs to see. */
bool		 editing_find(struct visit *, struct db *, struct editing *)
		    must_use;

/* The page of it; id 0: of a new one. */
json_t		*editing_view(struct visit *, struct db *,
		    const struct editing *);

#endif
