#ifndef GATEWAY_FLOW_LETTER_INSIDE_H
#define GATEWAY_FLOW_LETTER_INSIDE_H

/*
 * What the files of letter share: letter.c (its way through the threads) and
 * letter_judge.c (what it is and whose).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/mime_read.h"
#include "flow/think.h"
#include "provider.h"
#include "store/attempt.h"
#include "store/job.h"

struct db;
struct gateway;
struct letter_taking;

struct letter {
	struct thought		 thought;
	struct job		 job;
	struct gateway		*gateway;
	struct letter_taking	*taking;
	struct arena		*arena;
	struct mime_mail	 mail;
	bool			 is_mail;
	const char		*reference;
	int64_t			 now;

	/* What the writer found out; all of it again at each run. */
	const struct account	*account;
	struct attempt		 attempt;	/* id 0: none is named. */
	int			 use;		/* By which token; 0: none. */
	struct news		 news;
	bool			 is_news, is_stray;
	bool			 arrived;	/* So nobody need wonder. */
	const char		*became;	/* A constant, for the log. */
	int64_t			 settled;	/* See receive_keep(). */
};

/* By what it is known: its Message-ID, or its digest.  Any thread. */
void		 letter_name(struct letter *);

/* On the writer: sets what stands there, and says in a few constant words
 * what becomes of it (of a stray: why). */
const char	*letter_judge(struct letter *, struct db *);

/* The account of mail of that name, or (NULL) the first; NULL: none. */
const struct account *letter_account(const struct gateway *,
		    const char *name);

/* What a mail server says of a mail of ours, as a class, and the sentence
 * for staff.  Pure. */
enum error_class letter_class(const char *status, const char **reason);

#endif
