/*
 * Twilio, what it tells us by itself: is this webhook really from it, and
 * what does it say?
 *
 * X-Twilio-Signature is an HMAC over the public URL and the fields of the
 * form, in order.  The URL is the one in our configuration with the query of
 * the request, never what the Host header says.  There is no time in it: what
 * comes twice is stopped by its reference.
 *
 * A long text may come in base64 without a mark that says so.  It is left as
 * it is: to guess would spoil words that only look like it.
 */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "base/form.h"
#include "base/text.h"
#include "providers/twilio.h"

#define FORM_TYPE	"application/x-www-form-urlencoded"
#define LINK		2048	/* Bytes of a link to a picture. */
#define PICTURES	10

static bool
is_form(const struct request *request)
{
	const char *type = headers_get(&request->headers, "Content-Type");
	size_t length = sizeof FORM_TYPE - 1;

	return type != NULL && strncasecmp(type, FORM_TYPE, length) == 0 &&
	    strchr("; \t", type[length]) != NULL;
}

static int
compare(const char *a, size_t a_length, const char *b, size_t b_length)
{
	int order = memcmp(a, b, a_length < b_length ? a_length : b_length);

	return order != 0 ? order : (a_length > b_length) -
	    (a_length < b_length);
}

/* By name, then by value, as bytes: the order in which fields are signed. */
static int
in_order(const void *a, const void *b)
{
	const struct raw_field *x = a, *y = b;
	int by_name = compare(x->name, x->name_length, y->name,
	    y->name_length);

	return by_name != 0 ? by_name : compare(x->value, x->value_length,
	    y->value, y->value_length);
}

/* What a webhook has in its body: fields of a form, any bytes in them. */
struct signed_form {
	struct raw_field *fields;
	unsigned	  count;
};

/* Of a form its fields are signed; of another body its digest, which stands
 * in the query and so is part of the URL. */
static bool
body_agrees(const struct request *request, struct signed_form *form,
    struct arena *arena)
{
	struct form query;
	const char *digest;

	*form = (struct signed_form){ .count = 0 };
	if (is_form(request) && request->length > 0) {
		form->count = form_raw(arena, request->body, request->length,
		    &form->fields);
		if (form->count > 1)
			qsort(form->fields, form->count, sizeof *form->fields,
			    in_order);
		return true;
	}
	if (!form_query(arena, request->url, &query))
		return false;
	digest = form_get(&query, "bodySHA256");
	if (digest == NULL)
		return request->length == 0;
	return crypt_same(digest, crypt_digest(arena,
	    request->length > 0 ? request->body : "", request->length));
}

/* The URL with the standard port when it has none, and without a port when
 * it has one: Twilio signs one or the other.  NULL: it is no URL. */
static const char *
other_port(const char *url, struct arena *arena)
{
	const char *host = strstr(url, "://"), *end, *user, *port;
	size_t length;

	if (host == NULL)
		return NULL;
	host += 3;
	end = host + strcspn(host, "/?#");
	user = memrchr(host, '@', (size_t)(end - host));
	if (user != NULL)
		host = user + 1;
	port = memrchr(host, ':', (size_t)(end - host));
	if (port != NULL && memchr(port, ']', (size_t)(end - port)) == NULL)
		return arena_print(arena, "%.*s%s", (int)(port - url), url,
		    end);
	length = (size_t)(end - url);
	return arena_print(arena, "%.*s%s%s", (int)length, url,
	    strncmp(url, "https:", 6) == 0 ? ":443" : ":80", end);
}

/* The URL with its query as a browser writes it: Twilio may sign it so. */
static const char *
encoded(const char *url, struct arena *arena)
{
	const char *query = strchr(url, '?'), *at;
	struct buf buf;
	char *text;

	if (query == NULL)
		return NULL;
	buf_init(&buf, 3 * strlen(url) + 1);
	buf_add(&buf, url, (size_t)(query - url));
	for (at = query; *at != '\0'; at++)
		if (*at <= ' ' || *at >= 0x7f || strchr("\"'<>", *at) != NULL)
			buf_print(&buf, "%%%02X", (unsigned char)*at);
		else
			buf_char(&buf, *at);
	text = buf_keep(&buf, arena);
	buf_free(&buf);
	return strcmp(text, url) == 0 ? NULL : text;
}

static const char *
signature_of(const char *url, const struct signed_form *form,
    const char *token, struct arena *arena)
{
	unsigned char mac[CRYPT_SHA1];
	struct buf text;
	unsigned i;

	buf_init(&text, strlen(url) + TWILIO_HOOK);
	buf_text(&text, url);
	for (i = 0; i < form->count; i++) {
		const struct raw_field *field = &form->fields[i];

		if (i > 0 && in_order(field - 1, field) == 0)
			continue;
		buf_add(&text, field->name, field->name_length);
		buf_add(&text, field->value, field->value_length);
	}
	crypt_hmac_sha1(token, strlen(token), text.data, text.length, mac);
	buf_free(&text);
	return crypt_base64(arena, mac, sizeof mac);
}

static bool
signed_by(const char *token, const char *const urls[4],
    const struct signed_form *form, const char *signature,
    struct arena *arena)
{
	unsigned i;

	if (token == NULL || *token == '\0')
		return false;
	for (i = 0; i < 4; i++)
		if (urls[i] != NULL && crypt_same(signature,
		    signature_of(urls[i], form, token, arena)))
			return true;
	return false;
}

enum genuine
twilio_genuine(const struct account *account, const struct request *request,
    int64_t now, struct need *need, struct arena *arena)
{
	const struct twilio *twilio = account->options;
	const char *signature, *query, *urls[4];
	struct signed_form form;

	(void)now;
	(void)need;
	signature = headers_get(&request->headers, "X-Twilio-Signature");
	if (signature == NULL || request->length > TWILIO_HOOK ||
	    !body_agrees(request, &form, arena))
		return GENUINE_NO;

	query = strchr(request->url, '?');
	urls[0] = arena_print(arena, "%s%s", account->hook,
	    query == NULL ? "" : query);
	urls[1] = other_port(urls[0], arena);
	urls[2] = encoded(urls[0], arena);
	urls[3] = urls[2] == NULL ? NULL : other_port(urls[2], arena);
	if (signed_by(twilio->auth_token, urls, &form, signature, arena) ||
	    signed_by(twilio->auth_token_old, urls, &form, signature, arena))
		return GENUINE_YES;
	return GENUINE_NO;
}

static int64_t
number(const char *text)
{
	char *end;
	long long value;

	if (text == NULL || *text < '0' || *text > '9')
		return 0;
	value = strtoll(text, &end, 10);
	return *end == '\0' ? value : 0;
}

/* The attempt's id, as we wrote it into the URL for receipts; NULL when the
 * webhook was asked for by somebody else, as on a Messaging Service. */
static const char *
key_of(const struct request *request, struct arena *arena)
{
	struct form query;
	const char *key;

	if (!form_query(arena, request->url, &query))
		return NULL;
	key = form_get(&query, "a");
	return twilio_is_sid(key) ? key : NULL;
}

static bool
read_receipt(const struct request *request, const struct form *form,
    const char *status, struct news *news, struct arena *arena)
{
	const char *to = form_get(form, "To"), *from = form_get(form, "From");

	news->kind = NEWS_RECEIPT;
	news->key = key_of(request, arena);
	news->to = twilio_is_address(to) ? to : NULL;
	news->from = twilio_is_address(from) ? from : NULL;
	return twilio_status(status, number(form_get(form, "ErrorCode")),
	    news);
}

/* Pages will offer it to be followed, so it is a plain link or none. */
static bool
is_link(const char *text)
{
	const char *at;

	if (text == NULL || strlen(text) > LINK ||
	    (strncmp(text, "https://", 8) != 0 &&
	    strncmp(text, "http://", 7) != 0))
		return false;
	for (at = text; *at != '\0'; at++)
		if (*at <= ' ' || *at >= 0x7f || strchr("\"'<>", *at) != NULL)
			return false;
	return true;
}

/* What has a type that is no picture's is a file: a recording, a card. */
static void
read_pictures(const struct form *form, struct news *news, struct arena *arena)
{
	const char *link, *type;
	unsigned i, count = 0;

	for (i = 0; i < PICTURES; i++) {
		link = form_get(form, arena_print(arena, "MediaUrl%u", i));
		if (!is_link(link))
			continue;
		type = form_get(form, arena_print(arena,
		    "MediaContentType%u", i));
		news->media[count++] = link;
		news->files += type != NULL && *type != '\0' &&
		    strncasecmp(type, "image/", 6) != 0;
	}
}

/* What Twilio took for a word of consent, acted on and answered, is one with
 * us too, in whatever language an administrator taught it there. */
static enum reply_what
word_of(const char *opted)
{
	if (opted == NULL)
		return REPLY_MESSAGE;
	if (strcmp(opted, "STOP") == 0)
		return REPLY_STOP;
	if (strcmp(opted, "START") == 0)
		return REPLY_START;
	return strcmp(opted, "HELP") == 0 ? REPLY_HELP : REPLY_MESSAGE;
}

static bool
read_reply(const struct form *form, const struct raw_field *body,
    struct news *news, struct arena *arena)
{
	news->kind = NEWS_REPLY;
	news->from = form_get(form, "From");
	news->to = form_get(form, "To");
	if (!twilio_is_address(news->from) || !twilio_is_address(news->to))
		return false;
	if (body == NULL && form_get(form, "NumMedia") == NULL)
		return false;
	news->text = "";
	if (body != NULL)
		twilio_words(news, body->value, body->value_length, arena);
	news->word = word_of(form_get(form, "OptOutType"));
	read_pictures(form, news, arena);
	return true;
}

static bool
has_nul(const char *bytes, size_t length)
{
	return memchr(bytes, '\0', length) != NULL;
}

/* The fields by name, and the first that is the words: only these may have a
 * NUL in them, because what a family wrote has to be seen. */
static bool
read_form(const struct request *request, struct form *form,
    const struct raw_field **body, struct arena *arena)
{
	struct raw_field *raw;
	unsigned i, count = form_raw(arena, request->body, request->length,
	    &raw);

	*body = NULL;
	*form = (struct form){ .count = count };
	if (count > FORM_FIELDS)
		return false;
	form->fields = NEW_LIST(arena, struct field, count);
	for (i = 0; i < count; i++) {
		bool words = strcmp(raw[i].name, "Body") == 0;

		if (has_nul(raw[i].name, raw[i].name_length) ||
		    (!words && has_nul(raw[i].value, raw[i].value_length)))
			return false;
		form->fields[i].name = raw[i].name;
		form->fields[i].value = raw[i].value;
		if (words && *body == NULL)
			*body = &raw[i];
	}
	return true;
}

bool
twilio_read(const struct account *account, const struct request *request,
    struct news **news, struct arena *arena)
{
	struct news *item = NEW(arena, struct news);
	const struct raw_field *body;
	const char *status;
	struct form form;

	(void)account;
	*news = NULL;
	if (request->length == 0 || request->length > TWILIO_HOOK ||
	    !is_form(request) ||
	    !read_form(request, &form, &body, arena))
		return false;
	item->reference = form_get(&form, "MessageSid");
	if (!twilio_is_sid(item->reference))
		return false;

	status = form_get(&form, "MessageStatus");
	if (status == NULL)
		status = form_get(&form, "SmsStatus");
	if (status == NULL || strcmp(status, "received") == 0 ||
	    strcmp(status, "receiving") == 0) {
		if (!read_reply(&form, body, item, arena))
			return false;
	} else if (!read_receipt(request, &form, status, item, arena))
		return false;
	*news = item;
	return true;
}
