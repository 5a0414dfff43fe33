#ifndef GATEWAY_BASE_MIME_READ_H
#define GATEWAY_BASE_MIME_READ_H

/*
 * A mail as others write it, read by GMime: what a person wrote, apart from
 * what they quoted and signed; what a machine wrote, and about which mail of
 * ours; the files beside it.  Everything is valid UTF-8 without NUL, whatever
 * the mail says of itself.  Nothing in a mail is believed, but what is
 * signed: that is for the caller (flow/token.h).
 *
 * What is written above, below and between quotes is words; where it is
 * between, the lines that each piece answers stay above it, with > before
 * them.  What a person passes on (forwards) is what they want to say, so it
 * is words too.  In doubt it is words: nothing that a person wrote is ever
 * folded away, and words and folded together hold all of the text.
 *
 * Limits: MIME_MOST bytes (what is longer is read so far), 30 parts deep,
 * 1000 parts, MIME_FILES files, MIME_TEXT bytes of text, 20,000 lines that
 * could be fields; what is over them is left out, and the mail is cut.  Any
 * thread, one at a time.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"

struct arena;

#define MIME_MOST	(10 * 1024 * 1024)
#define MIME_TEXT	(256 * 1024)
#define MIME_FILES	30
#define MIME_ADDRESSES	50

struct mime_file {
	const char	*name;		/* Without folders and what is hidden;
					 * "" when it has none. */
	const char	*type;		/* "image/jpeg", in small letters. */
	const char	*bytes;		/* Decoded. */
	size_t		 length;
};

/* What a mail server says of a mail of ours (RFC 3464), or what looks so. */
struct mime_report {
	enum {
		MIME_NO_REPORT,
		MIME_FAILED,	/* It will not arrive. */
		MIME_DELAYED,	/* It is tried again there. */
		MIME_DELIVERED,	/* Or relayed, or expanded. */
	} what;
	const char	*status;	/* "5.1.1", or "". */
	const char	*why;		/* Diagnostic code, one line; or "". */
	const char	*recipient;	/* Whom it could not reach; or "". */
	const char	*message_id;	/* Of ours, without < and >; or "". */
};

struct mime_mail {
	const char	*from, *from_name;	/* A mailbox; "" if none. */
	const char	*addresses[MIME_ADDRESSES]; /* Delivered-To, X-Original-To,
						 * Envelope-To, To, Cc. */
	unsigned	 address_count;
	const char	*subject;
	const char	*message_id;		/* Without < and >; or "". */
	const char	*answers[MIME_ADDRESSES]; /* In-Reply-To, then References,
						 * the newest first. */
	unsigned	 answer_count;
	int64_t		 date;			/* ms since 1970; 0: none. */
	const char	*words;		/* What they wrote themselves. */
	const char	*folded;	/* Quotes and signature, as they came. */
	struct mime_file files[MIME_FILES];
	unsigned	 file_count;
	unsigned	 more_files;	/* Left out. */
	bool		 cut;		/* It was longer than the limit. */
	const char	*automatic;	/* Which header says that no person wrote
					 * it, a constant; or NULL. */
	bool		 list;		/* It came by a mailing list. */
	bool		 spam;		/* A filter before us says so. */
	struct mime_report report;
};

/* False: it is no mail at all, and why says so. */
bool	 mime_read(struct arena *, const char *bytes, size_t length,
	    struct mime_mail *, const char **why) must_use;

#endif
