#ifndef GATEWAY_BASE_HTTP_H
#define GATEWAY_BASE_HTTP_H

/*
 * HTTP as plain records: what the server receives, what the client carries,
 * what the providers read and write.  They own nothing; their text belongs
 * to an arena.
 *
 * The client also carries mail, by the same records:
 *
 *	smtp://, smtps://	body is the mail, whole; mail_from and mail_to are
 *				its envelope.  The answer's status is the code of
 *				the server's last reply, its body that reply's
 *				lines (LF between them), and step says to what
 *				it was.  Without a body the server is only
 *				logged in to.  NEVER_SPOKE with a status: it
 *				does not offer what step needs.
 *	imap://, imaps://	method is a command ("UID SEARCH ALL"), whose
 *				untagged lines are the answer's body; or NULL, and
 *				the body is the mail that the URL names
 *				(imap://HOST/MAILBOX/;UID=7).  status is 200 when
 *				the server said OK, 0 when it refused the login or
 *				the command (step).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define HTTP_HEADERS	64	/* Behind proxies 16 are too few. */

struct header {
	const char	*name;
	const char	*value;
};

struct headers {
	struct header	 list[HTTP_HEADERS];
	unsigned	 count;
};

struct request {
	const char	*method;
	const char	*url;		/* To a server: path and query only. */
	struct headers	 headers;
	const char	*body;		/* A NUL follows; NULL: none. */
	size_t		 length;

	/* Of a mail server; NULL: none. */
	const char	*mail_from, *mail_to;	/* mail_from "": <> */
	const char	*user, *password;
	const char	*authorities;	/* A file of certificates trusted there,
					 * instead of the system's. */
	bool		 starttls;	/* Say nothing before TLS. */
};

/* What a mail server's last reply answers. */
enum mail_step {
	MAIL_GREETING,		/* Or EHLO, or STARTTLS. */
	MAIL_LOGIN,
	MAIL_FROM,
	MAIL_TO,
	MAIL_BODY,		/* DATA, or the end of the mail. */
};

/* How far a request came. */
enum carried {
	ANSWERED,	/* There is a status and a whole body. */
	NEVER_SPOKE,	/* No byte of the body left: safe to repeat. */
	CUT_OFF,	/* Nobody knows. */
};

struct response {
	enum carried	 carried;
	int		 status;
	struct headers	 headers;
	const char	*body;		/* A NUL follows. */
	size_t		 length;
	enum mail_step	 step;		/* Of a mail server. */
};

/* The first header of that name, in any case of letters, or NULL. */
const char	*headers_get(const struct headers *, const char *name);

/* Adds one; the texts have to live as long as the headers do.  False: there
 * is no room for it. */
bool		 headers_add(struct headers *, const char *name,
		    const char *value);

/* "Basic dXNlcjpwYXNz", for an Authorization header. */
char		*http_basic(struct arena *, const char *user, const char *password);

#endif
