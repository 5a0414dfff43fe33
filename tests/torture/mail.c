/*
 * A family that has a mailbox only: mails to it, one of them on a line that
 * is lost, and what it answers.  A mail that nobody knows about is sent once
 * more, with the same Message-ID; so it may be there twice, and never thrice.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "tests/scenarios/stage.h"
#include "tests/torture/round.h"

#define DELIA	"delia@x.example"

void
round_mail(struct stage *stage, unsigned n)
{
	char words[ROUND_WORDS];

	round_write(stage, "Dahlia", round_name(words, n, 'i'));
	far_tell(&stage->far, "/carrier/mailboxes/" DELIA "/write", json_pack(
	    "{ss}", "text", round_name(words, n, 'k')));
	stage_settle(stage);
	far_tell(&stage->far, "/carrier/fault", json_pack("{ss sI ss}",
	    "name", "mail-drop-after", "count", (json_int_t)1, "mailbox",
	    DELIA));
	round_write(stage, "Dahlia", round_name(words, n, 'j'));
	stage_until(stage, clock_now() + MINUTES(20));
	json_decref(far_ask(&stage->far, "DELETE", "/carrier/fault", NULL));
}

static const char *
text_of(const json_t *mail, const char *name)
{
	const char *text = json_string_value(json_object_get(mail, name));

	return text != NULL ? text : "";
}

/* Those words went to her once, or twice as the same mail. */
static void
expect_mail(struct stage *stage, const json_t *mails, const char *words)
{
	const json_t	*mail;
	const char	*id = NULL;
	size_t		 i;
	unsigned	 times = 0;

	json_array_foreach(mails, i, mail) {
		if (strcmp(text_of(mail, "way"), "out") != 0 ||
		    strstr(text_of(mail, "text"), words) == NULL)
			continue;
		times++;
		if (strcmp(text_of(mail, "box"), DELIA) != 0 || (id != NULL &&
		    strcmp(id, text_of(mail, "id")) != 0))
			stage_fail(stage, "%s is another mail, or somebody "
			    "else's", words);
		id = text_of(mail, "id");
	}
	if (times < 1 || times > 2)
		stage_fail(stage, "%s was mailed %u times", words, times);
}

void
round_mail_check(struct stage *stage, unsigned n)
{
	json_t		*all = far_ask(&stage->far, "GET",
			    "/carrier/mails?most=10000", NULL);
	const json_t	*mails = json_object_get(all, "mails");
	char		 words[ROUND_WORDS];

	expect_mail(stage, mails, round_name(words, n, 'b'));
	expect_mail(stage, mails, round_name(words, n, 'i'));
	expect_mail(stage, mails, round_name(words, n, 'j'));
	json_decref(all);
}
