#ifndef GATEWAY_FLOW_RENDER_H
#define GATEWAY_FLOW_RENDER_H

/*
 * Words, school, author and language become the text or the mail that a
 * family gets.  The same errand always gives the same, so it can be looked
 * for at the provider later, and a mail is the same one at every try.  Pure,
 * any thread.
 *
 * Where the message has words in their language, those are theirs.
 *
 * A mail is the words alone, and below them who wrote, that one can answer,
 * who reads that, and how to stop; once as plain text, once as HTML of one
 * column that a mail program may show light or dark.  What is on top names
 * neither a student nor the words, because locked phones show it.
 */

#include "base/sms.h"
#include "provider.h"
#include "store/attempt.h"

struct arena;
struct frames;

/* What all mails of an account have in common. */
struct letterhead {
	const char	*token_key;	/* NULL: a preview, with "..." where a
					 * token would be. */
	const char	*replies;	/* The account's mailbox of answers. */
	const char	*public_url;	/* "": there is no page to stop at. */
};

/* outgoing: all but receipts and key.  sms: its parts; of a mail one.
 * letterhead: of a mail. */
void	render(const struct frames *, const struct errand *,
	    const struct letterhead *, struct arena *, struct outgoing *,
	    struct sms *);

/* The same for an errand whose contact is a mailbox. */
void	render_mail(const struct frames *, const struct errand *,
	    const struct letterhead *, struct arena *, struct outgoing *);

#endif
