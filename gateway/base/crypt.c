/*
 * Calls of OpenSSL 3 with our types.  Base64 is checked before OpenSSL reads
 * it, because its decoder takes padding anywhere and spaces at both ends.
 */

#include <assert.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"

#define SCRYPT_MOST	(2048ull << 20)	/* Bytes it may need. */

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *
crypt_hexadecimal(struct arena *arena, const void *from, size_t count)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *bytes = from;
	char *text = arena_take(arena, 2 * count + 1);

	for (size_t i = 0; i < count; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	return text;
}

void
crypt_hmac_sha1(const void *key, size_t key_length, const void *text,
    size_t length, unsigned char out[CRYPT_SHA1])
{
	assert(key_length <= INT_MAX);
	if (HMAC(EVP_sha1(), key, (int)key_length, text, length, out,
	    NULL) == NULL)
		abort();
}

void
crypt_hmac_sha256(const void *key, size_t key_length, const void *text,
    size_t length, unsigned char out[CRYPT_SHA256])
{
	assert(key_length <= INT_MAX);
	if (HMAC(EVP_sha256(), key, (int)key_length, text, length, out,
	    NULL) == NULL)
		abort();
}

void
crypt_sha256(const void *text, size_t length, unsigned char out[CRYPT_SHA256])
{
	if (EVP_Digest(text, length, out, NULL, EVP_sha256(), NULL) != 1)
		abort();
}

void
crypt_scrypt(const char *password, const char *salt, unsigned cost,
    unsigned char out[CRYPT_SHA256])
{
	assert(cost >= 1 && cost <= 20);
	if (EVP_PBE_scrypt(password, strlen(password),
	    (const unsigned char *)salt, strlen(salt), UINT64_C(1) << cost, 8,
	    1, SCRYPT_MOST, out, CRYPT_SHA256) != 1)
		abort();
}

char *
crypt_digest(struct arena *arena, const void *text, size_t length)
{
	unsigned char digest[CRYPT_SHA256];

	crypt_sha256(text, length, digest);
	return crypt_hexadecimal(arena, digest, sizeof digest);
}

bool
crypt_same(const char *one, const char *other)
{
	size_t length = strlen(one);

	return length == strlen(other) &&
	    CRYPTO_memcmp(one, other, length) == 0;
}

char *
crypt_random(struct arena *arena, size_t bytes)
{
	unsigned char *random = arena_take(arena, bytes);

	assert(bytes <= INT_MAX);
	if (RAND_bytes(random, (int)bytes) != 1)
		abort();
	return crypt_hexadecimal(arena, random, bytes);
}

char *
crypt_base64(struct arena *arena, const void *bytes, size_t length)
{
	unsigned char *text;

	assert(length <= INT_MAX / 2);
	text = arena_take(arena, (length + 2) / 3 * 4 + 1);
	EVP_EncodeBlock(text, bytes, (int)length);
	return (char *)text;
}

char *
crypt_base64url(struct arena *arena, const void *bytes, size_t length)
{
	char *text = crypt_base64(arena, bytes, length);

	for (char *at = text; *at != '\0'; at++)
		if (*at == '+')
			*at = '-';
		else if (*at == '/')
			*at = '_';
	text[strcspn(text, "=")] = '\0';
	return text;
}

/* No password is asked for on a terminal: a key that has one is none. */
static int
no_password(char *into, int size, int writing, void *arg)
{
	(void)into;
	(void)size;
	(void)writing;
	(void)arg;
	return 0;
}

static EVP_PKEY *
read_rsa(const char *pem)
{
	size_t length = strlen(pem);
	BIO *bio;
	EVP_PKEY *key;

	assert(length <= INT_MAX);
	bio = BIO_new_mem_buf(pem, (int)length);
	if (bio == NULL)
		abort();
	key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
	BIO_free(bio);
	if (key != NULL && EVP_PKEY_is_a(key, "RSA") != 1) {
		EVP_PKEY_free(key);
		return NULL;
	}
	return key;
}

char *
crypt_sign_rs256(struct arena *arena, const char *pem, const void *text,
    size_t length)
{
	EVP_PKEY *key = read_rsa(pem);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char *signature;
	size_t room;
	char *said = NULL;

	if (context == NULL)
		abort();
	if (key != NULL) {
		room = (size_t)EVP_PKEY_get_size(key);
		signature = arena_take(arena, room);
		if (EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL,
		    key) == 1 && EVP_DigestSign(context, signature, &room,
		    text, length) == 1)
			said = crypt_base64url(arena, signature, room);
	}
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	ERR_clear_error();
	return said;
}

char *
crypt_unbase64(struct arena *arena, const char *text, size_t *length)
{
	size_t whole = strlen(text), real = strspn(text, alphabet);
	size_t padding = whole - real;
	unsigned char *bytes;

	if (whole % 4 != 0 || padding > 2 || whole > INT_MAX / 2)
		return NULL;
	if (strspn(text + real, "=") != padding)
		return NULL;
	bytes = arena_take(arena, whole / 4 * 3 + 1);
	if (EVP_DecodeBlock(bytes, (const unsigned char *)text,
	    (int)whole) < 0)
		abort();
	whole = whole / 4 * 3 - padding;
	bytes[whole] = '\0';
	if (length != NULL)
		*length = whole;
	return (char *)bytes;
}
