#ifndef GATEWAY_BASE_MIME_WRITE_H
#define GATEWAY_BASE_MIME_WRITE_H

/*
 * A mail as it is handed to a mail server (RFC 5322, MIME), by GMime: headers
 * in any script (RFC 2047), plain text and, when there is one, HTML beside it
 * (multipart/alternative), UTF-8.  The same letter always gives the same
 * bytes, so also its boundary.  Pure, any thread.
 */

#include <stddef.h>
#include <stdint.h>

struct arena;

struct letter {
	const char	*from_name, *from;	/* "Oak School", a mailbox. */
	const char	*to;
	const char	*reply_to;		/* NULL: none. */
	const char	*subject;
	const char	*message_id;		/* Without < and >. */
	const char	*in_reply_to;		/* The same; NULL: none. */
	const char	*references;		/* As above, apart by spaces. */
	const char	*language;		/* BCP 47. */
	const char	*text, *html;		/* html NULL: none. */
	const char	*unsubscribe_url, *unsubscribe_to;	/* RFC 8058. */
	int64_t		 date;			/* ms since 1970. */
	int		 automatic;		/* No person wrote it. */
};

/* With CRLF at the ends of lines; a NUL follows.  A line break in any header
 * is a space. */
char	*mime_write(struct arena *, const struct letter *, size_t *length);

/* Makes GMime ready, once; whoever else uses it calls this first. */
void	 mime_begin(void);

#endif
