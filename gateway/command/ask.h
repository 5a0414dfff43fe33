#ifndef GATEWAY_COMMAND_ASK_H
#define GATEWAY_COMMAND_ASK_H

/*
 * How a command asks the gateway that runs here: HTTP and JSON on
 * STATE/homeline.sock (web/local.h).  Calls block.
 *
 *	ground_config(&g, config)
 *	code = ask(&g, &(struct ask_question){ "GET", "/api/v1/me" }, &answer);
 *	if (code != CODE_OK)
 *		return code;		(the sentence was said)
 *	... answer.json ...
 *	ask_free(&answer)		(always, also after a failure)
 *
 * An answer may have 32 MB; more is refused.
 */

#include <stdbool.h>

#include <jansson.h>

#include "command/command.h"
#include "command/ground.h"

struct ask_question {
	const char	*method, *path;	/* The path with its query, encoded. */
	json_t		*body;		/* Stays the caller's; NULL: none. */
	const char	*as;		/* The id of who writes; NULL: nobody. */
	const char	*type, *bytes;	/* In place of a JSON body: these bytes */
	size_t		 length;	/* of that type; or NULL. */

	/* The Idempotency-Key of what writes, or NULL.  With it, a lost answer
	 * or a 503 is asked for again for 30 s, and Ctrl-C still waits for it
	 * once, so that nobody has to guess whether it was kept. */
	const char	*key;
	unsigned	 patience;	/* s; 0: 60. */
	bool		 any;		/* A 2xx need not be JSON. */
};

struct ask_answer {
	int		 status;	/* Of HTTP; 0: there was none. */
	json_t		*json;		/* Or NULL. */
	char		*text;		/* As it came; a NUL follows. */
	size_t		 length;
};

/* CODE_OK for a 2xx with JSON.  Otherwise what the problem says is said on
 * standard error: CODE_STOPPED when nobody listens, else CODE_FAILED. */
int	 ask(struct ground *, const struct ask_question *, struct ask_answer *)
	    must_use;

/* The same, but it is left to the caller to say what a 4xx says: ask_problem()
 * is its sentence. */
int	 ask_quietly(struct ground *, const struct ask_question *,
	    struct ask_answer *) must_use;
const char *ask_problem(const struct ask_answer *);

void	 ask_free(struct ask_answer *);

/* The text of a member, by a path such as "school.name"; "" when there is
 * none.  It is the JSON's. */
const char *ask_text(const json_t *, const char *path);

/* For --json: the answer as it came, and a line feed.  An exit code. */
int	 ask_print(const struct ask_answer *) must_use;

/* The path of the socket, in the ground's arena. */
const char *ask_socket(const struct ground *);

/* A new Idempotency-Key, and a text encoded for a query; both in the arena. */
const char *ask_key(struct ground *);
const char *ask_encode(struct ground *, const char *text);

#endif
