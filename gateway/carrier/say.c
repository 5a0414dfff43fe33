/*
 * Strings are written byte by byte: what is neither a quote, a backslash nor
 * a control character stays as it is, in UTF-8.
 */

#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "carrier/inside.h"
#include "carrier/say.h"
#include "net/server.h"

static const struct {
	unsigned	 code;
	const char	*reason;
} reasons[] = {
	{ 30003, "Unreachable destination handset" },
	{ 30005, "Unknown destination handset" },
	{ 30006, "Landline or unreachable carrier" },
	{ 30007, "Message filtered" },
	{ 30036, "Validity Period Expired" },
	{ 0, NULL },
};

const char *
say_reason(unsigned code)
{
	unsigned i;

	for (i = 0; reasons[i].code != 0; i++)
		if (reasons[i].code == code)
			return reasons[i].reason;
	return NULL;
}

void
say_text(struct buf *b, const char *text)
{
	size_t plain;

	buf_char(b, '"');
	for (; *text != '\0'; text++) {
		for (plain = 0; (unsigned char)text[plain] >= 0x20 &&
		    text[plain] != '"' && text[plain] != '\\'; plain++)
			;
		buf_add(b, text, plain);
		text += plain;
		if (*text == '\0')
			break;
		if (*text == '"' || *text == '\\')
			buf_print(b, "\\%c", *text);
		else
			buf_print(b, "\\u%04x", (unsigned)*text);
	}
	buf_char(b, '"');
}

void
say_number(struct buf *b, const struct carrier *c, uint32_t number)
{
	char out[NUMBER_TEXT];

	buf_char(b, '"');
	buf_text(b, number_text(record_digits(&c->record, number), out));
	buf_char(b, '"');
}

void
say_date(struct buf *b, int64_t time)
{
	time_t		 seconds = (time_t)(time / 1000);
	struct tm	 tm;
	char		 out[64];

	if (time == 0) {
		buf_text(b, "null");
		return;
	}
	(void)gmtime_r(&seconds, &tm);
	if (strftime(out, sizeof out, "\"%a, %d %b %Y %H:%M:%S +0000\"",
	    &tm) > 0)
		buf_text(b, out);
}

static void
say_failure(struct buf *b, const struct text *text)
{
	const char *reason = say_reason(text->error);

	if (text->error == 0) {
		buf_text(b, "\"error_code\":null,\"error_message\":null,");
		return;
	}
	buf_print(b, "\"error_code\":%u,\"error_message\":", text->error);
	say_text(b, reason == NULL ? "Unknown error" : reason);
	buf_char(b, ',');
}

static void
say_dates(struct buf *b, const struct text *text)
{
	buf_text(b, "\"date_created\":");
	say_date(b, text->created);
	buf_text(b, ",\"date_updated\":");
	say_date(b, text->updated);
	buf_text(b, ",\"date_sent\":");
	say_date(b, text->sent);
	buf_char(b, ',');
}

static void
say_places(struct buf *b, const char *account, const char *sid)
{
	buf_print(b, "\"account_sid\":\"%s\",\"sid\":\"%s\","
	    "\"uri\":\"/2010-04-01/Accounts/%s/Messages/%s.json\","
	    "\"subresource_uris\":{\"media\":"
	    "\"/2010-04-01/Accounts/%s/Messages/%s/Media.json\"}}",
	    account, sid, account, sid, account, sid);
}

void
say_message(struct buf *b, const struct carrier *c, const struct text *text)
{
	char sid[RECORD_SID];

	buf_text(b, "{\"body\":");
	say_text(b, text->body);
	buf_print(b, ",\"num_segments\":\"%u\",\"num_media\":\"%u\","
	    "\"direction\":\"%s\",\"status\":\"%s\",\"from\":", text->parts,
	    text->media, text->way == WAY_IN ? "inbound" : "outbound-api",
	    record_word((enum text_status)text->status));
	say_number(b, c, text->from);
	buf_text(b, ",\"to\":");
	say_number(b, c, text->to);
	buf_text(b, ",\"price\":null,\"price_unit\":\"USD\","
	    "\"api_version\":\"2010-04-01\","
	    "\"messaging_service_sid\":null,");
	say_failure(b, text);
	say_dates(b, text);
	say_places(b, c->plan.account_sid,
	    record_sid(&c->record, text, sid));
}

void
say_answer(struct exchange *x, int status, const struct buf *b)
{
	if (b->over)
		say_error(x, 500, 20500, "The answer is too long.");
	else
		exchange_answer(x, status, "application/json", b->data,
		    b->length);
}

void
say_error(struct exchange *x, int status, int code, const char *message)
{
	struct buf b;

	buf_init(&b, 16384);
	buf_print(&b, "{\"code\":%d,\"message\":", code);
	say_text(&b, message);
	buf_print(&b, ",\"more_info\":\"https://www.twilio.com/docs/errors/"
	    "%d\",\"status\":%d}", code, status);
	exchange_answer(x, status, "application/json", b.data, b.length);
	buf_free(&b);
}
