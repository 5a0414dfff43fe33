#ifndef GATEWAY_WEB_LOCAL_H
#define GATEWAY_WEB_LOCAL_H

/*
 * What only the socket of this machine has: STATE/homeline.sock, mode 0600,
 * for the commands of the program.  Whoever may open it runs the gateway, so
 * no key is asked for (api.h); its table has all of /api/v1 and, below
 * /local/v1, what a district's programs must not do.
 *
 * A handler is written as those of api.h are: api_enter(), then one visit to
 * the store, JSON in and out.  A request has at most 1 MB, so what is long
 * comes in several.
 */

#include "net/server.h"

/* The one path that takes more (server_limits). */
#define LOCAL_MAIL	"/local/v1/mail"

extern const struct route local_routes[];

/* The routes, in the order of the files local_*.c. */
void	 local_backup_start(struct exchange *, void *web);
void	 local_backup_tell(struct exchange *, void *web);
void	 local_find(struct exchange *, void *web);
void	 local_mail(struct exchange *, void *web);
void	 local_status(struct exchange *, void *web);
void	 local_roster(struct exchange *, void *web);
void	 local_imports(struct exchange *, void *web);
void	 local_import_begin(struct exchange *, void *web);
void	 local_import_rows(struct exchange *, void *web);
void	 local_import_end(struct exchange *, void *web);
void	 local_import_undo(struct exchange *, void *web);

#endif
