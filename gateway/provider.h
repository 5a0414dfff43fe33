#ifndef GATEWAY_PROVIDER_H
#define GATEWAY_PROVIDER_H

/*
 * What a provider module is: a translator between our words and one
 * company's.  It turns a message into a request, a response into an outcome,
 * and a webhook into news.
 *
 * A provider MUST be pure: it opens no socket, starts no timer, reads no
 * clock, keeps no state, takes no lock, and makes what it makes in the arena
 * it is given.  The gateway carries the requests, keeps the limits, tries
 * again and counts.  So its test is a table of inputs and outputs.
 *
 * To add one: write providers/NAME.c, name it in providers/table.c and in
 * Makefile.am, and put recorded webhooks in tests/providers/NAME/.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/http.h"
#include "model.h"

struct arena;
struct mime_mail;
struct setting;

/* A provider as one district uses it: its section of the config. */
struct account {
	const char		*name;
	const struct provider	*provider;
	const void		*options;	/* Filled by its settings. */
	const char		*hook;		/* Public URL: .../hooks/NAME. */
	bool			 answers_words, answers_nights;	/* We do. */
	const char		*help;		/* Whom HELP names; NULL: nobody. */
};

/* One rendered message, ready to go. */
struct outgoing {
	const char	*from, *to;
	const char	*from_name;	/* Mail: "Oak School", or NULL. */
	const char	*subject;	/* NULL for SMS. */
	const char	*text, *html;	/* html: NULL if there is none. */
	const char	*language;	/* BCP 47. */
	const char	*reply_to;	/* Mail: with a token of the attempt. */
	const char	*bounce;	/* Mail: envelope sender, the same. */
	const char	*message_id;	/* Mail: ours, the same at every try. */
	const char	*in_reply_to;	/* Mail: theirs; without < and >. */
	const char	*references;	/* Mail: apart by spaces; or NULL. */
	const char	*unsubscribe;	/* Mail: a URL, or NULL. */
	const char	*unsubscribe_to; /* Mail: an address, or NULL. */
	bool		 automatic;	/* No person wrote it. */
	int64_t		 date;		/* Mail: of the message. */
	const char	*receipts;	/* Where receipts should come to. */
	const char	*key;		/* The attempt's id; it must come back. */
	int64_t		 not_after;	/* Useless later. */
};

/* What a response means. */
struct verdict {
	enum outcome	 outcome;
	const char	*reference;	/* When it was sent. */
	enum error_class class;		/* When it was not; see model.h. */
	const char	*reason;
	int64_t		 wait;		/* LATER, SICK: so long; 0: we choose. */
};

/* What a webhook tells us. */
struct news {
	enum { NEWS_RECEIPT, NEWS_REPLY } kind;
	const char	*key;		/* Our attempt's id (REPLY: or NULL). */
	const char	*reference;	/* The provider's name for it. */
	enum attempt_state state;	/* RECEIPT: delivered or failed. */
	enum error_class class;
	const char	*reason;
	const char	*from, *to;	/* REPLY: who wrote, and to which number. */
	const char	*text;		/* Clean; of a RECEIPT what was sent. */
	const char	*raw;		/* REPLY: the bytes, when cleaning changed */
	size_t		 raw_length;	/* them; else NULL. */
	const struct mime_mail *mail;	/* REPLY by mail: the rest; or NULL. */
	bool		 unproven;	/* A mail that shows no token of ours. */
	const char	*media[11];	/* Links, up to 10; ends with NULL. */
	unsigned	 files;		/* Of those that are no pictures. */
	enum reply_what	 word;		/* It acted on and answered; or MESSAGE. */
	int64_t		 at;
	struct news	*next;
};

/* Something to be fetched before we can tell: a certificate, a token. */
struct need {
	const char	*url, *have;	/* What came, at the second call. */
	size_t		 length;
};

/* What we want to know.  An answer may come in pages: told() sets `next`
 * when there is another one (or NULL), and the question is asked again. */
struct question {
	enum {
		ASK_ATTEMPT,	/* What became of a text to `to`? */
		ASK_INBOUND,	/* What was written to our number `to`? */
		ASK_RECEIPTS,	/* What became of the texts from `from`? */
	} kind;
	const char	*to, *from;
	int64_t		 since;		/* INBOUND, RECEIPTS: from then on. */
	const char	*next;		/* NULL: the first page. */
};

enum genuine { GENUINE_NO, GENUINE_YES, GENUINE_NEED };
struct answer {
	int		 status;
	const char	*type, *body;
};

struct provider {
	const char		*name;
	enum channel		 channel;
	const struct setting	*settings;	/* Of its options; see config.h. */
	size_t			 size;		/* Of its options. */
	size_t			 longest;	/* Text in UTF-16 units; 0: any. */
	struct answer		 yes, later, never;
	/* Whole texts it answers (optout = provider), where it is taught more. */
	const char	*const *answers_itself, *taught_at;	/* Or NULL. */

	/* Says it in the provider's words. */
	void	(*build)(const struct account *, const struct outgoing *,
		    int64_t now, struct request *, struct arena *);

	/* What the answer means. */
	void	(*judge)(const struct account *, const struct response *,
		    struct verdict *, struct arena *);

	/* Is this webhook really from the provider? */
	enum genuine (*genuine)(const struct account *, const struct request *,
		    int64_t now, struct need *, struct arena *);

	/* What it tells.  False: we do not understand it (it is kept). */
	bool	(*read)(const struct account *, const struct request *,
		    struct news **, struct arena *);

	/* Build a question, and read the news we are told in the order of time.
	 * False: the answer is none.  NULL: it cannot be asked. */
	void	(*ask)(const struct account *, const struct question *,
		    int64_t now, struct request *, struct arena *);
	bool	(*told)(const struct account *, struct question *,
		    const struct response *, struct news **, struct arena *);
};
extern const struct provider	*const providers[];	/* Ends with NULL. */

#endif
