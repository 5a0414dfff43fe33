/*
 * Whether a webhook is from Twilio: the vectors of its own libraries, and
 * what else may go wrong; and the limits of its foreign bytes, and the table
 * of its error codes, held against the list it was made from.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "base/form.h"
#include "providers/twilio.h"

#define FORM	"application/x-www-form-urlencoded"
#define HOOK	"https://texts.example.org/hooks/main"

static struct arena	*arena;

static const char *const classes[] = {
	[ERROR_RCPT_PERM] = "rcpt_perm",
	[ERROR_RCPT_LANDLINE] = "rcpt_perm", [ERROR_RCPT_TEMP] = "rcpt_temp",
	[ERROR_RCPT_OPTOUT] = "rcpt_optout",
	[ERROR_CONTENT_PERM] = "content_perm",
	[ERROR_SENDER_STOP] = "sender_stop",
	[ERROR_ACCOUNT_STOP] = "account_stop", [ERROR_THROTTLE] = "throttle",
	[ERROR_TRANSIENT] = "transient", [ERROR_REQUEST_BUG] = "request_bug",
	[ERROR_UNKNOWN] = "unknown",
};

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static FILE *
open_file(const char *file)
{
	const char *top = getenv("srcdir");
	FILE *stream = fopen(arena_print(arena, "%s/tests/providers/twilio/%s",
	    top == NULL ? "." : top, file), "r");

	assert_non_null(stream);
	return stream;
}

static const char *
text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* A webhook as our server gets it: a path of ours, and the query. */
static struct request
webhook(const char *query, const char *type, const char *body,
    const char *signature)
{
	struct request request = { .method = "POST", .body = body,
	    .length = body == NULL ? 0 : strlen(body) };

	request.url = arena_print(arena, "/hooks/main%s", query);
	if (type != NULL)
		assert_true(headers_add(&request.headers, "Content-Type",
		    type));
	if (signature != NULL)
		assert_true(headers_add(&request.headers,
		    "x-twilio-signature", signature));
	return request;
}

static bool
is_genuine(const char *hook, const char *token, const char *old,
    struct request request)
{
	struct twilio twilio = { .auth_token = token, .auth_token_old = old,
	    .base_url = "https://api.twilio.com" };
	struct account account = { .provider = &twilio_provider,
	    .options = &twilio, .hook = hook };
	struct need need = { .url = NULL };

	return twilio_provider.genuine(&account, &request, 0, &need, arena) ==
	    GENUINE_YES;
}

static const char *
form_of(const json_t *params)
{
	struct buf buf;
	json_t *pair;
	char *text;
	size_t i;

	buf_init(&buf, 65536);
	json_array_foreach(params, i, pair) {
		if (i > 0)
			buf_char(&buf, '&');
		buf_url(&buf, json_string_value(json_array_get(pair, 0)));
		buf_char(&buf, '=');
		buf_url(&buf, json_string_value(json_array_get(pair, 1)));
	}
	text = buf_keep(&buf, arena);
	buf_free(&buf);
	return text;
}

static bool
vector_is_genuine(const json_t *vector)
{
	const char *url = text_of(vector, "request_url");
	const char *body = text_of(vector, "body");
	const char *type = "application/json";
	size_t length = strcspn(url, "?");

	if (body == NULL) {
		body = form_of(json_object_get(vector, "params"));
		type = FORM;
	}
	return is_genuine(arena_copy(arena, url, length),
	    text_of(vector, "auth_token"), "", webhook(url + length, type,
	    body, text_of(vector, "x_twilio_signature")));
}

static void
twilios_own_vectors_are_judged_right(void **state)
{
	FILE *stream = open_file("signatures.json");
	json_t *file = json_loadf(stream, 0, NULL), *vectors, *vector;
	size_t i;

	(void)state;
	fclose(stream);
	vectors = json_object_get(file, "vectors");
	assert_int_equal(json_array_size(vectors), 32);
	json_array_foreach(vectors, i, vector)
		if (vector_is_genuine(vector) !=
		    json_is_true(json_object_get(vector, "expect_valid")))
			fail_msg("%s", text_of(vector, "name"));
	json_decref(file);
}

static const char *
sign(const char *token, const char *text)
{
	unsigned char mac[CRYPT_SHA1];

	crypt_hmac_sha1(token, strlen(token), text, strlen(text), mac);
	return crypt_base64(arena, mac, sizeof mac);
}

static void
a_receipt_to_our_address_is_genuine(void **state)
{
	const char *signature = sign("new", HOOK "?a=0A1BB1To+1");

	(void)state;
	assert_true(is_genuine(HOOK, "new", NULL,
	    webhook("?a=0A1B", FORM, "To=%2B1&B=1", signature)));
	assert_false(is_genuine(HOOK, "new", NULL,
	    webhook("?a=0A1C", FORM, "To=%2B1&B=1", signature)));
	assert_false(is_genuine(HOOK, "new", NULL,
	    webhook("?a=0A1B", FORM, "To=%2B1&B=2", signature)));
	assert_false(is_genuine(HOOK, "new", NULL,
	    webhook("?a=0A1B", FORM, "To=%2B1&B=1&C=", NULL)));
	assert_false(is_genuine(HOOK, "new", NULL,
	    webhook("?a=0A1B", FORM, "To=%2B1&B=1", "")));
	assert_false(is_genuine(HOOK "/x", "new", NULL,
	    webhook("?a=0A1B", FORM, "To=%2B1&B=1", signature)));
}

static void
both_tokens_are_good_while_one_is_changed(void **state)
{
	struct request by_new = webhook("", FORM, "B=1",
	    sign("new", HOOK "B1"));
	struct request by_old = webhook("", FORM, "B=1",
	    sign("old", HOOK "B1"));
	struct request by_none = webhook("", FORM, "B=1",
	    sign("", HOOK "B1"));

	(void)state;
	assert_true(is_genuine(HOOK, "new", "old", by_new));
	assert_true(is_genuine(HOOK, "new", "old", by_old));
	assert_false(is_genuine(HOOK, "new", "", by_old));
	assert_false(is_genuine(HOOK, "new", NULL, by_old));
	assert_false(is_genuine(HOOK, "new", "", by_none));
	assert_false(is_genuine(HOOK, "", NULL, by_none));
}

static void
ports_are_there_or_not(void **state)
{
	static const struct {
		const char *hook, *signed_url;
		bool genuine;
	} cases[] = {
		{ "https://a.org/h", "https://a.org:443/h", true },
		{ "https://a.org:443/h", "https://a.org/h", true },
		{ "https://a.org:8443/h", "https://a.org/h", true },
		{ "http://a.org/h", "http://a.org:80/h", true },
		{ "https://[::1]/h", "https://[::1]:443/h", true },
		{ "https://[::1]:8443/h", "https://[::1]/h", true },
		{ "https://u:p@a.org/h", "https://u:p@a.org:443/h", true },
		{ "https://a.org", "https://a.org:443", true },
		{ "https://a.org/h:1", "https://a.org:443/h:1", true },
		{ "https://a.org/h", "https://a.org:80/h", false },
		{ "https://a.org/h", "https://a.org:8443/h", false },
		{ "https://a.org/h", "http://a.org/h", false },
		{ "https://a.org/h", "https://b.org/h", false },
		{ "a.org/h", "a.org/h", true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (is_genuine(cases[i].hook, "t", NULL, webhook("", NULL,
		    NULL, sign("t", cases[i].signed_url))) !=
		    cases[i].genuine)
			fail_msg("%s signed as %s", cases[i].hook,
			    cases[i].signed_url);
}

static void
a_body_that_is_no_form_needs_its_digest_in_the_address(void **state)
{
	const char *digest = crypt_digest(arena, "{}", 2);
	const char *query = arena_print(arena, "?bodySHA256=%s", digest);
	const char *signature = sign("t", arena_print(arena, HOOK "%s",
	    query));

	(void)state;
	assert_true(is_genuine(HOOK, "t", NULL,
	    webhook(query, "application/json", "{}", signature)));
	assert_false(is_genuine(HOOK, "t", NULL,
	    webhook(query, "application/json", "{ }", signature)));
	assert_false(is_genuine(HOOK, "t", NULL,
	    webhook(query, "application/json", NULL, signature)));
	assert_false(is_genuine(HOOK, "t", NULL,
	    webhook("", "application/json", "{}", sign("t", HOOK))));
	assert_true(is_genuine(HOOK, "t", NULL,
	    webhook("", "application/json", NULL, sign("t", HOOK))));
}

static const char *
repeated(const char *text, size_t count)
{
	struct buf buf;
	char *all;

	buf_init(&buf, 200000);
	while (count-- > 0)
		buf_text(&buf, text);
	all = buf_keep(&buf, arena);
	buf_free(&buf);
	return all;
}

static bool
is_read(const char *body)
{
	struct request request = webhook("", FORM, body, NULL);
	struct account account = { .provider = &twilio_provider };
	struct news *news;

	return twilio_provider.read(&account, &request, &news, arena);
}

static void
what_is_too_much_is_refused(void **state)
{
	static const char start[] = "MessageSid=SM1&From=%2B1&To=%2B2";
	const char *long_text = repeated("x", 66000);
	const char *most = repeated("x", 65000);
	const char *many = repeated("&f=", FORM_FIELDS);
	const char *digest = arena_print(arena, "?bodySHA256=%s",
	    crypt_digest(arena, long_text, strlen(long_text)));

	(void)state;
	assert_true(is_read(arena_print(arena, "%s&Body=%s", start, most)));
	assert_false(is_read(arena_print(arena, "%s&Body=%s", start,
	    long_text)));
	assert_false(is_read(arena_print(arena, "%s&Body=x%s", start, many)));
	assert_false(is_genuine(HOOK, "t", NULL, webhook("", FORM,
	    arena_print(arena, "B=%s", long_text), sign("t",
	    arena_print(arena, HOOK "B%s", long_text)))));
	assert_false(is_genuine(HOOK, "t", NULL, webhook(digest, "text/plain",
	    long_text, sign("t", arena_print(arena, HOOK "%s", digest)))));
	assert_true(is_genuine(HOOK, "t", NULL, webhook("", FORM,
	    arena_print(arena, "B=%s", most), sign("t",
	    arena_print(arena, HOOK "B%s", most)))));
}

static const char *
sign_bytes(const char *bytes, size_t length)
{
	unsigned char mac[CRYPT_SHA1];

	crypt_hmac_sha1("t", 1, bytes, length, mac);
	return crypt_base64(arena, mac, sizeof mac);
}

/* It is kept as a stray, not sent away. */
static void
what_we_would_not_read_is_genuine_all_the_same(void **state)
{
	static const char nul[] = HOOK "Ax\0yB\0b";
	const char *names = repeated("f", 300);
	const char *values = repeated("&f=", FORM_FIELDS);
	const char *bad = "MessageSid=SM1&From=%2B1%00&To=%2B2&Body=x";

	(void)state;
	assert_true(is_genuine(HOOK, "t", NULL, webhook("", FORM,
	    "B%00=b&A=x%00y", sign_bytes(nul, sizeof nul - 1))));
	assert_false(is_genuine(HOOK, "t", NULL, webhook("", FORM,
	    "B%00=b&A=x%00z", sign_bytes(nul, sizeof nul - 1))));
	assert_true(is_genuine(HOOK, "t", NULL, webhook("", FORM, values,
	    sign("t", HOOK "f"))));
	assert_false(is_genuine(HOOK, "t", NULL, webhook("", FORM, values,
	    sign("t", arena_print(arena, HOOK "%s", names)))));
	assert_true(is_genuine(HOOK, "t", NULL, webhook("", FORM, "A=%zz",
	    sign("t", HOOK "A%zz"))));
	assert_false(is_read(bad));
	assert_false(is_read("MessageSid=SM1&From=%2B1&To=%2B2&Body=x&A%00"));
}

static bool
is_told(const char *body, const char **next)
{
	struct response response = { .carried = ANSWERED, .status = 200,
	    .body = body, .length = strlen(body) };
	struct twilio twilio = { .base_url = "http://127.0.0.1:9" };
	struct account account = { .provider = &twilio_provider,
	    .options = &twilio };
	struct question question = { .kind = ASK_INBOUND };
	struct news *news;
	bool told = twilio_provider.told(&account, &question, &response,
	    &news, arena);

	*next = question.next;
	return told;
}

static void
a_page_has_its_limits(void **state)
{
	const char *next, *page;

	(void)state;
	page = repeated("{},", 999);
	assert_true(is_told(arena_print(arena, "{\"messages\":[%s{}]}", page),
	    &next));
	assert_false(is_told(arena_print(arena, "{\"messages\":[%s{},{}]}",
	    page), &next));
	page = repeated("a", 4095);
	assert_true(is_told(arena_print(arena,
	    "{\"messages\":[],\"next_page_uri\":\"/%s\"}", page), &next));
	assert_non_null(next);
	assert_true(is_told(arena_print(arena,
	    "{\"messages\":[],\"next_page_uri\":\"/a%s\"}", page), &next));
	assert_null(next);
	assert_false(is_told(repeated("[", 100000), &next));
}

static void
check_code(char *line)
{
	const struct twilio_error *error;
	char *class = strchr(line, '\t'), *end;

	assert_non_null(class);
	*class++ = '\0';
	end = strchr(class, '\t');
	assert_non_null(end);
	*end = '\0';
	error = twilio_error(strtoll(line, NULL, 10));
	if (error == NULL || strcmp(classes[error->class], class) != 0)
		fail_msg("%s is not %s", line, class);
}

static void
every_code_has_its_class_and_a_sentence(void **state)
{
	FILE *stream = open_file("error_codes.tsv");
	size_t listed = 0, known = 0;
	char line[512];

	(void)state;
	while (fgets(line, sizeof line, stream) != NULL) {
		if (*line < '0' || *line > '9')
			continue;
		check_code(line);
		listed++;
	}
	fclose(stream);
	for (known = 0; twilio_errors[known].code != 0; known++) {
		const char *reason = twilio_errors[known].reason;

		assert_in_range(*reason, 'A', 'Z');
		assert_int_equal(reason[strlen(reason) - 1], '.');
	}
	assert_int_equal(listed, 67);
	assert_int_equal(known, listed);
	assert_null(twilio_error(0));
	assert_null(twilio_error(-1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twilios_own_vectors_are_judged_right),
		cmocka_unit_test(a_receipt_to_our_address_is_genuine),
		cmocka_unit_test(both_tokens_are_good_while_one_is_changed),
		cmocka_unit_test(ports_are_there_or_not),
		cmocka_unit_test(
		    a_body_that_is_no_form_needs_its_digest_in_the_address),
		cmocka_unit_test(what_is_too_much_is_refused),
		cmocka_unit_test(
		    what_we_would_not_read_is_genuine_all_the_same),
		cmocka_unit_test(a_page_has_its_limits),
		cmocka_unit_test(every_code_has_its_class_and_a_sentence),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
