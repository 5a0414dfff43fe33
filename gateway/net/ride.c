/*
 * Everything curl is told about one request, and what it tells back.
 *
 * Before curl speaks a request on a connection it asks us, and it asks again
 * before it would repeat one on another; a body is let go but once.  Only
 * HTTP/1.1 is spoken, one request at a time on a connection, so what was
 * spoken and what was not can be told apart.  Head and body leave together,
 * in one write, which they would not if curl had to ask for the body.  No
 * proxy of the environment is taken: what is not a setting does not exist.
 */

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "net/client.h"
#include "net/ride.h"

#define PATIENCE	SECONDS(60)
#define CONNECT_MS	10000L
#define CONNECTION_AGE	20L		/* s a connection may have been idle. */
#define ANSWER		(1024 * 1024)
#define HEAD		(64 * 1024)	/* Bytes of all headers of an answer. */
#define READ_AT_ONCE	4096L		/* Answers are short. */
#define BODY_KEPT	(64 * 1024)	/* Room an idle ride may keep. */

/* What curl would add by itself. */
static char no_expect[] = "Expect:", no_type[] = "Content-Type:";
static struct curl_slist without_expect = { no_expect, NULL };
static struct curl_slist without_type = { no_type, &without_expect };

/*
 * What the callbacks of a ride do.
 */

static size_t
take_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct ride *ride = arg;

	buf_add(&ride->body, bytes, size * count);
	if (ride->body.over) {
		ride->too_long = true;
		return 0;
	}
	return size * count;
}

static bool
space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
keep_header(struct carriage *c, const char *line, size_t length)
{
	const char *colon = memchr(line, ':', length);
	const char *value, *end = line + length;

	if (colon == NULL || space(line[0]))
		return;
	for (value = colon + 1; value < end && space(*value); value++)
		;
	while (end > value && space(end[-1]))
		end--;
	(void)headers_add(&c->response.headers,
	    arena_copy(c->arena, line, (size_t)(colon - line)),
	    arena_copy(c->arena, value, (size_t)(end - value)));
}

/*
 * A status line begins the headers anew: "100 Continue" may come first.  An
 * answer that ends before the empty line behind them is nothing unusual to
 * curl, but to us it is cut.
 */
static size_t
take_header(char *line, size_t size, size_t count, void *arg)
{
	struct ride *ride = arg;
	size_t length = size * count;

	ride->head += length;
	if (ride->head > HEAD + (ride->imap ? ride->body.limit : 0)) {
		ride->too_long = true;
		return 0;
	}
	if (ride->imap)
		return length;		/* A line that is not the answer. */
	if (length > 5 && memcmp(line, "HTTP/", 5) == 0) {
		ride->carriage->response.headers.count = 0;
		ride->head_ended = false;
	} else if (line[0] == '\r' || line[0] == '\n') {
		ride->head_ended = true;
	} else {
		keep_header(ride->carriage, line, length);
	}
	return length;
}

bool
ride_passed(struct carriage *c)
{
	if (c->launch_by == 0 || clock_boot() <= c->launch_by)
		return false;
	c->late = true;
	c->why = "its time had passed";
	return true;
}

static bool
has_body(const struct request *request)
{
	return request->body != NULL && request->length > 0;
}

/*
 * This is the moment of launch: what is let go here may arrive, what is
 * refused here has not.  Asked a second time, curl would repeat what it could
 * not send on a connection that had died.
 */
static int
let_go(void *arg, char *their_ip, char *our_ip, int their_port, int our_port)
{
	struct ride *ride = arg;
	struct carriage *c = ride->carriage;

	(void)their_ip;
	(void)our_ip;
	(void)their_port;
	(void)our_port;
	if (!has_body(&c->request))
		return CURL_PREREQFUNC_OK;
	if (ride->asked || ride_passed(c))
		return CURL_PREREQFUNC_ABORT;
	ride->asked = true;
	return CURL_PREREQFUNC_OK;
}

/*
 * From a request to a ride.
 */

/* Whether a request may be repeated whatever became of it. */
static bool
harmless(const struct request *request)
{
	return !has_body(request) && (strcmp(request->method, "GET") == 0 ||
	    strcmp(request->method, "HEAD") == 0);
}

/* A line break in a header would be another header. */
static bool
fit(const struct request *request)
{
	unsigned i;

	if (request->headers.count > HTTP_HEADERS)
		return false;
	for (i = 0; i < request->headers.count; i++) {
		const struct header *h = &request->headers.list[i];

		if (h->name[0] == '\0' ||
		    h->name[strcspn(h->name, "\r\n:;")] != '\0' ||
		    h->value[strcspn(h->value, "\r\n")] != '\0')
			return false;
	}
	return true;
}

/*
 * The list lies in the carriage's arena, so nobody has to free it.  To curl
 * "Name:" would mean that the header is not wanted, "Name;" that it is empty.
 */
static struct curl_slist *
header_list(struct carriage *c)
{
	struct curl_slist *list = &without_expect;
	unsigned i;

	if (headers_get(&c->request.headers, "Content-Type") == NULL)
		list = &without_type;
	for (i = c->request.headers.count; i > 0; i--) {
		const struct header *h = &c->request.headers.list[i - 1];
		struct curl_slist *node = NEW(c->arena, struct curl_slist);

		node->data = h->value[0] == '\0' ?
		    arena_print(c->arena, "%s;", h->name) :
		    arena_print(c->arena, "%s: %s", h->name, h->value);
		node->next = list;
		list = node;
	}
	return list;
}

static void
set_method(CURL *easy, const struct request *request)
{
	const char *method = request->method;
	bool plain = true;

	if (strcmp(method, "HEAD") == 0) {
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	} else if (has_body(request) || strcmp(method, "POST") == 0) {
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)(has_body(request) ? request->length : 0));
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
		    has_body(request) ? request->body : "");
		plain = strcmp(method, "POST") == 0;
	} else {
		curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
		plain = strcmp(method, "GET") == 0;
	}
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, plain ? NULL : method);
}

/*
 * What changes something but has no body cannot refuse to be rewound; on a
 * connection of its own curl has no reason to repeat it.
 */
static void
set_up(struct ride *ride)
{
	struct carriage *c = ride->carriage;
	int64_t patience = c->patience > 0 ? c->patience : PATIENCE;
	bool fresh;

	if (ride->imap) {
		ride_imap_set_up(ride, patience);
		return;
	}
	fresh = !has_body(&c->request) && !harmless(&c->request);
	curl_easy_setopt(ride->easy, CURLOPT_URL, c->request.url);
	curl_easy_setopt(ride->easy, CURLOPT_HTTPHEADER, header_list(c));
	curl_easy_setopt(ride->easy, CURLOPT_TIMEOUT_MS, (long)patience);
	curl_easy_setopt(ride->easy, CURLOPT_FRESH_CONNECT, (long)fresh);
	set_method(ride->easy, &c->request);
}

/*
 * From a ride to its end.
 */

/* Whether anything of it was, be it only the head. */
static bool
sent(CURL *easy)
{
	long bytes = 0;

	curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &bytes);
	return bytes > 0;
}

const char *
ride_cause(CURL *easy, CURLcode code)
{
	long number = 0;

	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return "could not resolve the name";
	case CURLE_COULDNT_CONNECT:
		curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
		return number == ECONNREFUSED ? "refused the connection" :
		    "could not be reached";
	case CURLE_OPERATION_TIMEDOUT:
		return "did not answer in time";
	case CURLE_PEER_FAILED_VERIFICATION:
		return "its certificate is not to be trusted";
	case CURLE_SSL_CACERT_BADFILE:
		return "the file of authorities cannot be read";
	case CURLE_USE_SSL_FAILED:
		return "does not offer encryption";
	case CURLE_SSL_CONNECT_ERROR:
		return "could not agree on encryption";
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return sent(easy) ? "did not speak as expected" :
		    "the address is not understood";
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_ABORTED_BY_CALLBACK:		/* It was not let go again. */
		return "cut the connection";
	default:
		return "did not speak as expected";
	}
}

static bool
spoke(const struct ride *ride)
{
	if (ride->asked || ride->too_long)
		return true;
	return !ride->imap && !has_body(&ride->carriage->request) &&
	    !harmless(&ride->carriage->request) && sent(ride->easy);
}

static void
fail(struct carriage *c, enum carried carried, const char *why)
{
	c->response.carried = carried;
	c->response.headers.count = 0;
	c->why = why;
}

static void
succeed(struct ride *ride)
{
	struct carriage *c = ride->carriage;
	long status = 0;

	curl_easy_getinfo(ride->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status < 200 || !ride->head_ended) {
		fail(c, spoke(ride) ? CUT_OFF : NEVER_SPOKE,
		    ride_cause(ride->easy, CURLE_PARTIAL_FILE));
		return;
	}
	c->response.carried = ANSWERED;
	c->response.status = (int)status;
	c->response.body = buf_keep(&ride->body, c->arena);
	c->response.length = ride->body.length;
}

static void
forget(struct ride *ride)
{
	ride->carriage = NULL;
	if (ride->body.room > BODY_KEPT)
		buf_free(&ride->body);
	buf_clear(&ride->body);
}

/*
 * The ride itself.
 */

struct ride *
ride_new(void)
{
	struct ride *ride = calloc(1, sizeof *ride);
	CURL *easy;

	assert(ride != NULL);
	easy = ride->easy = curl_easy_init();
	assert(easy != NULL);
	buf_init(&ride->body, ANSWER);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, ride);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, ride);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, ride);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, let_go);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, ride);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "homeline");
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, CONNECTION_AGE);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, READ_AT_ONCE);
	return ride;
}

void
ride_free(struct ride *ride)
{
	curl_easy_cleanup(ride->easy);
	buf_free(&ride->body);
	free(ride);
}

bool
ride_begin(struct ride *ride, struct carriage *c)
{
	ride->imap = strncasecmp(c->request.url, "imap", 4) == 0;
	ride_refuse(c, NULL);
	if (ride->imap)
		c->why = ride_mail_unfit(&c->request);
	else if (!fit(&c->request))
		c->why = "the request is not fit to be sent";
	if (c->why != NULL || ride_passed(c))
		return false;
	ride->carriage = c;
	ride->body.limit = c->limit > 0 ? c->limit : ANSWER;
	ride->head = 0;
	ride->asked = ride->too_long = ride->head_ended = false;
	set_up(ride);
	return true;
}

void
ride_end(struct ride *ride, CURLcode code)
{
	struct carriage *c = ride->carriage;

	if (ride->too_long)
		fail(c, CUT_OFF, "the answer is too long");
	else if (ride->imap)
		ride_imap_end(ride, code);
	else if (code == CURLE_OK)
		succeed(ride);
	else if (c->late)
		fail(c, NEVER_SPOKE, c->why);
	else
		fail(c, spoke(ride) ? CUT_OFF : NEVER_SPOKE,
		    ride_cause(ride->easy, code));
	forget(ride);
}

void
ride_cut(struct ride *ride, const char *why)
{
	fail(ride->carriage, spoke(ride) ? CUT_OFF : NEVER_SPOKE, why);
	forget(ride);
}

void
ride_refuse(struct carriage *c, const char *why)
{
	c->response = (struct response){ .carried = NEVER_SPOKE, .body = "" };
	c->late = false;
	c->why = why;
}
