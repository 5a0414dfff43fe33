#ifndef TESTS_WEB_COUNTER_H
#define TESTS_WEB_COUNTER_H

/*
 * The counter of an office: the sample district in a fresh database, a
 * gateway that sends to nobody, and the real server on loopback.  It is
 * 22:08 on a Saturday in the district, and stays so until a test moves the
 * clock; so direct messages wait for the morning.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/http.h"
#include "flow/settings.h"
#include "providers/twilio.h"
#include "tests/store/place.h"
#include "web/inside.h"

#define NOW		INT64_C(1795316887000)
#define NUMBER		"+15085550100"

struct db;

struct counter {
	struct place		 place;
	struct arena		*arena;
	struct loop		*loop;
	struct store		*store;
	struct client		*client;
	struct locales		*locales;
	struct zone		*zone;
	struct configured	 configured;
	struct twilio		 twilio;
	struct gateway		*gateway;
	struct web		*web;
	struct server		*server;
	const char		*desk, *office, *teacher; /* Keys of staff. */
	const char		*nobody;	/* A key that names nobody. */
	const char		*cookie;	/* Who is signed in; or NULL. */

	/* The last answer. */
	struct response		 response;
	json_t			*json;		/* NULL: it is no JSON. */
	bool			 answered;
};

void	 counter_open(struct counter *);
void	 counter_close(struct counter *);

/* One request, with a key and an Idempotency-Key or NULL each; the status. */
struct asking {
	const char	*method, *path, *key, *once, *body;
	struct header	 headers[6];	/* Besides. */
	unsigned	 header_count;
};
int	 counter_ask(struct counter *, const struct asking *);
int	 counter_get(struct counter *, const char *key, const char *path);

/* Somebody of the staff signs in, by name; with another role if it is not
 * NULL ("auditor"), for school 0.  NULL for the name: nobody is signed in. */
void	 counter_sign_in(struct counter *, const char *name,
	    const char *role);

/* A page as a browser asks for it; a form with its token (fields are
 * urlencoded, "" or "a=1&b=2").  The status. */
int	 counter_page(struct counter *, const char *path);
int	 counter_form(struct counter *, const char *path, const char *fields);

/* A webhook of the provider: a text of a family, signed or not. */
int	 counter_text(struct counter *, const char *from, const char *words,
	    const char *sid, bool genuine);

/* A text of the answer by its way through it, "students.0.id"; "" when there
 * is none. */
const char *counter_word(struct counter *, const char *way);
int64_t	 counter_number(struct counter *, const char *way);
size_t	 counter_count(struct counter *, const char *way);	/* Of a list. */
bool	 counter_says(struct counter *, const char *words); /* In its body. */

const char *counter_went(struct counter *);	/* Its Location; "": none. */

/* The id of a student by a part of the name, with the key of the desk. */
const char *counter_student(struct counter *, const char *name);

/* A message of the desk to that student; its id. */
const char *counter_write(struct counter *, const char *student,
	    const char *once);

#endif
