#ifndef GATEWAY_TRANSLATOR_H
#define GATEWAY_TRANSLATOR_H

/*
 * What a translator module is: as a provider (provider.h) a pure translator
 * between our words and one company's, here of a service that says words in
 * another language.  It opens no socket, keeps no state, reads no clock; the
 * gateway carries the requests, tries again, and looks at every answer before
 * anybody gets it (flow/guard.h).
 *
 * What must come back as it went (names, numbers, links, terms) is never sent:
 * in its place stands a token, in the way the service leaves alone.  The
 * answer is in the same form as what was sent: of XML and HTML it has
 * character references to be undone, also such as were not sent (&#39;).
 *
 * Saying something again does no harm, so what was cut off is tried again.
 *
 * To add one: write providers/translate_NAME.c, name it in
 * providers/translators.c and in Makefile.am, and put answers in the form of
 * its documentation into tests/providers/NAME/.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/http.h"
#include "model.h"

struct arena;
struct setting;

/* How a token with the number 1 is written in what is sent. */
enum token_form {
	TOKEN_BRACKETS,		/* U+27E6 1 U+27E7, in plain text */
	TOKEN_XML,		/* <x id="1"/>, the rest is XML text */
	TOKEN_SPAN,		/* <span class="notranslate">1</span>, HTML */
};

/* A translator as one district uses it: its section of the config. */
struct translating_account {
	const char		*name;
	const struct translator	*translator;
	const void		*options;	/* Filled by its settings. */
};

/* What is to be said in another language; tags are ours (base/lang.h). */
struct to_say {
	const char	*from, *to;
	const char	*text;		/* With tokens, in the form it wants. */
	const char	*token;		/* That was fetched, or NULL. */
};

/* What the answer means.  OUTCOME_SENT: there is a translation.  LATER: not
 * this time; try again.  SICK: so would every other text fare just now.
 * REFUSED: never.  Nothing is UNKNOWN here. */
struct translated {
	enum outcome	 outcome;
	const char	*text;		/* When it was SENT: the translation. */
	const char	*reason;	/* When it was not; a constant: "it is out of
					 * order", where it is the service. */
	int64_t		 wait;		/* LATER, SICK: ms; 0: we choose. */
	bool		 quota;		/* What was paid for is used up. */
	bool		 stale;		/* The token was not taken: ask anew. */
};

/* What was fetched first. */
struct fetched {
	const char	*token;		/* For to_say; NULL: */
	struct translated	 said;		/* why there is none. */
	int64_t		 until;		/* ms: it is taken so long. */
};

struct translator {
	const char		*name;
	const struct setting	*settings;	/* Of its options; config.h. */
	size_t			 size;		/* Of its options. */
	size_t			 most;		/* Bytes of text at a time. */
	const char		*unfit;		/* Why no family may get what it
						 * says; NULL: they may. */

	/* What is wrong with the options, as the rest of a sentence that
	 * begins with the section; NULL: nothing, or there is nothing more to
	 * check than the settings say. */
	const char *(*wrong)(const struct translating_account *,
		    struct arena *);

	/* Whether it documents that pair of languages, and in which form it
	 * wants tokens there.  What it does not document is "not available",
	 * and nothing is sent. */
	bool	(*speaks)(const struct translating_account *, const char *from,
		    const char *to, enum token_form *);

	/* What has to be fetched first, such as a token for an hour: a request,
	 * and what its answer says.  NULL: nothing. */
	void	(*ask)(const struct translating_account *, int64_t now,
		    struct request *, struct arena *);
	void	(*told)(const struct translating_account *,
		    const struct response *, int64_t now,
		    struct fetched *, struct arena *);

	void	(*build)(const struct translating_account *,
		    const struct to_say *, int64_t now, struct request *,
		    struct arena *);
	void	(*judge)(const struct translating_account *,
		    const struct response *, struct translated *,
		    struct arena *);
};

extern const struct translator	*const translators[];	/* Ends with NULL. */

#endif
