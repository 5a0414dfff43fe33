#ifndef GATEWAY_WEB_PAGE_H
#define GATEWAY_WEB_PAGE_H

/*
 * Pages: from the cookie of a request to HTML.  A page is a visit, as one of
 * the API is (api.h), whose answer is a view that a template makes a page of:
 *
 *	PAGES (pages.h)	method, path, right, template, handler
 *	page_take()	who is it? may they? is the form ours?
 *	handler(v)	loop: reads what is asked for (v->query, v->form), then
 *			api_read(v, look) or api_change(v, look)
 *	look(v, db)	store: the view, a new reference; or api_no(), page_go()
 *	painter		a thread of its own: templates/pages/NAME.html, inside
 *			frame.html
 *
 * With the header X-Fragment: NAME only the partial NAME is made of the same
 * view.  A view has for every page: title, me {id, name}, can_write,
 * can_office, can_language, can_report, can_budget, can_users, can_settings,
 * can_audit; csrf, key (a new name for what a form does once), district,
 * practice, sample {clock}, language, dir, path, assets, version, waiting
 * (talks that need a reply of theirs), menu.  What a look() sets under the
 * same name wins.
 *
 * What is not theirs to see is 404, as if it did not exist; a page that their
 * role has not is 403 and says who has it.  Who is not signed in is sent to
 * /signin and comes back.  A POST without the form's token, or from another
 * site, is 403.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/role.h"

struct db;
struct exchange;
struct visit;

/* Open pages need nobody to be signed in; v->who.person may be 0 there. */
#define RIGHT_OPEN	(1u << 30)

struct page {
	const char	*method, *path;
	unsigned	 right;		/* One of these bits; 0: any. */
	const char	*template;
	void		(*handle)(struct visit *);
};
extern const struct page pages[];	/* Ends with a NULL method. */

/* The handler of all their routes. */
void	 page_take(struct exchange *, void *web);

/* In look(): instead of a page, go there (303) once it is kept.  path is of
 * this site; returns an empty view. */
json_t	*page_go(struct visit *, const char *path);

/* In look(): the form is wrong in that field (its id; "": as a whole), and a
 * sentence says what to do.  The page is 422, and its view has errors:
 * [{field, words}] and, for each field, error_FIELD.  The view shows again
 * what was typed. */
void	 page_wrong(struct visit *, const char *field, const char *sentence);
bool	 page_is_wrong(const struct visit *);

/* On the loop, for handlers whose work is not one look(): like api_answer().
 * The view is given up. */
void	 page_show(struct visit *, int status, json_t *view);
void	 page_leave(struct visit *, const char *path);

/* On the loop, before the answer: from now on this browser is whoever began a
 * session by that token (store/session.h), or nobody.  Whom the cookie named
 * before is forgotten here. */
void	 page_sign_in(struct visit *, const char *token);
void	 page_sign_out(struct visit *);

/* A field of the form as text (base/text.h), without spaces around it; "" when
 * there is none.  The whole form has at most 1 MB and FORM_FIELDS fields. */
const char	*page_field(struct visit *, const char *name);

/* For views.  When, in the language of the page: {"machine":
 * "2026-11-22T15:04:00Z", "words": "3:04 PM", "hour": "3:04 PM", "long":
 * "Tuesday, November 22 at 3:04 PM"}; words are today "3:04 PM", this week
 * "Tuesday 3:04 PM", else "Nov 3"; null for 0.  Language: {"tag", "own",
 * "english", "differs" (these two), "dir"}. */
json_t		*page_when(struct visit *, int64_t time);
json_t		*page_language(const char *tag);

/* A path from words and ids, percent-encoded: page_path(v, "/inbox/%s", id).
 * Views name it ..._url, the only values that may stand in href, src and
 * action. */
json_t		*page_url(struct visit *, const char *format, ...)
		    __attribute__((format(printf, 2, 3)));

#endif
