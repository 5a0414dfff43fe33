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
 * in its place stands a token, in the way the service leaves alone.
 *
 * To add one: write providers/translate_NAME.c, name it in
 * providers/translators.c and in Makefile.am, and put answers in the form of
 * its documentation into tests/providers/NAME/.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/http.h"
#include "provider.h"

struct arena;
struct setting;

/* How a token with the number 1 is written in what is sent. */
enum token_form {
	TOKEN_BRACKETS,		/* U+27E6 1 U+27E7, in plain text */
	TOKEN_XML,		/* <x id="1"/>, the rest is XML text */
	TOKEN_SPAN,		/* <span class="notranslate">1</span>, in HTML */
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
	const char	*token;		/* Of need(), when there was one. */
};

/* What the answer means; outcomes as of a provider: LATER and SICK are tried
 * again, REFUSED is not. */
struct said {
	enum outcome	 outcome;
	const char	*text;		/* When it was SENT: the translation. */
	const char	*reason;	/* When it was not. */
	int64_t		 wait;		/* LATER, SICK: so long; 0: we choose. */
	bool		 quota;		/* What was paid for is used up. */
};

struct translator {
	const char		*name;
	const struct setting	*settings;	/* Of its options; see config.h. */
	size_t			 size;		/* Of its options. */
	enum token_form		 form;
	size_t			 most;		/* Bytes of text in one request. */

	/* Whether it documents that pair of languages.  What it does not is
	 * "not available", and nothing is sent. */
	bool	(*speaks)(const struct translating_account *, const char *from,
		    const char *to);

	/* What has to be fetched first, such as a token for a day: a request,
	 * and what its answer says and until when (ms).  NULL: nothing. */
	void	(*ask)(const struct translating_account *, int64_t now,
		    struct request *, struct arena *);
	bool	(*told)(const struct translating_account *,
		    const struct response *, int64_t now, const char **token,
		    int64_t *until, struct arena *);

	void	(*build)(const struct translating_account *,
		    const struct to_say *, int64_t now, struct request *,
		    struct arena *);
	void	(*judge)(const struct translating_account *,
		    const struct response *, struct said *, struct arena *);
};

extern const struct translator	*const translators[];	/* Ends with NULL. */

#endif
