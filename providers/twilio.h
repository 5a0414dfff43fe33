#ifndef PROVIDERS_TWILIO_H
#define PROVIDERS_TWILIO_H

/*
 * What the files of this provider share.  The provider itself is
 * `twilio_provider` in twilio.c; nobody outside includes this but its tests.
 *
 *	twilio.c		settings, and what we say: build, ask
 *	twilio_answer.c		what it answers: judge, told
 *	twilio_hook.c		what it tells us by itself: genuine, read
 *	twilio_errors.c		its error codes and statuses in our words
 *
 * The contract is Twilio's Programmable Messaging API 2010-04-01.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "provider.h"

#define TWILIO_LONGEST	1600	/* Body: UTF-16 units; 21617 above. */
#define TWILIO_HOOK	65536	/* Bytes of a webhook; its texts have 1600. */
#define TWILIO_PAGE	1000	/* Records on a page; its own limit. */

/* An account's options.  What is not given is "" or NULL. */
struct twilio {
	const char	*account_sid;
	const char	*auth_token, *auth_token_old;
	const char	*api_key_sid, *api_key_secret;
	const char	*base_url;
	const char	*messaging_service_sid;
};

struct twilio_error {
	int64_t			 code;
	enum error_class	 class;
	const char		*reason;	/* A sentence for people. */
};

extern const struct provider		twilio_provider;
extern const struct twilio_error	twilio_errors[]; /* Ends with code 0. */

/* What one of its codes means, or NULL. */
const struct twilio_error *twilio_error(int64_t code);

/* Puts a status of a message into news, with its error code or 0.  False:
 * we do not know that status. */
bool	 twilio_status(const char *status, int64_t code, struct news *)
	    must_use;

/* Whether it can be the name of a message: letters and digits, at most 64.
 * Its kind (SM, MM, ...) is not looked at, because a text that was taken must
 * not be taken for lost when Twilio adds a kind. */
bool	 twilio_is_sid(const char *text);

/* Whether it can be an address: printable ASCII, at most 64. */
bool	 twilio_is_address(const char *text);

/* The words of a family: clean, and as they came when that is not the same. */
void	 twilio_words(struct news *, const char *bytes, size_t length,
	    struct arena *);

/* base_url without a slash at its end. */
const char *twilio_base(const struct account *, struct arena *);

/* The functions of the provider that are not in twilio.c. */
void	 twilio_judge(const struct account *, const struct response *,
	    struct verdict *, struct arena *);
bool	 twilio_told(const struct account *, struct question *,
	    const struct response *, struct news **, struct arena *);
enum genuine twilio_genuine(const struct account *, const struct request *,
	    int64_t now, struct need *, struct arena *);
bool	 twilio_read(const struct account *, const struct request *,
	    struct news **, struct arena *);

#endif
