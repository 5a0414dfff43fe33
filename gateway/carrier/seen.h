#ifndef GATEWAY_CARRIER_SEEN_H
#define GATEWAY_CARRIER_SEEN_H

/*
 * A mail as whoever has the mailbox sees it: who it is from, its subject and
 * its words, read by GMime.  All is valid UTF-8; "" when it is not there.
 */

#include <stddef.h>
#include <stdint.h>

struct arena;

#define SEEN_FILES	10

struct seen {
	const char	*from, *from_name;
	const char	*reply_to;	/* Else from. */
	const char	*to;
	const char	*subject;
	const char	*id, *references;	/* Without < and >. */
	const char	*language;	/* BCP 47. */
	const char	*text, *html;	/* The first of each. */
	const char	*automatic;	/* Auto-Submitted. */
	const char	*unsubscribe;	/* Its mailbox, of a mailto:. */
	const char	*unsubscribe_url;
	const char	*files[SEEN_FILES];
	unsigned	 file_count;
	int64_t		 date;		/* ms; 0: none. */
};

/* What is no mail at all is an empty one. */
void	 seen_read(struct arena *, const char *raw, size_t length,
	    struct seen *);

#endif
