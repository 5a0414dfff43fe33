/*
 * The head is cut in place, line by line; what matters to the framing is
 * counted on the way and judged at the end.  There is no lenient mode.
 */

#include <string.h>
#include <strings.h>

#include "net/head.h"

#define REFUSED		400
#define LENGTH_DIGITS	10
#define CHUNK_DIGITS	8

struct reading {
	struct head	*head;
	const char	*host, *coding, *length;
	unsigned	 hosts, codings, lengths;
	const char	*why;
};

static bool
letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

static bool
token(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!letter_or_digit(text[i]) && (text[i] == '\0' ||
		    strchr("!#$%&'*+-.^_`|~", text[i]) == NULL))
			return false;
	return length > 0;
}

/* No control character but the tab. */
static bool
printable(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static bool
digits(const char *text, size_t most)
{
	size_t length = strspn(text, "0123456789");

	return length > 0 && length <= most && text[length] == '\0';
}

static int
refuse(struct reading *r, int status, const char *why)
{
	r->why = why;
	return status;
}

size_t
head_end(const char *bytes, size_t length)
{
	const char *line = bytes, *end = bytes + length, *feed;

	while ((feed = memchr(line, '\n', (size_t)(end - line))) != NULL) {
		if (feed == line || feed[-1] != '\r')
			return HEAD_BAD;
		if (feed - line == 1)
			return (size_t)(feed + 1 - bytes);
		line = feed + 1;
	}
	return 0;
}

/*
 * The request line.
 */

static bool
visible(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text >= 0x7f || *text == '#')
			return false;
	return true;
}

static int
read_version(struct reading *r, const char *version)
{
	if (strcmp(version, "HTTP/1.1") == 0) {
		r->head->keep = true;
		return 0;
	}
	if (strcmp(version, "HTTP/1.0") == 0) {
		r->head->old = true;
		return 0;
	}
	if (strncmp(version, "HTTP/", 5) == 0 && strlen(version) == 8)
		return refuse(r, 505, "Only HTTP/1.0 and 1.1 are spoken.");
	return refuse(r, REFUSED, "The request line is malformed.");
}

static int
read_first_line(struct reading *r, char *line, size_t length)
{
	char *target = memchr(line, ' ', length), *version;

	if (strlen(line) != length || target == NULL)
		return refuse(r, REFUSED, "The request line is malformed.");
	*target++ = '\0';
	version = strchr(target, ' ');
	if (version == NULL || !token(line, strlen(line)))
		return refuse(r, REFUSED, "The request line is malformed.");
	*version++ = '\0';
	r->head->request.method = line;
	r->head->request.url = target;
	if (*target == '\0' || !visible(target))
		return refuse(r, REFUSED, "The target is malformed.");
	return read_version(r, version);
}

/*
 * The fields.
 */

static void
note_connection(struct head *head, const char *value)
{
	size_t length;

	for (;; value += length) {
		value += strspn(value, " \t,");
		length = strcspn(value, " \t,");
		if (length == 0)
			return;
		if (length == 5 && strncasecmp(value, "close", 5) == 0)
			head->keep = false;
		if (length == 10 && strncasecmp(value, "keep-alive", 10) == 0)
			head->keep = head->keep || head->old;
	}
}

static int
note(struct reading *r, const char *name, const char *value)
{
	if (strcasecmp(name, "Host") == 0) {
		r->host = value;
		r->hosts++;
	} else if (strcasecmp(name, "Content-Length") == 0) {
		r->length = value;
		r->lengths++;
	} else if (strcasecmp(name, "Transfer-Encoding") == 0) {
		r->coding = value;
		r->codings++;
	} else if (strcasecmp(name, "Connection") == 0) {
		note_connection(r->head, value);
	} else if (strcasecmp(name, "Expect") == 0) {
		if (strcasecmp(value, "100-continue") != 0)
			return refuse(r, 417, "That cannot be expected.");
		r->head->expects = !r->head->old;
	}
	if (!headers_add(&r->head->request.headers, name, value))
		return refuse(r, 431, "There are too many headers.");
	return 0;
}

static int
read_field(struct reading *r, char *line, size_t length)
{
	char *colon = memchr(line, ':', length);
	char *value, *end = line + length;

	if (colon == NULL || !token(line, (size_t)(colon - line)))
		return refuse(r, REFUSED, "A header has a malformed name.");
	if (!printable(colon, (size_t)(end - colon)))
		return refuse(r, REFUSED,
		    "A header has a control character in it.");
	*colon = '\0';
	for (value = colon + 1; *value == ' ' || *value == '\t'; value++)
		;
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	*end = '\0';
	return note(r, line, value);
}

/*
 * What they mean together.
 */

static bool
host_name(const char *host)
{
	size_t i;

	for (i = 0; host[i] != '\0'; i++)
		if (!letter_or_digit(host[i]) &&
		    strchr("-._~:[]%", host[i]) == NULL)
			return false;
	return i > 0;
}

/* An absolute target becomes a path, if it names the host of the request. */
static int
read_target(struct reading *r)
{
	const char *url = r->head->request.url, *path;
	size_t scheme = 0;

	if (*url == '/')
		return 0;
	if (strncasecmp(url, "http://", 7) == 0)
		scheme = 7;
	else if (strncasecmp(url, "https://", 8) == 0)
		scheme = 8;
	path = url + scheme + strcspn(url + scheme, "/?");
	if (scheme == 0 || *path == '?' ||
	    (size_t)(path - url) - scheme != strlen(r->host) ||
	    strncasecmp(url + scheme, r->host, strlen(r->host)) != 0)
		return refuse(r, REFUSED,
		    "The target is neither a path nor ours.");
	r->head->request.url = *path == '\0' ? "/" : path;
	return 0;
}

static int
read_length(struct reading *r)
{
	const char *c;

	if (r->lengths > 1 || !digits(r->length, LENGTH_DIGITS))
		return refuse(r, REFUSED,
		    "Content-Length has to be one number.");
	for (c = r->length; *c != '\0'; c++)
		r->head->length = r->head->length * 10 + (size_t)(*c - '0');
	return 0;
}

static int
judge(struct reading *r)
{
	if (r->hosts != 1 || !host_name(r->host))
		return refuse(r, REFUSED, "There has to be one Host header.");
	if (r->codings > 0) {
		if (r->codings > 1 || r->lengths > 0 || r->head->old ||
		    strcasecmp(r->coding, "chunked") != 0)
			return refuse(r, REFUSED,
			    "The length of the body is not clear.");
		r->head->chunked = true;
	} else if (r->lengths > 0) {
		int status = read_length(r);

		if (status != 0)
			return status;
	}
	return read_target(r);
}

static int
read_lines(struct reading *r, char *bytes, size_t length)
{
	char *line = bytes, *end = bytes + length - 2, *feed;
	int status = 0;

	for (; line < end && status == 0; line = feed + 2) {
		feed = memchr(line, '\r', (size_t)(end - line));
		if (feed == NULL || feed[1] != '\n')
			return refuse(r, REFUSED,
			    "A line has a stray carriage return.");
		*feed = '\0';
		if (line == bytes)
			status = read_first_line(r, line,
			    (size_t)(feed - line));
		else
			status = read_field(r, line, (size_t)(feed - line));
	}
	return status;
}

int
head_read(char *bytes, size_t length, struct head *head, const char **why)
{
	struct reading r = { .head = head };
	int status;

	*head = (struct head){ .request = { .method = "", .url = "" } };
	if (head_end(bytes, length) != length)
		status = refuse(&r, REFUSED, "The head is malformed.");
	else if ((status = read_lines(&r, bytes, length)) == 0)
		status = judge(&r);
	if (status != 0)
		*why = r.why;
	return status;
}

/*
 * Chunks.
 */

static int
hexadecimal(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* How many bytes the line of a size takes; 0: it is not all here. */
static size_t
read_size(struct chunks *c, const char *bytes, size_t length)
{
	size_t i;

	c->left = 0;
	for (i = 0; i < length && hexadecimal(bytes[i]) >= 0; i++) {
		if (i == CHUNK_DIGITS)
			return HEAD_BAD;
		c->left = c->left * 16 + (size_t)hexadecimal(bytes[i]);
	}
	if (i == length)
		return 0;
	if (i == 0 || bytes[i] != '\r')
		return HEAD_BAD;
	if (i + 1 == length)
		return 0;
	return bytes[i + 1] == '\n' ? i + 2 : HEAD_BAD;
}

static size_t
read_break(const char *bytes, size_t length)
{
	if (length > 0 && bytes[0] != '\r')
		return HEAD_BAD;
	if (length < 2)
		return 0;
	return bytes[1] == '\n' ? 2 : HEAD_BAD;
}

/* How many bytes were understood. */
static size_t
next_stage(struct chunks *c, char *bytes, size_t from, size_t length)
{
	size_t took;

	switch (c->stage) {
	case CHUNK_SIZE:
		took = read_size(c, bytes + from, length - from);
		if (took != 0 && took != HEAD_BAD)
			c->stage = c->left == 0 ? CHUNK_LAST : CHUNK_BYTES;
		return took;
	case CHUNK_BYTES:
		took = length - from < c->left ? length - from : c->left;
		memmove(bytes + c->body, bytes + from, took);
		c->body += took;
		c->left -= took;
		if (c->left == 0)
			c->stage = CHUNK_BREAK;
		return took;
	case CHUNK_BREAK:
	case CHUNK_LAST:
		break;
	}
	took = read_break(bytes + from, length - from);
	if (took == 2 && c->stage == CHUNK_BREAK)
		c->stage = CHUNK_SIZE;
	return took;
}

enum chunked
chunks_read(struct chunks *c, char *bytes, size_t *length)
{
	size_t from = c->body, took;
	bool whole = false;

	while (!whole && from < *length) {
		bool last = c->stage == CHUNK_LAST;

		took = next_stage(c, bytes, from, *length);
		if (took == HEAD_BAD)
			return CHUNKS_BAD;
		if (took == 0)
			break;
		from += took;
		whole = last;
	}
	memmove(bytes + c->body, bytes + from, *length - from);
	*length -= from - c->body;
	return whole ? CHUNKS_WHOLE : CHUNKS_MORE;
}
