/*
 * Each webhook has an arena of its own that lives until it is answered.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/list.h"
#include "carrier/inside.h"
#include "carrier/post.h"
#include "net/client.h"

#define PATIENCE	SECONDS(15)	/* Twilio's. */
#define ANSWER		65536
#define FORM_SIZE	(1024 * 1024)
#define FORM_ROOM	(24 + 2 * RECORD_MEDIA)

struct post {
	struct carriage	 carriage;
	struct carrier	*carrier;
	struct life	*life;
	bool		 reply, again;
};

static void
put(struct form *form, const char *name, const char *value)
{
	form->fields[form->count++] = (struct field){ name, value };
}

static char *
number(struct arena *arena, const struct carrier *c, uint32_t at)
{
	char out[NUMBER_TEXT];

	return arena_text(arena,
	    number_text(record_digits(&c->record, at), out));
}

/* What receipts and replies have in common. */
static void
put_ends(const struct carrier *c, const struct text *text,
    struct arena *arena, struct form *form)
{
	char sid[RECORD_SID], *copy;

	copy = arena_text(arena, record_sid(&c->record, text, sid));
	put(form, "MessageSid", copy);
	put(form, "SmsSid", copy);
	put(form, "AccountSid", c->plan.account_sid);
	put(form, "ApiVersion", "2010-04-01");
	put(form, "From", number(arena, c, text->from));
	put(form, "To", number(arena, c, text->to));
}

static void
put_receipt(const struct text *text, enum text_status status,
    struct arena *arena, struct form *form)
{
	put(form, "MessageStatus", record_word(status));
	put(form, "SmsStatus", record_word(status));
	if (status == TEXT_UNDELIVERED || status == TEXT_FAILED)
		put(form, "ErrorCode",
		    arena_print(arena, "%u", text->error));
}

static const char *
media_type(const char *link)
{
	const char *dot = strrchr(link, '.');

	if (dot == NULL)
		return "image/jpeg";
	if (strcasecmp(dot, ".png") == 0)
		return "image/png";
	if (strcasecmp(dot, ".gif") == 0)
		return "image/gif";
	if (strcasecmp(dot, ".pdf") == 0)
		return "application/pdf";
	return "image/jpeg";
}

static void
put_media(const struct text *text, struct arena *arena, struct form *form)
{
	const char	*link;
	unsigned	 i;

	for (i = 0; i < text->media; i++) {
		link = arena_text(arena, record_media(text, i));
		put(form, arena_print(arena, "MediaUrl%u", i), link);
		put(form, arena_print(arena, "MediaContentType%u", i),
		    media_type(link));
	}
}

static void
put_reply(const struct text *text, struct arena *arena, struct form *form)
{
	put(form, "SmsMessageSid", form->fields[0].value);
	put(form, "SmsStatus", "received");
	put(form, "Body", arena_text(arena, text->body));
	put(form, "NumSegments", arena_print(arena, "%u", text->parts));
	put(form, "NumMedia", arena_print(arena, "%u", text->media));
	put(form, "FromCountry", "US");
	put(form, "FromState", "");
	put(form, "FromCity", "");
	put(form, "FromZip", "");
	put(form, "ToCountry", "US");
	put(form, "ToState", "");
	put(form, "ToCity", "");
	put(form, "ToZip", "");
	put_media(text, arena, form);
}

static int
by_name(const void *left, const void *right)
{
	const struct field *a = left, *b = right;

	return strcmp(a->name, b->name);
}

/* A fragment is for Twilio alone; it is neither signed nor sent. */
static char *
without_fragment(struct arena *arena, const char *url)
{
	return arena_copy(arena, url, strcspn(url, "#"));
}

char *
post_sign(struct arena *arena, const char *token, const char *url,
    const struct form *form)
{
	unsigned char	 mac[CRYPT_SHA1];
	struct field	*sorted;
	struct buf	 b;
	unsigned	 i;

	sorted = NEW_LIST(arena, struct field, form->count + 1);
	memcpy(sorted, form->fields, form->count * sizeof *sorted);
	qsort(sorted, form->count, sizeof *sorted, by_name);
	buf_init(&b, FORM_SIZE);
	buf_text(&b, without_fragment(arena, url));
	for (i = 0; i < form->count; i++) {
		buf_text(&b, sorted[i].name);
		buf_text(&b, sorted[i].value);
	}
	crypt_hmac_sha1(token, strlen(token), b.data, b.length, mac);
	buf_free(&b);
	return crypt_base64(arena, mac, sizeof mac);
}

static void
write_body(struct request *request, struct arena *arena,
    const struct form *form)
{
	struct buf	 b;
	unsigned	 i;

	buf_init(&b, FORM_SIZE);
	for (i = 0; i < form->count; i++) {
		if (i > 0)
			buf_char(&b, '&');
		buf_text(&b, form->fields[i].name);
		buf_char(&b, '=');
		buf_url(&b, form->fields[i].value);
	}
	request->body = buf_keep(&b, arena);
	request->length = b.length;
	buf_free(&b);
}

static void
write_request(struct post *post, const struct form *form)
{
	struct arena	*arena = post->carriage.arena;
	struct request	*request = &post->carriage.request;
	const char	*sid = form->fields[0].value;

	request->method = "POST";
	request->url = without_fragment(arena, post->life->url);
	write_body(request, arena, form);
	(void)headers_add(&request->headers, "Content-Type",
	    "application/x-www-form-urlencoded; charset=UTF-8");
	(void)headers_add(&request->headers, "User-Agent", "TwilioProxy/1.1");
	(void)headers_add(&request->headers, "X-Twilio-Signature",
	    post_sign(arena, post->carrier->plan.auth_token,
	    post->life->url, form));
	(void)headers_add(&request->headers, "I-Twilio-Idempotency-Token",
	    arena_print(arena, "%s-%s", sid,
	    post->reply ? "received" : form->fields[6].value));
}

static void
count(struct post *post)
{
	struct carrier_posts	*posts = &post->carrier->posts;
	const struct response	*response = &post->carriage.response;

	if (response->carried != ANSWERED)
		posts->lost++;
	else if (response->status < 200 || response->status > 299)
		posts->refused++;
	else if (post->reply)
		posts->replies++;
	else
		posts->receipts++;
}

static void
answered(struct carriage *carriage)
{
	struct post	*post = CONTAINER(carriage, struct post, carriage);
	struct carrier	*c = post->carrier;
	struct life	*life = post->life;

	if (carriage->response.carried == NEVER_SPOKE && post->again &&
	    !c->closing) {
		post->again = false;
		memset(&carriage->response, 0, sizeof carriage->response);
		client_carry(c->client, carriage);
		return;
	}
	count(post);
	arena_free(carriage->arena);	/* The post is in it. */
	life_told(c, life);
}

void
post_tell(struct carrier *c, struct life *life, const struct text *text,
    enum text_status status)
{
	struct arena	*arena = arena_new();
	struct post	*post = NEW(arena, struct post);
	struct field	 fields[FORM_ROOM];
	struct form	 form = { fields, 0 };

	post->carrier = c;
	post->life = life;
	post->reply = status == TEXT_RECEIVED;
	post->again = !c->plan.once;
	post->carriage.arena = arena;
	post->carriage.patience = PATIENCE;
	post->carriage.limit = ANSWER;
	post->carriage.answered = answered;
	put_ends(c, text, arena, &form);
	if (post->reply)
		put_reply(text, arena, &form);
	else
		put_receipt(text, status, arena, &form);
	write_request(post, &form);
	client_carry(c->client, &post->carriage);
}
