#ifndef GATEWAY_WEB_DEEDS_H
#define GATEWAY_WEB_DEEDS_H

/*
 * What the audit says, for people: each deed has words (audit.deed_...), and
 * its object is a thing that may have a page.  Whoever adds a deed to the
 * code adds its row here; tests/lint/deeds looks.  Constants, any thread.
 */

#include <stdbool.h>

#include "base/list.h"

enum thing {
	THING_NONE, THING_MESSAGE, THING_TALK, THING_CONTACT, THING_PERSON,
	THING_SCHOOL, THING_SEAT, THING_STUDENT,
};

struct deed_row {
	const char	*deed;
	enum thing	 thing;		/* Its object. */
	bool		 itself;	/* Nobody does it: the gateway. */
};
extern const struct deed_row deeds[];	/* By deed; ends with NULL. */

/* NULL: nobody knows it. */
const struct deed_row	*deed_row(const char *deed);

#endif
