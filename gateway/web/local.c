/*
 * The table of routes of the socket.
 */

#include "web/api.h"
#include "web/api_routes.h"
#include "web/desk.h"
#include "web/inside.h"
#include "web/local.h"

const struct route local_routes[] = {
	API_ROUTES,
	WEB_ROUTES,
	{ "POST", "/local/v1/backup", local_backup_start },
	{ "GET", "/local/v1/backup", local_backup_tell },
	{ "GET", "/local/v1/find", local_find },
	{ "POST", LOCAL_MAIL, local_mail },
	{ "GET", "/local/v1/status", local_status },
	DESK_ROUTES,
	{ "GET", "/local/v1/roster", local_roster },
	{ "GET", "/local/v1/imports", local_imports },
	{ "POST", "/local/v1/imports", local_import_begin },
	{ "POST", "/local/v1/imports/undo", local_import_undo },
	{ "POST", "/local/v1/imports/:id/rows", local_import_rows },
	{ "POST", "/local/v1/imports/:id/end", local_import_end },
	{ NULL, NULL, NULL },
};
