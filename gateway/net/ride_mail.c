/*
 * What libcurl is told about a server of mail, SMTP or IMAP; and the ends of
 * commands to IMAP.
 *
 * Only PLAIN and LOGIN are used to log in, inside of TLS: anything harder to
 * say would protect nothing more, and fails with more servers.
 */

#include <arpa/inet.h>
#include <curl/curl.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/list.h"
#include "net/client.h"
#include "net/ride.h"

#define HOST_MOST	256
#define MAIL_CONNECT_MS	30000L		/* Some greet slowly, on purpose. */

/* The host of a URL; "" when it is not to be made out. */
static void
host_of(const char *url, char host[HOST_MOST])
{
	const char *at = strstr(url, "://");
	size_t length;

	host[0] = '\0';
	if (at == NULL || strchr(at, '@') != NULL)
		return;
	at += 3;
	length = *at == '[' ? strcspn(++at, "]") : strcspn(at, ":/?#;");
	if (length >= HOST_MOST)
		return;
	memcpy(host, at, length);
	host[length] = '\0';
}

static bool
is_here(const char *url)
{
	char host[HOST_MOST];
	struct in_addr four;
	struct in6_addr six;

	host_of(url, host);
	if (strcasecmp(host, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, host, &six) == 1 &&
	    IN6_IS_ADDR_LOOPBACK(&six);
}

/* What would end a command or an address early. */
static bool
fit(const char *address)
{
	const char *at;

	if (address == NULL)
		return true;
	for (at = address; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || *at == 0x7f || *at == '<' ||
		    *at == '>')
			return false;
	return at - address < HOST_MOST;
}

const char *
ride_mail_unfit(const struct request *request)
{
	bool tls = request->starttls ||
	    strncasecmp(request->url, "smtps:", 6) == 0 ||
	    strncasecmp(request->url, "imaps:", 6) == 0;

	if (!fit(request->mail_from) || !fit(request->mail_to) ||
	    request->length > RIDE_MAIL_MOST ||
	    (request->method != NULL &&
	    request->method[strcspn(request->method, "\r\n")] != '\0'))
		return "the request is not fit to be sent";
	if (!tls && !is_here(request->url))
		return "it would go over the network in clear text";
	return NULL;
}

void
ride_mail_set_up(CURL *easy, const struct request *request)
{
	curl_easy_setopt(easy, CURLOPT_URL, request->url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
	    "smtp,smtps,imap,imaps");
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, MAIL_CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, 60L);
	curl_easy_setopt(easy, CURLOPT_USE_SSL,
	    (long)(request->starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (request->user != NULL) {
		curl_easy_setopt(easy, CURLOPT_USERNAME, request->user);
		curl_easy_setopt(easy, CURLOPT_PASSWORD,
		    request->password == NULL ? "" : request->password);
		curl_easy_setopt(easy, CURLOPT_LOGIN_OPTIONS,
		    "AUTH=PLAIN;AUTH=LOGIN");
		curl_easy_setopt(easy, CURLOPT_SASL_IR, 1L);
	}
	if (request->authorities != NULL && *request->authorities != '\0') {
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
		curl_easy_setopt(easy, CURLOPT_CAINFO, request->authorities);
	}
}

static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct ride_sockets *sockets = arg;
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);

	(void)purpose;
	if (fd >= 0 && sockets->count < COUNT(sockets->list))
		sockets->list[sockets->count++] = fd;
	return fd;
}

static int
close_socket(void *arg, curl_socket_t fd)
{
	struct ride_sockets *sockets = arg;

	for (unsigned i = 0; i < sockets->count; i++)
		if (sockets->list[i] == fd) {
			sockets->list[i] = sockets->list[--sockets->count];
			break;
		}
	return close(fd);
}

/* libcurl asks at least once a second, also where it waits by itself. */
static int
gave_up(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct ride_sockets *sockets = arg;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return atomic_load(sockets->stopping);
}

static void
watch_sockets(CURL *easy, struct ride_sockets *sockets)
{
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, sockets);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, sockets);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, gave_up);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, sockets);
}

void
ride_imap_set_up(struct ride *ride, int64_t patience)
{
	const struct request *request = &ride->carriage->request;

	ride_mail_set_up(ride->easy, request);
	watch_sockets(ride->easy, ride->sockets);
	curl_easy_setopt(ride->easy, CURLOPT_TIMEOUT_MS, (long)patience);
	if (request->method != NULL)
		curl_easy_setopt(ride->easy, CURLOPT_CUSTOMREQUEST,
		    request->method);
}

/* The server's own words are not looked at: libcurl has read them. */
void
ride_imap_end(struct ride *ride, CURLcode code)
{
	struct carriage *c = ride->carriage;

	c->response.carried = ANSWERED;
	c->response.step = MAIL_BODY;
	switch (code) {
	case CURLE_OK:
		c->response.status = 200;
		c->response.body = buf_keep(&ride->body, c->arena);
		c->response.length = ride->body.length;
		return;
	case CURLE_LOGIN_DENIED:
		c->response.step = MAIL_LOGIN;
		c->why = "refused the login";
		return;
	case CURLE_QUOTE_ERROR:
	case CURLE_REMOTE_FILE_NOT_FOUND:
		c->why = "refused the command";
		return;
	default:
		c->response.carried = NEVER_SPOKE;
		c->response.step = MAIL_GREETING;
		c->why = ride_cause(ride->easy, code);
	}
}
