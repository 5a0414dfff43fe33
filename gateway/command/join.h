#ifndef GATEWAY_COMMAND_JOIN_H
#define GATEWAY_COMMAND_JOIN_H

/*
 * What has to be known from the database before anything of the gateway
 * starts: the district, its zone and its clock, and which number this node
 * has.  A district that may not be served with this configuration is refused.
 */

#include <stdbool.h>
#include <stdint.h>

#include "command/ground.h"

struct shift;
struct zone;

struct joined {
	int64_t		 node, district;	/* The number; the id. */
	int64_t		 version;		/* See store/node.h. */
	bool		 sample;		/* The district is. */
	struct zone	*zone;			/* The caller's. */
	const char	*token_key;		/* Of store/secret.h. */
};

/* shift: the clock of a sample district (shift.h).  An exit code; what is
 * wrong was said. */
int	 join(const struct ground *, const struct shift *, struct joined *)
	    must_use;

#endif
