#ifndef GATEWAY_WEB_INSIDE_H
#define GATEWAY_WEB_INSIDE_H

/*
 * What the files of this floor share.  It belongs to the loop; nobody
 * outside includes it.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/session.h"

struct backup;
struct exchange;
struct gateway;
struct health;
struct page_words;
struct server;
struct since;
struct think;

#define KEYS_KEPT	64
#define KEY_AGE		10000	/* ms; a revoked key is refused after it. */
#define KEY_NAME	65

/* An API key that was looked up lately. */
struct known_key {
	char		 digest[65];	/* "": none. */
	int64_t		 id, person;
	char		 name[KEY_NAME];
	int64_t		 until;		/* clock_boot() */
};

#define SESSIONS_KEPT	1024
#define SESSION_AGE	10000	/* ms; what has changed is known after it. */

/* Somebody who is signed in and was here lately. */
struct known_session {
	char		 digest[65];	/* "": none. */
	char		 name[200], language[36];
	struct session	 session;
	int64_t		 until;		/* clock_boot() */
};

#define WEBHOOK_BUCKETS	10
extern const int64_t webhook_buckets[WEBHOOK_BUCKETS];	/* ms */

struct web {
	struct gateway	*gateway;
	struct server	*server;
	struct server	*local;		/* Of the operator; NULL: none. */
	struct known_key keys[KEYS_KEPT];
	unsigned	 next_key;
	struct known_session *sessions;	/* SESSIONS_KEPT of them. */
	unsigned	 forgotten;	/* How often one was. */
	unsigned	 knocking;	/* Who gave a password just now. */
	struct page_words *words;	/* The painter's. */
	struct think	*painter;	/* Makes pages of views. */

	/* How long webhooks took; a bucket counts its own only. */
	uint64_t	 webhooks[WEBHOOK_BUCKETS + 1];
	int64_t		 webhook_ms;

	struct health	*health;
	struct since	*since;
	struct backup	*backup;
};

/* Whether there is too much to do; then it has been answered 503. */
bool	 web_busy(struct web *, struct exchange *) must_use;

/* Who is signed in is asked for anew: one of them, or (NULL) all. */
void	 page_forget(struct web *, const char *digest);

/* What health.c keeps between two questions. */
struct health	*health_new(struct web *);
void		 health_free(struct health *);

/* A number that moves when something changed that a page may show, here or on
 * another node (since.c). */
int64_t		 page_version(struct web *);
struct since	*since_new(struct web *);
void		 since_free(struct since *);
void		 since_tell(struct exchange *, void *web);

/* What keeps us from our work, and what somebody should look at: sentences,
 * a new reference.  readable: the database can be read. */
json_t		*health_problems(struct web *, bool readable);
json_t		*health_warnings(struct web *);

/* A webhook came that is not from its provider. */
void		 health_not_genuine(struct web *);

/* The routes that are not the API's. */
void	 hooks_take(struct exchange *, void *web);
void	 health_live(struct exchange *, void *web);
void	 health_ready(struct exchange *, void *web);
void	 metrics_tell(struct exchange *, void *web);

/* /u/TOKEN, for families: who wants no more mail (leave.c). */
void	 leave_look(struct exchange *, void *web);
void	 leave_take(struct exchange *, void *web);

/* /sample/handed, of a sample district (sample.c). */
void	 sample_tell(struct exchange *, void *web);

/* Those of them that need no key anywhere. */
#define WEB_ROUTES							\
	{ "GET", "/healthz", health_live },				\
	{ "GET", "/readyz", health_ready },				\
	{ "GET", "/metrics", metrics_tell }

#endif
