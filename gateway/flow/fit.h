#ifndef GATEWAY_FLOW_FIT_H
#define GATEWAY_FLOW_FIT_H

/*
 * Whether a text fits into what its carrier takes in one piece (struct
 * provider's `longest`).  Nothing is cut into several texts, so it is said in
 * time:
 *
 *	compose.h	refuses what cannot fit, to whomever it goes
 *	preview.h	refuses any text that it sees and that does not
 *	translate.h	what a computer says is not used where it would not
 *	dispatch.h	ends an attempt that does not for all that, and mail
 *			is tried as after any failure
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct db;
struct draft;
struct gateway;
struct message;
struct outgoing;
struct translation;

/* Why an attempt failed, or a translation is not used. */
#define FIT_NOT		"It is too long for a text."

/* UTF-16 units of the longest text of an account; 0: any.  Any thread. */
size_t	 fit_longest(const struct gateway *, const char *account);

/* How many units a text has too many; 0: none. */
size_t	 fit_over(const struct outgoing *, size_t longest);

/* The sentence that says so; some: of texts in other words than the
 * author's. */
const char *fit_sentence(struct arena *, size_t over, bool some);

/* On a store thread: the sentence for a draft of that message, when its
 * shortest texts are too long; NULL: they may fit. */
const char *fit_wrong(struct db *, const struct gateway *,
	    const struct message *, const struct draft *);

/* On a store thread: whether words that a computer said fit, also in a first
 * text and with some room for what fills their places. */
bool	 fit_computer(struct db *, const struct gateway *,
	    const struct message *, const struct translation *);

#endif
