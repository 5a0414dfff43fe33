/*
 * `homeline status`: how the gateway is, in plain words.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "command/here.h"
#include "command/table.h"

static const struct usage usage = {
    "Tells how the gateway is: in which mode its district stands, what keeps\n"
    "it from its work, what somebody should look at, and how many texts wait.",
    "homeline status",
    "0 all is well, 1 something keeps it from its work,\n"
    "2 the command line is wrong, 3 the configuration is, 6 no gateway runs\n"
    "here"
};

static const char *
mode_in_words(const char *mode)
{
	if (strcmp(mode, "sample") == 0)
		return "a sample: nobody in it is real, and it never goes "
		    "live";
	if (strcmp(mode, "practice") == 0)
		return "in practice: a real provider reaches only the numbers "
		    "of its list, and nothing counts";
	return "live: texts reach families";
}

static void
print_sentences(const char *before, const json_t *list)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one)
		printf("%s: %s\n", before, json_string_value(one));
}

static void
print_queue(struct here *h, const json_t *queue)
{
	json_int_t waiting = json_integer_value(json_object_get(queue,
	    "waiting"));
	json_int_t unknown = json_integer_value(json_object_get(queue,
	    "unknown"));
	const char *oldest = ask_text(queue, "oldest_due");

	if (waiting == 0)
		puts("Nothing waits.");
	else
		printf("Texts and mails that wait: %lld%s%s.\n",
		    (long long)waiting,
		    *oldest == '\0' ? "" : ", the first was due ",
		    *oldest == '\0' ? "" : times_say_api(&h->face, oldest));
	if (unknown > 0)
		printf("Texts and mails that may have arrived: %lld.\n",
		    (long long)unknown);
}

/* When the mailbox of an account of mail was last seen whole. */
static void
print_mailbox(struct here *h, const json_t *account)
{
	const char *looked = ask_text(account, "mailbox.looked");

	if (!json_is_object(json_object_get(account, "mailbox")))
		return;
	if (*looked == '\0')
		printf("Its mailbox was not looked at yet.\n");
	else
		printf("Its mailbox was last looked at %s.\n",
		    times_say_api(&h->face, looked));
}

static void
print_accounts(struct here *h, const json_t *accounts)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(accounts, i, one) {
		printf("Account %s: %s%s%s%s\n", ask_text(one, "name"),
		    ask_text(one, "provider"), json_is_true(json_object_get(
		    one, "simulated")) ? ", simulated" : "",
		    *ask_text(one, "rests") == '\0' ? "" : ", rests: ",
		    ask_text(one, "rests"));
		print_mailbox(h, one);
	}
}

static void
print(struct here *h, const json_t *status, const json_t *health)
{
	bool ready = json_is_true(json_object_get(health, "ready"));

	printf("%s is %s.\n", h->district, mode_in_words(ask_text(status,
	    "mode")));
	printf("Homeline %s; it is %s there.\n", ask_text(status, "version"),
	    times_say(&h->face, h->face.now));
	print_accounts(h, json_object_get(status, "accounts"));
	print_queue(h, json_object_get(status, "queue"));
	print_sentences("Problem", json_object_get(health, "problems"));
	print_sentences("Look at this", json_object_get(health, "warnings"));
	if (ready)
		puts("All is well.");
}

static int
tell(struct here *h, bool json)
{
	struct ask_answer	status, health;
	int			code, well;

	code = ask(&h->ground, &(struct ask_question){ .method = "GET",
	    .path = "/local/v1/status" }, &status);
	well = ask_quietly(&h->ground, &(struct ask_question){
	    .method = "GET", .path = "/readyz" }, &health);
	if (code == CODE_OK && json) {
		json_object_set(status.json, "health", health.json);
		code = here_print(status.json, NULL);
	} else if (code == CODE_OK) {
		print(h, status.json, health.json);
	}
	ask_free(&status);
	ask_free(&health);
	return code == CODE_OK ? well : code;
}

int
status_main(int argc, char **argv)
{
	const char		*config = NULL;
	bool			 json = false;
	struct here		 h;
	const struct option_row	 rows[] = {
		JSON_ROW(&json), CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = here_open(&h, config, NULL)) == CODE_OK)
		code = tell(&h, json);
	here_close(&h);
	return code;
}
