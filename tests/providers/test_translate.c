/*
 * The services that translate, as cases in files: what we say to them, what
 * their answers mean.  requests.json has the signatures of others' programs
 * in it (see tests/providers/sdk), answers.json what their documentation says
 * they answer.
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
#include "base/config.h"
#include "base/lang.h"
#include "base/text.h"
#include "translator.h"

static struct arena	*arena;
static const char	*name;		/* Of the case at hand. */

static const char *const outcomes[] = {
	[OUTCOME_SENT] = "sent", [OUTCOME_LATER] = "later",
	[OUTCOME_REFUSED] = "refused", [OUTCOME_UNKNOWN] = "unknown",
	[OUTCOME_SICK] = "sick",
};
static const char *const forms[] = {
	[TOKEN_BRACKETS] = "brackets", [TOKEN_XML] = "xml",
	[TOKEN_SPAN] = "span",
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

static json_t *
cases(const char *file)
{
	const char *top = getenv("srcdir");
	json_t *json = json_load_file(arena_print(arena,
	    "%s/tests/providers/translate/%s", top == NULL ? "." : top, file),
	    0, NULL);

	assert_non_null(json);
	return json;
}

static const char *
field(json_t *from, const char *key)
{
	return json_string_value(json_object_get(from, key));
}

static void
same(const char *what, const char *is, const char *wanted)
{
	if (is == NULL || strcmp(is, wanted) != 0)
		fail_msg("%s: %s is %s, not %s", name, what,
		    is == NULL ? "nothing" : is, wanted);
}

static const struct translator *
service(json_t *c)
{
	for (const struct translator *const *t = translators; *t != NULL; t++)
		if (strcmp((*t)->name, field(c, "service")) == 0)
			return *t;
	fail_msg("%s: there is no such service", name);
	return NULL;
}

/* Options as a configuration would give them; a record is a text of JSON. */
static struct translating_account
account_of(json_t *c)
{
	const struct translator	*t = service(c);
	json_t			*options = json_object_get(c, "options"), *o;
	char			*into = arena_take(arena, t->size);
	const char		*text, *why;

	for (const struct setting *s = t->settings; s->name != NULL; s++) {
		o = json_object_get(options, s->name);
		text = json_string_value(o);
		if (json_is_object(o))
			text = json_dumps(o, 0);
		if (text == NULL)
			text = s->preset == NULL ? "" : s->preset;
		if (s->type == SETTING_CHOICE)
			assert_true(setting_read(s, arena, text, into, &why));
		else
			memcpy(into + s->offset, &(char *){
			    arena_text(arena, text) }, sizeof(char *));
		if (json_is_object(o))
			free((char *)(uintptr_t)text);
	}
	return (struct translating_account){ "one", t, into };
}

static void
look_at_request(json_t *c, const struct request *r)
{
	const char	*key;
	json_t		*value, *body, *wanted = json_object_get(c, "json");

	same("the method", r->method, field(c, "method"));
	same("the URL", r->url, field(c, "url"));
	assert_int_equal(r->length, strlen(r->body));
	json_object_foreach(json_object_get(c, "headers"), key, value)
		same(key, headers_get(&r->headers, key),
		    json_string_value(value));
	assert_int_equal(r->headers.count,
	    json_object_size(json_object_get(c, "headers")));
	if (wanted == NULL) {
		same("the body", r->body, field(c, "body"));
		return;
	}
	body = json_loadb(r->body, r->length, 0, NULL);
	if (!json_equal(body, wanted))
		fail_msg("%s: the body is %s", name, r->body);
	json_decref(body);
}

static void
what_is_asked_is_what_they_document(void **state)
{
	json_t	*all = cases("requests.json"), *c;
	size_t	 i;

	(void)state;
	json_array_foreach(all, i, c) {
		struct translating_account	 account;
		struct request			 request;
		enum token_form			 form = TOKEN_BRACKETS;
		int64_t				 now;
		const struct to_say		 say = {
		    field(c, "from"), field(c, "to"), field(c, "text"),
		    field(c, "token") };

		name = field(c, "case");
		account = account_of(c);
		now = json_integer_value(json_object_get(c, "now"));
		if (json_is_true(json_object_get(c, "ask"))) {
			account.translator->ask(&account, now, &request,
			    arena);
		} else {
			assert_true(account.translator->speaks(&account,
			    say.from, say.to, &form));
			if (field(c, "form") != NULL)
				same("the form", forms[form],
				    field(c, "form"));
			account.translator->build(&account, &say, now,
			    &request, arena);
		}
		look_at_request(c, &request);
	}
	assert_true(i >= 16);
	json_decref(all);
}

/* The response of a case; what is not a text is JSON. */
static struct response
response_of(json_t *c)
{
	struct response	 r = { .carried = ANSWERED };
	json_t		*body = json_object_get(c, "body"), *value;
	const char	*key, *carried = field(c, "carried");
	char		*text;

	if (carried != NULL)
		r.carried = strcmp(carried, "cut off") == 0 ? CUT_OFF :
		    NEVER_SPOKE;
	r.status = (int)json_integer_value(json_object_get(c, "status"));
	json_object_foreach(json_object_get(c, "headers"), key, value)
		assert_true(headers_add(&r.headers, key,
		    json_string_value(value)));
	r.body = json_string_value(body);
	if (body != NULL && r.body == NULL) {
		text = json_dumps(body, 0);
		r.body = arena_text(arena, text);
		free(text);
	}
	r.length = r.body == NULL ? 0 : strlen(r.body);
	return r;
}

static void
look_at_answer(json_t *c, const struct translated *said)
{
	json_t *wait = json_object_get(c, "wait");

	same("the outcome", outcomes[said->outcome], field(c, "outcome"));
	if (field(c, "text") != NULL)
		same("the text", said->text, field(c, "text"));
	if (field(c, "reason") != NULL)
		same("the reason", said->reason, field(c, "reason"));
	if (wait != NULL)
		assert_int_equal(said->wait, json_integer_value(wait));
	assert_true((said->outcome == OUTCOME_SENT) == (said->text != NULL));
	assert_true((said->outcome == OUTCOME_SENT) == (said->reason ==
	    NULL));
	assert_int_equal(said->quota,
	    json_is_true(json_object_get(c, "quota")));
	if (json_is_true(json_object_get(c, "stale")))
		assert_true(said->stale);
}

static void
answers_mean_what_they_document(void **state)
{
	json_t	*all = cases("answers.json"), *c;
	size_t	 i;

	(void)state;
	json_array_foreach(json_object_get(all, "answers"), i, c) {
		struct translating_account	 account;
		struct response			 response = response_of(c);
		struct translated		 said;

		name = field(c, "case");
		account = account_of(c);
		memset(&said, 0xa5, sizeof said);
		account.translator->judge(&account, &response, &said, arena);
		look_at_answer(c, &said);
	}
	assert_true(i >= 150);
	json_decref(all);
}

static void
a_token_is_taken_until_it_ends(void **state)
{
	json_t	*all = cases("answers.json"), *c;
	size_t	 i;

	(void)state;
	json_array_foreach(json_object_get(all, "tokens"), i, c) {
		struct translating_account	 account;
		struct response			 response = response_of(c);
		struct fetched			 fetched;
		int64_t				 now;

		name = field(c, "case");
		account = account_of(c);
		now = json_integer_value(json_object_get(c, "now"));
		account.translator->told(&account, &response, now, &fetched,
		    arena);
		if (field(c, "token") == NULL) {
			assert_null(fetched.token);
			look_at_answer(c, &fetched.said);
			continue;
		}
		same("the token", fetched.token, field(c, "token"));
		assert_int_equal(fetched.until, json_integer_value(
		    json_object_get(c, "until")));
	}
	assert_true(i >= 10);
	json_decref(all);
}

/* What each documents of the launch languages (domain.md 9.1). */
static void
each_has_the_languages_it_documents(void **state)
{
	static const char *const tags[] = { "es-US", "pt-BR", "vi", "ht",
	    "ak", "ar", "sq", "ne", "ps", "sw", "fa-AF", "zh-Hans",
	    "zh-Hant", "so", "am", "fr", "uk" };
	static const struct {
		const char	*service, *has;
	} want[] = {
		{ "libretranslate", "yyyn-yynnnnyynnyy" },
		{ "google", "yyyy-yyyyyyyyyyyy" },
		{ "deepl", "yyyy-yyyyyyyynnyy" },
		{ "azure", "yyyy-yyyyyyyyyyyy" },
		{ "amazon", "yyyy-yynyyyyyyyyy" },
		{ "apertium", "ynnn-nnnnnnnnnnnn" },
	};
	enum token_form form;

	(void)state;
	for (size_t i = 0; i < COUNT(want); i++) {
		json_t *c = json_pack("{s:s}", "service", want[i].service);
		struct translating_account a;

		name = want[i].service;
		a = account_of(c);
		for (size_t j = 0; j < COUNT(tags); j++) {
			bool has = want[i].has[j] == 'y';

			if (want[i].has[j] == '-')	/* ak: Google alone. */
				has = strcmp(name, "google") == 0;
			assert_int_equal(a.translator->speaks(&a, "en-US",
			    tags[j], &form), has);
			assert_int_equal(a.translator->speaks(&a, tags[j],
			    "en-US", &form), has);
		}
		json_decref(c);
	}
}

/* Every row is a tag of ours, and no pair of one is one. */
static void
no_table_has_a_language_that_we_do_not(void **state)
{
	enum token_form form;
	unsigned known, none;

	(void)state;
	for (size_t i = 0; translators[i] != NULL; i++) {
		json_t *c = json_pack("{s:s}", "service",
		    translators[i]->name);
		struct translating_account a;

		name = translators[i]->name;
		a = account_of(c);
		known = none = 0;
		for (unsigned j = 0; lang_at(j) != NULL; j++) {
			assert_false(a.translator->speaks(&a, lang_at(j),
			    lang_at(j), &form));
			if (a.translator->speaks(&a, "en-US", lang_at(j),
			    &form))
				known++;
			else
				none++;
		}
		assert_true(known > 0 && none > 0);
		assert_false(a.translator->speaks(&a, "en-US", "xx", &form));
		assert_true(a.translator->most >= 5000);
		json_decref(c);
	}
}

static void
a_key_of_google_is_looked_at(void **state)
{
	json_t *all = cases("requests.json"), *c = NULL, *robot;
	size_t i;
	struct translating_account a;

	(void)state;
	name = "google";
	json_array_foreach(all, i, c)
		if (strcmp(field(c, "service"), "google") == 0)
			break;
	a = account_of(c);
	assert_null(a.translator->wrong(&a, arena));
	robot = json_object_get(json_object_get(c, "options"),
	    "service_account");
	json_object_set_new(robot, "token_uri", json_string("http://x/"));
	a = account_of(c);
	assert_non_null(strstr(a.translator->wrong(&a, arena), "token_uri"));
	json_object_set_new(robot, "token_uri", json_string("https://x/"));
	json_object_set_new(robot, "private_key", json_string("none"));
	a = account_of(c);
	assert_non_null(strstr(a.translator->wrong(&a, arena), "RSA"));
	json_object_del(robot, "client_email");
	a = account_of(c);
	assert_non_null(strstr(a.translator->wrong(&a, arena), "JSON"));
	json_decref(all);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_asked_is_what_they_document),
		TEST(answers_mean_what_they_document),
		TEST(a_token_is_taken_until_it_ends),
		TEST(each_has_the_languages_it_documents),
		TEST(no_table_has_a_language_that_we_do_not),
		TEST(a_key_of_google_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
