#ifndef GATEWAY_WEB_WEB_H
#define GATEWAY_WEB_WEB_H

/*
 * What others see of the gateway over HTTP: the API for programs, the
 * webhooks of providers, and its health.
 *
 *	/api/v1/...		api.h, by API key
 *	/, /inbox, ...		pages.h, by whom is signed in
 *	/assets/BUILD/NAME	what they look like
 *	/hooks/ACCOUNT		hooks.h
 *	/healthz /readyz	health.h
 *	/metrics		metrics.c
 *
 * Commands of this machine have all of it, and /local/v1 besides, on a socket
 * of their own (local.h).
 *
 * web_routes is the table for server_open(); its arg is the struct web.  All
 * of it runs on the loop; what it needs of the database is one visit, in
 * which the answer is built, so that a long list holds up nobody.
 */

#include <stdint.h>

#include "net/server.h"

struct arena;
struct gateway;
struct page_words;
struct web;

extern const struct route web_routes[];

/* The gateway has to outlive it.  words are those of the pages, given up to
 * it; NULL: it has none (for tests). */
struct web	*web_new(struct gateway *, struct page_words *words);
void		 web_free(struct web *);	/* NULL is allowed. */

/* Which server it is served by, for the metrics. */
void		 web_server(struct web *, struct server *);

/* /healthz?nonce=NONCE is answered with this header, by which whoever knows
 * the id of the district sees that it is this gateway, or another node of its
 * database, and no other server.  A nonce is of at most 64 letters and
 * digits. */
#define WEB_PROOF	"Homeline-Proof"
char		*web_proof(struct arena *, int64_t district,
		    const char *nonce);

/* Which server is for who runs the gateway: it asks for no key. */
void		 web_local(struct web *, struct server *);

#endif
