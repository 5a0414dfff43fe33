#ifndef PROVIDERS_SIGV4_H
#define PROVIDERS_SIGV4_H

/*
 * AWS Signature Version 4: who asks, proved by a key that is not sent.  What
 * is signed is the method, the path and the query of the URL, the host, the
 * headers the request has, and its body.  Pure.
 *
 * libcurl 7.88 could sign too, but it signs what it is told not to send
 * (Expect), and with the clock of the machine.
 */

#include <stdint.h>

#include "base/http.h"

struct arena;

struct sigv4 {
	const char	*key_id, *secret;
	const char	*session;	/* Of a key for a time; or "". */
	const char	*region, *service;
};

/* Adds X-Amz-Date, X-Amz-Security-Token and Authorization.  The URL has a
 * path, and its query, if any, is sorted and encoded; header names are
 * ASCII. */
void	 sigv4_sign(const struct sigv4 *, int64_t now, struct request *,
	    struct arena *);

#endif
