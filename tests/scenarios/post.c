/*
 * The gateway's side of mail on the stage: the account that sends it to the
 * carrier, and the door by which what mailboxes write comes in, as it does
 * from `homeline mail-in`.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/form.h"
#include "base/list.h"
#include "base/setting.h"
#include "carrier/carrier.h"
#include "flow/letter.h"
#include "net/server.h"
#include "provider.h"
#include "tests/scenarios/stage.h"

/*
 * In.
 */

struct bringing {
	struct letter_taking	 taking;
	struct exchange		*exchange;
};

static void
mail_taken(struct letter_taking *taking, enum letter_taken how,
    const char *why)
{
	struct exchange	*x = CONTAINER(taking, struct bringing,
			    taking)->exchange;
	int		 status = how == LETTER_KEPT ? 200 :
			    how == LETTER_LATER ? 503 : 422;

	if (why == NULL)
		why = "";
	exchange_answer(x, status, "text/plain", why, strlen(why));
}

void
mail_brought(struct exchange *x, void *arg)
{
	struct stage		*stage = arg;
	struct arena		*arena = exchange_arena(x);
	const struct request	*request = exchange_request(x);
	struct bringing		*b = NEW(arena, struct bringing);
	struct form		 query;

	if (!form_query(arena, request->url, &query)) {
		exchange_problem(x, 400, "That is no query.");
		return;
	}
	b->exchange = x;
	b->taking = (struct letter_taking){ .bytes = request->body,
	    .length = request->length, .to = form_get(&query, "to"),
	    .taken = mail_taken };
	letter_take(stage->gateway, &b->taking);
}

/*
 * Out.
 */

static const struct provider *
provider_named(const char *name)
{
	for (size_t i = 0; providers[i] != NULL; i++)
		if (strcmp(providers[i]->name, name) == 0)
			return providers[i];
	return NULL;
}

/* An option of the account of mail, as the file of a district gives it; but
 * its secret is given as it is. */
static void
set_option(struct stage *stage, const char *name, const char *text)
{
	const struct setting	*s = provider_named("smtp")->settings;
	const char		*why = NULL;

	while (s->name != NULL && strcmp(s->name, name) != 0)
		s++;
	assert_non_null(s->name);
	if (s->type == SETTING_SECRET)
		memcpy((char *)stage->smtp + s->offset, &text, sizeof text);
	else if (!setting_read(s, stage->arena, text, stage->smtp, &why))
		fail_msg("%s %s", name, why);
}

void
mail_instead(struct stage *stage, const char *text)
{
	static const char *const words[] = {
		[INSTEAD_LANDLINE] = "landline", [INSTEAD_STOPPED] = "stopped",
		[INSTEAD_WRONG] = "wrong", [INSTEAD_FAILED] = "failed",
		[INSTEAD_UNKNOWN] = "unknown", [INSTEAD_NONE] = "none",
	};
	struct settings *settings = &stage->configured.settings;

	settings->instead = 0;
	for (unsigned i = 0; i < COUNT(words); i++)
		if (strstr(text, words[i]) != NULL)
			settings->instead |= 1U << i;
}

/* Its server is named when the carrier has a port. */
void
mail_add_account(struct stage *stage)
{
	const struct provider	*smtp = provider_named("smtp");
	struct configured	*c = &stage->configured;

	mail_instead(stage, "landline stopped wrong failed none");
	if (smtp == NULL)
		return;
	stage->smtp = arena_take(stage->arena, smtp->size);
	for (const struct setting *s = smtp->settings; s->name != NULL; s++)
		if (s->preset != NULL)
			set_option(stage, s->name, s->preset);
	set_option(stage, "user", "homeline");
	set_option(stage, "password", CARRIER_TOKEN);
	set_option(stage, "encrypt", "none");
	c->accounts[c->count] = (struct account){ .name = "mail",
	    .provider = smtp, .options = stage->smtp };
	c->use[c->count] = (struct account_settings){ .provider = "smtp",
	    .window = 4, .listing = MINUTES(5), .imap = "",
	    .replies = "replies@school.example" };
	c->count++;
}

void
mail_name_server(struct stage *stage)
{
	if (stage->smtp != NULL)
		set_option(stage, "server", arena_print(stage->arena,
		    "smtp://127.0.0.1:%u", stage->far.smtp_port));
}
