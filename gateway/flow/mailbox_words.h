#ifndef GATEWAY_FLOW_MAILBOX_WORDS_H
#define GATEWAY_FLOW_MAILBOX_WORDS_H

/*
 * What is asked of an IMAP server (RFC 3501), as requests for the client, and
 * what its untagged lines say.  Pure, any thread.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/http.h"
#include "base/list.h"

struct account_settings;
struct arena;

#define MAILBOX_UIDS	500	/* Of one look; the rest at the next one. */

/* UIDVALIDITY and UIDNEXT; UIDs from that one on; one mail of which so many
 * bytes are wanted; and that it is to be deleted, in two steps. */
void	 mailbox_ask_status(const struct account_settings *,
	    struct request *, struct arena *);
void	 mailbox_ask_uids(const struct account_settings *, int64_t validity,
	    int64_t from, struct request *, struct arena *);
void	 mailbox_ask_mail(const struct account_settings *, int64_t validity,
	    int64_t uid, struct request *, struct arena *);
void	 mailbox_ask_mark(const struct account_settings *, int64_t validity,
	    int64_t uid, struct request *, struct arena *);
void	 mailbox_ask_expunge(const struct account_settings *,
	    int64_t validity, int64_t uid, struct request *, struct arena *);

/* False: it is not understood. */
bool	 mailbox_read_status(const char *said, int64_t *validity,
	    int64_t *next) must_use;

/* Those from `from` on, ascending, each once, up to MAILBOX_UIDS; how many. */
unsigned mailbox_read_uids(const char *said, int64_t from,
	    int64_t uids[MAILBOX_UIDS]);

#endif
