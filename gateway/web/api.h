#ifndef GATEWAY_WEB_API_H
#define GATEWAY_WEB_API_H

/*
 * The API: from the bearer key of a request to its answer in JSON.
 *
 *	handler		api_enter(exchange, web, ready)
 *	  loop		ready(visit): reads what is asked for, then
 *			api_read(visit, look) or api_change(visit, look)
 *	  store		look(visit, db): the answer, or api_no()
 *	  loop		answered
 *
 * On the socket of this machine (local.h) no key is asked for: it is the
 * operator who asks, or as the header Homeline-As says the member of staff
 * with that id; the key is 0 then, and its name is "command line".
 *
 * A key is looked up in the database, and then remembered for 10 s.  Every
 * refusal is a problem (RFC 9457) whose detail says what to do.  What is not
 * theirs to see is answered as if it did not exist.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/form.h"
#include "base/list.h"
#include "flow/think.h"
#include "store/job.h"
#include "store/session.h"
#include "store/sight.h"
#include "store/user.h"

struct arena;
struct db;
struct door;
struct exchange;
struct web;

#define PAGE_MOST	100	/* Entries of one page. */

/* A file that is told in place of JSON. */
struct visit_file {
	const char	*bytes;		/* NULL: none is. */
	size_t		 length;
	const char	*type, *disposition;
};

struct visit {
	struct job	 job;
	struct web	*web;
	struct exchange	*exchange;
	struct arena	*arena;		/* The exchange's. */
	const char	*digest;	/* Of the key. */
	bool		 local;		/* It came by the socket. */
	struct api_key	 key;
	struct viewer	 viewer;
	struct form	 query;
	int64_t		 id;		/* Of the path. */
	int64_t		 after, before, most;
	int64_t		 before_id;	/* Of a cursor that is two ids. */
	const void	*wanted;	/* What else was asked for. */
	void		(*ready)(struct visit *);
	json_t		*(*look)(struct visit *, struct db *);
	void		(*kept)(struct visit *); /* NULL, or done on the loop when
					 * it was kept, before it is answered. */

	void		(*instead)(struct visit *); /* NULL, or answers by itself
					 * on the loop when it was kept. */

	/* The result. */
	bool		 known;		/* The key is. */
	int		 status;
	const char	*answer;	/* JSON, or the sentence of a problem. */
	struct visit_file file;

	/* Of a page (page.h). */
	const struct page *page;	/* NULL: the API is asked. */
	const char	*template;	/* Another one than the page's. */
	const char	*fragment;	/* Only that partial; or NULL. */
	const char	*language;	/* Of the page (page_speech.h). */
	const char	*token;		/* Of the cookie; NULL: none. */
	int64_t		 version;	/* When it was asked for. */
	struct session	 who;		/* person 0: nobody is signed in. */
	unsigned	 forgotten;	/* By the web, when it came. */
	struct door	*door;		/* Where a password is given. */
	struct form	 form;		/* Of a POST. */
	const char	*go;		/* Where to; NULL: it is shown. */
	json_t		*view, *errors;
	struct thought	 painting;
	char		*html;
};

/* Whose key is it?  ready() is called when it is somebody's. */
void	 api_enter(struct exchange *, struct web *,
	    void (*ready)(struct visit *));

/* Reads the query: the parameters are those of the list (it ends with NULL),
 * after and before are ids, most is 1 to PAGE_MOST.  False: answered. */
bool	 api_query(struct visit *, const char *const *names) must_use;

/* The id in the path.  False: answered. */
bool	 api_id(struct visit *) must_use;

/* Whether somebody writes: families get nothing from the operator by that
 * name.  False: answered. */
bool	 api_signed(struct visit *) must_use;

/* One visit to the store; look() runs there and makes the answer. */
void	 api_read(struct visit *, json_t *(*look)(struct visit *, struct db *));
void	 api_change(struct visit *,
	    json_t *(*look)(struct visit *, struct db *));

/* In look(): there is no answer but this sentence; returns NULL.  What was
 * written before is kept, unless db_fail() spoils it first. */
json_t	*api_no(struct visit *, int status, const char *sentence);

/* On the loop: answers, and ends the visit; it and its arena are gone. */
void	 api_problem(struct visit *, int status, const char *sentence);
void	 api_answer(struct visit *, int status, const char *json);

/* On the loop: v->file in place of JSON. */
void	 api_tell_file(struct visit *);

/* Values for JSON: NULL and 0 become null. */
json_t	*api_text(const char *);
json_t	*api_id_text(int64_t id);
json_t	*api_time(struct visit *, int64_t time);
json_t	*api_place(int64_t id, const char *name);	/* {id, name} */

/* What of a page begins the next one, when this one is full; else null. */
json_t	*api_next(const struct visit *, unsigned count, int64_t last);

#endif
