/*
 * The table of routes of the socket.
 */

#include "web/api.h"
#include "web/desk.h"
#include "web/inside.h"
#include "web/local.h"

const struct route local_routes[] = {
	API_ROUTES,
	WEB_ROUTES,
	{ "GET", "/local/v1/find", local_find },
	{ "GET", "/local/v1/status", local_status },
	DESK_ROUTES,
	{ NULL, NULL, NULL },
};
