/*
 * `homeline mail-in`: a mail server hands a mail over, on standard input, and
 * learns by the exit code (those of sysexits.h, as mail servers know them)
 * whether we have it.  0 is said after the commit only.  Whatever may be
 * otherwise in a while, and also a configuration that is wrong, is 75: the
 * mail server keeps the mail and brings it again.
 *
 * What is printed may be shown to who wrote the mail, so it begins with a
 * status of RFC 3463 and says nothing of this machine.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mime_read.h"
#include "command/ask.h"
#include "command/command.h"
#include "command/ground.h"

#define AT_ONCE		65536
#define PATIENCE	120		/* s; a mail server waits longer. */

static const struct usage usage = {
    "Takes a mail on standard input, whole, for a mail server that brings\n"
    "what comes to the mailbox of the replies. Its user must be the one who\n"
    "runs the gateway. The address it came to is --to, or else in the\n"
    "environment as ORIGINAL_RECIPIENT or RECIPIENT.",
    "homeline mail-in --to replies+r0123@school.example < mail",
    "0 kept, 64 the command line is wrong, 65 it cannot be\n"
    "taken, 75 bring it again later"
};

static int
defer(const char *why)
{
	printf("4.3.0 The mail is not lost, and is brought again: %s\n", why);
	return EX_TEMPFAIL;
}

/* All of it.  False: it ended in the middle, or is too large (over). */
static bool
read_all(struct buf *mail)
{
	char	 bytes[AT_ONCE];
	ssize_t	 got;

	do {
		got = read(STDIN_FILENO, bytes, sizeof bytes);
		if (got > 0)
			buf_add(mail, bytes, (size_t)got);
	} while ((got > 0 && !mail->over) || (got < 0 && errno == EINTR));
	return got == 0 && !mail->over;
}

static int
judge(int code, const struct ask_answer *answer)
{
	if (code == CODE_OK)
		return EX_OK;
	if (answer->status != 422)
		return defer(answer->status == 0 ?
		    "the gateway gave no answer." : ask_problem(answer));
	printf("5.6.0 %s\n", ask_problem(answer));
	return EX_DATAERR;
}

static int
bring(struct ground *g, const char *to, const struct buf *mail)
{
	struct ask_answer	answer;
	int			code;

	code = ask_quietly(g, &(struct ask_question){ .method = "POST",
	    .path = to == NULL ? "/local/v1/mail" : arena_print(g->arena,
	    "/local/v1/mail?to=%s", ask_encode(g, to)),
	    .type = "message/rfc822", .bytes = mail->data,
	    .length = mail->length, .patience = PATIENCE }, &answer);
	code = judge(code, &answer);
	ask_free(&answer);
	return code;
}

static int
take(const char *config, const char *to)
{
	struct ground	g;
	struct buf	mail;
	int		code;

	buf_init(&mail, MIME_MOST);
	if (!read_all(&mail)) {
		printf(mail.over ? "5.3.4 The mail is larger than 10 MB. Send "
		    "its files another way.\n" :
		    "4.3.0 The mail ended in the middle.\n");
		code = mail.over ? EX_DATAERR : EX_TEMPFAIL;
	} else {
		code = ground_config(&g, config) == CODE_OK ?
		    bring(&g, to, &mail) :
		    defer("the gateway's configuration is wrong.");
		ground_free(&g);
	}
	buf_free(&mail);
	return fflush(stdout) == 0 ? code : EX_TEMPFAIL;
}

int
mail_in_main(int argc, char **argv)
{
	const char		*config = NULL, *to = NULL;
	const struct option_row	 rows[] = {
		{ .name = "to", .value = "ADDRESS", .text = &to,
		  .help = "the address that the mail was sent to" },
		CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code == CODE_OK ? EX_OK : EX_USAGE;
	if (to == NULL)
		to = getenv("ORIGINAL_RECIPIENT");
	if (to == NULL)
		to = getenv("RECIPIENT");
	return take(config, to);
}
