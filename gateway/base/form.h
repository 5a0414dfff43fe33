#ifndef GATEWAY_BASE_FORM_H
#define GATEWAY_BASE_FORM_H

/*
 * application/x-www-form-urlencoded, as in webhooks, forms and the query of
 * a URL.  Names and values are decoded; both may hold any byte but NUL
 * (%00 is refused).  The order is that of the text; a name may repeat.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"

struct arena;

#define FORM_FIELDS	1024	/* More is refused. */

struct field {
	const char	*name;
	const char	*value;
};

struct form {
	struct field	*fields;
	unsigned	 count;
};

/* False: too many fields, a bad escape, or a NUL. */
bool		 form_read(struct arena *, const char *text, size_t length,
		    struct form *) must_use;

/* All that is there, for whoever checks a signature over it: any bytes, as
 * many fields as the text has, and a '%' that is no escape as it stands. */
struct raw_field {
	const char	*name, *value;		/* A NUL follows each. */
	size_t		 name_length, value_length;
};
unsigned	 form_raw(struct arena *, const char *text, size_t length,
		    struct raw_field **);

/* The query of a URL, without its fragment; none is an empty form. */
bool		 form_query(struct arena *, const char *url, struct form *)
		    must_use;

/* The first value of that name, or NULL. */
const char	*form_get(const struct form *, const char *name);

#endif
