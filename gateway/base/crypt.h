#ifndef GATEWAY_BASE_CRYPT_H
#define GATEWAY_BASE_CRYPT_H

/*
 * A thin face over OpenSSL.  Sizes are in bytes.  A failure inside OpenSSL
 * means the machine is broken and ends the process; so nothing here fails
 * but reading what came from outside.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"

struct arena;

#define CRYPT_SHA1	20
#define CRYPT_SHA256	32

/* The digests themselves. */
void	 crypt_hmac_sha1(const void *key, size_t key_length,
	    const void *text, size_t length, unsigned char out[CRYPT_SHA1]);
void	 crypt_hmac_sha256(const void *key, size_t key_length,
	    const void *text, size_t length, unsigned char out[CRYPT_SHA256]);
void	 crypt_sha256(const void *text, size_t length,
	    unsigned char out[CRYPT_SHA256]);

/* The SHA-256 of a text as 64 lower-case hexadecimal digits. */
char	*crypt_digest(struct arena *, const void *text, size_t length);

/* Whether two texts are the same, in a time that does not depend on where
 * they differ. */
bool	 crypt_same(const char *, const char *) must_use;

/* Slow on purpose (RFC 7914): cost is the binary logarithm of N, r is 8 and p
 * is 1, so it needs 1 kB << cost of memory.  Never on the loop. */
#define CRYPT_COST	15
void	 crypt_scrypt(const char *password, const char *salt, unsigned cost,
	    unsigned char out[CRYPT_SHA256]);

/* Signs by an RSA key (PEM, PKCS #8 or #1): RSASSA-PKCS1-v1_5 with SHA-256,
 * what JWT calls RS256; in base64 for URLs, without padding.  NULL: it is no
 * such key. */
char	*crypt_sign_rs256(struct arena *, const char *pem, const void *text,
	    size_t length);

/* Lower-case hexadecimal. */
char	*crypt_hexadecimal(struct arena *, const void *, size_t length);

/* Random bytes from the system, as lower-case hexadecimal. */
char	*crypt_random(struct arena *, size_t bytes);

/* In the common alphabet, with padding, without line breaks. */
char	*crypt_base64(struct arena *, const void *, size_t length);

/* With - and _ for + and /, and no padding (RFC 4648, 5). */
char	*crypt_base64url(struct arena *, const void *, size_t length);

/* The bytes of a base64 text, or NULL.  length may be NULL; a NUL follows. */
char	*crypt_unbase64(struct arena *, const char *text, size_t *length);

#endif
