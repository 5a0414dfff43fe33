#ifndef GATEWAY_FLOW_FIT_H
#define GATEWAY_FLOW_FIT_H

/*
 * Whether a text fits into what its carrier takes in one piece (struct
 * provider's `longest`).  Nothing is cut into several texts, so it is said in
 * time:
 *
 *	compose.h	refuses what would not, for somebody whom it goes to
 *	preview.h	refuses any text that it sees and that does not
 *	translate.h	what a computer says is not used where it would not,
 *			and what a person corrects is refused
 *	dispatch.h	ends an attempt that does not for all that, and mail
 *			is tried as after any failure
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct db;
struct errand;
struct gateway;
struct message;
struct outgoing;
struct translation;
struct visit;

/* Why an attempt failed, or a translation is not used. */
#define FIT_NOT		"It is too long for a text."

#define FIT_SURELY	800	/* Bytes of words that always fit. */
#define FIT_FILLED	200	/* Units for what fills the places. */

/* UTF-16 units of the longest text of an account; 0: any.  Any thread. */
size_t	 fit_longest(const struct gateway *, const char *account);

/* How many units a text has too many; 0: none. */
size_t	 fit_over(const struct outgoing *, size_t longest);

/* The most that the author's words, and others, have too many. */
struct fit_most {
	size_t		 over, some;
};
void	 fit_look(const struct errand *, const struct outgoing *,
	    size_t longest, struct fit_most *);

/* The sentence that says so; NULL: none of them is too long. */
const char *fit_sentence(struct arena *, const struct fit_most *);

/* On a store thread, once the families of a draft were found: the sentence,
 * when a text of it would be too long (fit_draft.c).  Whoever is reached by
 * mail alone is no reason. */
const char *fit_wrong(struct visit *);

/* On a store thread: how many units words in another language have too many
 * as a first text, with some room for what fills their places. */
size_t	 fit_words(struct db *, const struct gateway *,
	    const struct message *, const struct translation *);

#endif
