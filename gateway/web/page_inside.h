#ifndef GATEWAY_WEB_PAGE_INSIDE_H
#define GATEWAY_WEB_PAGE_INSIDE_H

/*
 * What the files of pages share; nobody else includes it.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"
#include "base/page_template.h"

struct db;
struct exchange;
struct visit;
struct web;

/* Made from templates/pages/ and gateway/web/assets/ by embed_pages. */
extern const struct page_text page_texts[];

struct asset {
	const char		*name, *type;
	const unsigned char	*plain;
	size_t			 length;
	const unsigned char	*packed;	/* gzip */
	size_t			 packed_length;
};
extern const struct asset assets[];
extern const char assets_build[];	/* A name for this state of them. */

/* /assets/BUILD/NAME, which never changes. */
void	 assets_take(struct exchange *, void *web);

/* Paths that there are not: a page for people, a problem for programs. */
void	 page_nowhere(struct exchange *, void *web);

/* The headers that every page has; whether browsers reach us by https. */
void	 page_headers(struct exchange *, bool secure);
bool	 page_secure(const struct web *);

/* The name of the cookie, and the token of forms. */
const char *page_cookie(const struct web *);
const char *page_csrf(const struct visit *);

/* What of a view is the same on every page (page_frame.c); db may be NULL. */
void	 page_frame(struct visit *, struct db *, json_t *view);

/* In the store: the view of look(), or of what it refused. */
void	 page_look(struct visit *, struct db *);

/* On the loop: what became of it is shown. */
void	 page_tell(struct visit *);
void	 page_problem(struct visit *, int status, const char *sentence);

/* The path of page_url(), as text. */
const char *page_print(struct visit *, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
