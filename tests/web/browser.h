#ifndef TESTS_WEB_BROWSER_H
#define TESTS_WEB_BROWSER_H

/*
 * Somebody at the counter with a browser: it keeps its cookie, sends the
 * token of the last form it saw, and says from where it comes, as browsers
 * do.  Scripts are off.
 */

#include <stdbool.h>
#include <stdint.h>

#include "tests/web/counter.h"

struct db;

struct browser {
	struct counter	*counter;
	char		 cookie[200];	/* "name=value"; "": none. */
	char		 csrf[80];	/* Of the last page. */
	const char	*location;	/* Of the last answer, or "". */
	const char	*html;

	/* What is sent besides; NULL: nothing, or as browsers do. */
	const char	*site, *origin, *fragment;
};

/* A page; the status. */
int	 browser_get(struct browser *, const char *path);

/* A form, "name=value&...", with the token of the last page; the status. */
int	 browser_post(struct browser *, const char *path, const char *form);

/* The same without that token. */
int	 browser_post_bare(struct browser *, const char *path,
	    const char *form);

bool	 browser_sees(const struct browser *, const char *words);

/* What the district knows, asked beside the gateway; one value. */
int64_t	 browser_ask(struct browser *, int64_t (*ask)(struct db *,
	    const void *), const void *arg);

/* Somebody of the staff by name; 0: there is none. */
int64_t	 browser_staff(struct browser *, const char *name);

/* Is that person from now on, without having asked; with the token of forms. */
void	 browser_is(struct browser *, int64_t person);

/* Signs in as somebody of the sample, by a button. */
void	 browser_as(struct browser *, const char *name);

#endif
