#ifndef GATEWAY_FLOW_TOKEN_H
#define GATEWAY_FLOW_TOKEN_H

/*
 * Signed names of attempts, as they stand in addresses of mail and in links:
 * who has one got it from us, so whatever comes back with it belongs to that
 * attempt, whoever it comes from.
 *
 *	replies+rTOKEN@school.example	Reply-To
 *	replies+bTOKEN@school.example	envelope sender (VERP): bounces
 *	replies+uTOKEN@school.example	List-Unsubscribe, by mail
 *	https://.../u/uTOKEN		List-Unsubscribe, by one click
 *	<mTOKEN@school.example>		Message-ID
 *
 * A token is a letter for its use, the id of the attempt (13 characters) and
 * 80 bits of HMAC-SHA256 over both, in small letters of base32: 30 characters
 * that survive gateways which change case.  Pure, any thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct arena;

enum token_use {
	TOKEN_REPLY = 'r',
	TOKEN_BOUNCE = 'b',
	TOKEN_UNSUBSCRIBE = 'u',
	TOKEN_MESSAGE = 'm',
};

#define TOKEN_LENGTH	30

/* key: that of the district (store/secret.h). */
char	*token_make(struct arena *, const char *key, enum token_use,
	    int64_t attempt);

/* The attempt of a token in any case of letters; what stands behind its 30
 * characters is not looked at.  False: it is none, or not signed by us. */
bool	 token_read(const char *key, enum token_use, const char *text,
	    int64_t *attempt) must_use;

/* "replies@x.example" and a token are "replies+TOKEN@x.example". */
char	*token_address(struct arena *, const char *mailbox, const char *token);

/* The token of such an address, whatever stands before the +, or NULL. */
const char *token_in(const char *address);

#endif
