#ifndef GATEWAY_NET_ROUTE_H
#define GATEWAY_NET_ROUTE_H

/*
 * Finds the route of a request in the table of a server (server.h).  A
 * segment ":name" of a route's path stands for one segment that is not
 * empty; its value is decoded, and a bad escape or a NUL in it means that
 * there is no such path.  "*" at the end of a table is every path that no other
 * route has.  HEAD takes the route of GET.  The first route that
 * fits wins, so "/messages/new" stands before "/messages/:id".  Pure.
 */

#include <stdbool.h>

#include "base/list.h"

#define ROUTE_PARAMS	8

struct arena;
struct route;

struct params {
	struct {
		const char	*name, *value;
	}		 list[ROUTE_PARAMS];
	unsigned	 count;
};

enum routed {
	ROUTED,
	ROUTED_NOWHERE,		/* 404 */
	ROUTED_OTHERWISE,	/* 405: allow says which methods there are. */
};

struct routing {
	const struct route	*route;
	struct params		 params;
	const char		*allow;
};

enum routed	 route_find(const struct route *, const char *method,
		    const char *url, struct arena *, struct routing *)
		    must_use;

#endif
