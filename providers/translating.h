#ifndef PROVIDERS_TRANSLATING_H
#define PROVIDERS_TRANSLATING_H

/*
 * What the modules of translators have in common: codes of languages, the
 * JSON of requests and answers, and what a status means wherever nothing more
 * is known about it.  Pure; what is made belongs to the arena.
 */

#include <stdbool.h>

#include <jansson.h>

#include "translator.h"

/* A language of ours, and what a service calls it. */
struct spoken {
	const char	*tag;		/* NULL: the end. */
	const char	*from, *to;	/* As what is translated; and into. */
	enum token_form	 form;
};

/* The row of a tag, or NULL. */
const struct spoken *translating_find(const struct spoken *, const char *tag);

/* Whether both are there, and differ; and in which form tokens go. */
bool	 translating_pair(const struct spoken *, const char *from,
	    const char *to, enum token_form *);

/* The URL of a path, which begins with /, at a base with or without one. */
const char	*translating_url(struct arena *, const char *base,
		    const char *path);

/* A POST of a JSON body, which is released.  type NULL: application/json. */
void	 translating_post(struct request *, const char *url,
	    const char *type, json_t *body, struct arena *);
void	 translating_header(struct request *, const char *name,
	    const char *value);

/* The JSON of an answer, to be released; or NULL. */
json_t	*translating_read(const struct response *);

/* An answer's words: clean text, SENT; REFUSED when they are none. */
void	 translating_words(struct translated *, json_t *text, struct arena *);

/* Each of these is one outcome; reason is a constant sentence. */
void	 translating_later(struct translated *, const char *reason);
void	 translating_refused(struct translated *, const char *reason);
void	 translating_sick(struct translated *, const char *reason);
void	 translating_used_up(struct translated *);	/* Of a quota. */
void	 translating_busy(struct translated *, const struct response *);

/* What was not answered with 200, by the status alone.  False: it was. */
bool	 translating_failed(struct translated *, const struct response *);

#endif
