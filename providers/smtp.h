#ifndef PROVIDERS_SMTP_H
#define PROVIDERS_SMTP_H

/*
 * What the files of this provider share.  The provider itself is
 * `smtp_provider` in smtp.c; nobody outside includes this but its tests.
 *
 *	smtp.c			settings, and a mail as a request
 *	smtp_answer.c		what a server's last reply means
 *
 * A server of mail is given each mail by one recipient (RFC 5321, RFC 6409);
 * what becomes of it later comes back as mail, which is not a provider's.
 */

#include "base/list.h"
#include "provider.h"

enum smtp_encrypt { SMTP_STARTTLS, SMTP_CLEAR };

/* An account's options.  What is not given is "" or NULL. */
struct smtp {
	const char	*server;
	const char	*user, *password;
	int		 encrypt;	/* enum smtp_encrypt */
	const char	*authorities;
};

extern const struct provider smtp_provider;

/* "5.1.1" behind the status of a reply as numbers.  False: there is none. */
bool	 smtp_enhanced(const char *reply, int code[3]) must_use;

/* The name a server gives to a mail in its 250, or NULL. */
const char *smtp_reference(const char *reply, struct arena *);

/* The function of the provider that is not in smtp.c. */
void	 smtp_judge(const struct account *, const struct response *,
	    struct verdict *, struct arena *);

#endif
