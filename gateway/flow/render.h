#ifndef GATEWAY_FLOW_RENDER_H
#define GATEWAY_FLOW_RENDER_H

/*
 * Words, school, author and language become the text or the mail that a
 * family gets.  The same errand always gives the same, so it can be looked
 * for at the provider later, and a mail is the same one at every try.  Pure,
 * any thread.
 *
 * Which words they are, flow/policy.h says: theirs, where the message has
 * words in their language; English ones, with a line below (in a mail above)
 * that says in their language whom to call for an interpreter; or only that
 * there is a message.  Their places are filled as flow/fill.h says.
 * Below what a computer said stands that it did, in the first text to a
 * contact and then in one a month (e->noted).
 *
 * A mail is the words alone, and below them who wrote, that one can answer,
 * who reads that, and how to stop; once as plain text, once as HTML of one
 * column that a mail program may show light or dark.  What is on top names
 * neither a student nor the words, because locked phones show it.
 */

#include "base/clock.h"
#include "base/sms.h"
#include "flow/policy.h"
#include "provider.h"
#include "store/errand.h"

struct arena;
struct frames;
struct translation;

/* What all mails of an account have in common. */
struct letterhead {
	const char	*token_key;	/* NULL: a preview, with "..." where a
					 * token would be. */
	const char	*replies;	/* The account's mailbox of answers. */
	const char	*public_url;	/* "": there is no page to stop at. */
};

/* Which words somebody gets, as they are written, and in which language what
 * fills their places is said. */
struct render_words {
	enum policy	 policy;
	const struct translation *translation;	/* NULL: the English ones. */
	const char	*words, *language;
};
void	render_choose(const struct errand *, struct render_words *);

#define RENDER_NOTED	DAYS(30)	/* A computer's words say so so often. */

/* Whom it is about, where it says no more than that. */
const char *render_student(const struct frames *, const struct errand *,
	    struct arena *);

/* outgoing: all but receipts and key.  sms: its parts; of a mail one.
 * letterhead: of a mail. */
void	render(const struct frames *, const struct errand *,
	    const struct letterhead *, struct arena *, struct outgoing *,
	    struct sms *);

/* The same for an errand whose contact is a mailbox. */
void	render_mail(const struct frames *, const struct errand *,
	    const struct letterhead *, struct arena *, struct outgoing *);

#endif
