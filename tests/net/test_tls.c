/* Whoever cannot show a certificate we trust is told nothing. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "net/client.h"
#include "net/loop.h"

#define LONGEST	60		/* s; then something hangs. */
#define YEAR	(365L * 24 * 3600)

/* Somebody at the other end, on a thread of his own. */
struct other {
	int		 listening;
	unsigned	 port;
	SSL_CTX		*tls;		/* NULL: plain text. */
	char		 heard[4096];
	pthread_t	 thread;
};

static struct loop *loop;

static void
answered(struct carriage *c)
{
	(void)c;
	loop_stop(loop);
}

/* A certificate for 127.0.0.1 that nobody has signed but its owner. */
static SSL_CTX *
self_signed(void)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();
	X509_NAME *name = X509_get_subject_name(certificate);

	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	    (const unsigned char *)"127.0.0.1", -1, -1, 0);
	X509_set_issuer_name(certificate, name);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), -YEAR);
	X509_gmtime_adj(X509_getm_notAfter(certificate), YEAR);
	X509_set_pubkey(certificate, key);
	assert_int_not_equal(X509_sign(certificate, key, EVP_sha256()), 0);
	assert_int_equal(SSL_CTX_use_certificate(tls, certificate), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(tls, key), 1);
	X509_free(certificate);
	EVP_PKEY_free(key);
	return tls;
}

static void
speak_tls(struct other *other, int fd)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\n"
	    "Content-Length: 0\r\n\r\n";
	SSL *ssl = SSL_new(other->tls);

	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1) {
		SSL_read(ssl, other->heard, sizeof other->heard - 1);
		SSL_write(ssl, answer, sizeof answer - 1);
		SSL_shutdown(ssl);
	}
	SSL_free(ssl);
}

static void *
be_there(void *arg)
{
	struct other *other = arg;
	int fd = accept(other->listening, NULL, NULL);

	if (other->tls != NULL)
		speak_tls(other, fd);
	else if (recv(fd, other->heard, sizeof other->heard - 1, 0) > 0)
		send(fd, "HTTP/1.1 400 Bad Request\r\n\r\n", 28, 0);
	close(fd);
	return NULL;
}

static void
come(struct other *other, SSL_CTX *tls)
{
	struct sockaddr_in here = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t length = sizeof here;

	*other = (struct other){ .tls = tls };
	other->listening = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(other->listening, (struct sockaddr *)&here,
	    length), 0);
	assert_int_equal(listen(other->listening, 1), 0);
	getsockname(other->listening, (struct sockaddr *)&here, &length);
	other->port = ntohs(here.sin_port);
	assert_int_equal(pthread_create(&other->thread, NULL, be_there,
	    other), 0);
}

static void
leave(struct other *other)
{
	pthread_join(other->thread, NULL);
	close(other->listening);
	SSL_CTX_free(other->tls);
}

/* A secret is carried to him; why it was not. */
static void
assert_not_told(struct other *other, const char *why)
{
	struct arena *arena = arena_new();
	struct client *client = client_open(loop, 4);
	struct carriage c = {
		.request = {
			.method = "POST",
			.url = arena_print(arena, "https://127.0.0.1:%u/",
			    other->port),
			.body = "secret",
			.length = 6,
		},
		.arena = arena,
		.answered = answered,
	};

	client_carry(client, &c);
	loop_run(loop);
	client_close(client);
	leave(other);
	assert_int_equal(c.response.carried, NEVER_SPOKE);
	assert_string_equal(c.why, why);
	assert_null(strstr(other->heard, "secret"));
	arena_free(arena);
}

static void
a_certificate_of_his_own_is_not_enough(void **state)
{
	struct other other;

	(void)state;
	come(&other, self_signed());
	assert_not_told(&other, "its certificate is not to be trusted");
}

static void
plain_text_is_not_enough(void **state)
{
	struct other other;

	(void)state;
	come(&other, NULL);
	assert_not_told(&other, "could not agree on encryption");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_certificate_of_his_own_is_not_enough),
		cmocka_unit_test(plain_text_is_not_enough),
	};
	int failed;

	alarm(LONGEST);
	loop = loop_new();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	loop_free(loop);
	return failed;
}
