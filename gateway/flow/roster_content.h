#ifndef GATEWAY_FLOW_ROSTER_CONTENT_H
#define GATEWAY_FLOW_ROSTER_CONTENT_H

/*
 * The content of a roster row (flow/oneroster.h has what each noun has) as a
 * record, and back.  What comes over the socket is checked here once more:
 * every member has to be there, no other may, and all have their limits.
 * Pure, any thread.
 */

#include <stdbool.h>

#include "base/list.h"
#include "flow/oneroster.h"

struct arena;

#define ROSTER_NAME		255	/* Bytes of a name of the roster. */
#define ROSTER_CONTENT		65536	/* Bytes of a content. */
#define ROSTER_PHONES		9	/* Of one person; so many mailboxes. */
#define ROSTER_LIST		500	/* Of all other lists. */

struct roster_names {
	const char	**list;
	unsigned	  count;
};

/* A guardian and one student; not `relation`, which flows have too. */
struct roster_kin {
	const char	*student, *relation;
	bool		 write_to, restricted;
};

/* What does not belong to a noun is empty. */
struct roster_content {
	const char		*name;
	const char		*given;		/* Of a student; or "". */
	const char		*language;	/* A tag of ours, or "". */
	const char		*email;		/* Of staff; or "". */
	const char		*school;	/* Of a class or student. */
	struct roster_names	 places;	/* Offices, or classes. */
	struct roster_names	 team;		/* Of a class. */
	struct roster_names	 phones, emails;
	bool			 desk;
	struct roster_kin	*kin;		/* Of a guardian. */
	unsigned		 kin_count;
};

/* False: it is no content of that noun; why is a sentence. */
bool	 roster_content_read(struct arena *, enum roster_noun,
	    const char *text, struct roster_content *, const char **why)
	    must_use;

/* Compact, its keys sorted; so the same content is the same text. */
const char *roster_content_text(struct arena *, enum roster_noun,
	    const struct roster_content *);

/* Whether a name is among them; and one more of them. */
bool	 roster_names_have(const struct roster_names *, const char *name);
void	 roster_names_add(struct arena *, struct roster_names *,
	    const char *name);

/* The noun of a word, false: there is none. */
bool	 roster_noun_read(const char *word, enum roster_noun *) must_use;

#endif
