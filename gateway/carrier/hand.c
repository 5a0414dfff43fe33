/*
 * A queue by time, with one timer.  A clock that is held rings nothing: it
 * is looked at when it is moved.
 */

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "carrier/hand.h"
#include "carrier/inside.h"
#include "carrier/journal.h"
#include "net/loop.h"

#define UNDER_WAY	4
#define LOOK_AGAIN	20		/* ms, while something waits. */
#define WAIT_MOST	MINUTES(1)
#define WORDS_MOST	32

static void
put(struct hands *hands, struct hand *hand)
{
	struct hand *at = TAILQ_LAST(&hands->waiting, hand_list);

	while (at != NULL && at->due > hand->due)
		at = TAILQ_PREV(at, hand_list, link);
	if (at == NULL)
		TAILQ_INSERT_HEAD(&hands->waiting, hand, link);
	else
		TAILQ_INSERT_AFTER(&hands->waiting, at, hand, link);
}

static void
note(struct hand *hand, enum mail_status status, const char *said)
{
	struct mail *mail = mails_get(&hand->carrier->mails, hand->n);

	if (mail == NULL)
		return;
	mail->status = (uint8_t)status;
	mails_say(mail, said != NULL && said[0] != '\0' ? said : NULL);
	journal_fate(hand->carrier, mail);
}

static void
wake(struct carrier *c)
{
	timer_set(c->hands.bell, 0);
}

/* The program, or the plan's function, has said something. */
static void
taken(struct carrier_mail *mail, int code, const char *said)
{
	struct hand	*hand = CONTAINER(mail, struct hand, mail);
	struct carrier	*c = hand->carrier;
	int64_t		 wait = SECONDS(1) << (hand->tries < 6 ?
			    hand->tries : 6);

	hand->child = NULL;
	TAILQ_REMOVE(&c->hands.going, hand, link);
	c->hands.under_way--;
	hand->tries++;
	if (code == EX_TEMPFAIL) {
		hand->due = carrier_now(c) +
		    (wait < WAIT_MOST ? wait : WAIT_MOST);
		put(&c->hands, hand);
	} else {
		note(hand, code == 0 ? MAIL_HANDED : MAIL_REFUSED, said);
		free(hand);
	}
	wake(c);
}

static void
go(struct carrier *c, struct hand *hand)
{
	const struct mail *mail = mails_get(&c->mails, hand->n);

	TAILQ_REMOVE(&c->hands.waiting, hand, link);
	if (mail == NULL) {
		free(hand);
		return;
	}
	TAILQ_INSERT_TAIL(&c->hands.going, hand, link);
	c->hands.under_way++;
	hand->mail = (struct carrier_mail){ .bytes = mail->raw,
	    .length = mail->length, .to = mail->to, .taken = taken };
	if (c->hands.words != NULL)
		hand->child = child_run(c, c->hands.words, &hand->mail);
	else
		c->plan.mail(c->plan.mail_arg, &hand->mail);
}

static void
set_bell(struct carrier *c)
{
	const struct hand	*first = TAILQ_FIRST(&c->hands.waiting);
	int64_t			 wait;

	if (first == NULL || c->held != 0 ||
	    c->hands.under_way == UNDER_WAY)
		return;
	wait = first->due - carrier_now(c);
	timer_set(c->hands.bell, wait < 1 ? 1 :
	    wait > LOOK_AGAIN ? LOOK_AGAIN : wait);
}

void
hand_run(struct carrier *c)
{
	struct hand	*first;
	int64_t		 now = carrier_now(c);

	while (c->hands.under_way < UNDER_WAY &&
	    (first = TAILQ_FIRST(&c->hands.waiting)) != NULL &&
	    first->due <= now)
		go(c, first);
	set_bell(c);
}

static void
ring(void *arg)
{
	hand_run(arg);
}

bool
hand_able(const struct carrier *c)
{
	return c->hands.words != NULL || c->plan.mail != NULL;
}

void
hand_begin(struct carrier *c, uint32_t mail, int64_t after)
{
	struct hand *hand = calloc(1, sizeof *hand);

	if (hand == NULL)
		abort();
	hand->carrier = c;
	hand->n = mail;
	hand->due = carrier_now(c) + after;
	put(&c->hands, hand);
	wake(c);
}

void
hand_count(const struct carrier *c, unsigned *ready, unsigned *later)
{
	const struct hand	*hand;
	int64_t			 now = carrier_now(c);

	*ready = *later = 0;
	TAILQ_FOREACH(hand, &c->hands.waiting, link)
		if (hand->due <= now)
			++*ready;
		else
			++*later;
}

/* The words of a command, in one piece of memory. */
static char **
split(const char *text)
{
	char	**words = calloc(1, (WORDS_MOST + 1) * sizeof *words +
		    strlen(text) + 1);
	char	 *to = (char *)(words + WORDS_MOST + 1);
	unsigned  n = 0;
	bool	  quoted;

	if (words == NULL)
		abort();
	while (*(text += strspn(text, " ")) != '\0' && n < WORDS_MOST) {
		words[n++] = to;
		for (quoted = false; *text != '\0' &&
		    (quoted || *text != ' '); text++)
			if (*text == '"')
				quoted = !quoted;
			else
				*to++ = *text;
		*to++ = '\0';
	}
	return words;
}

void
hand_open(struct carrier *c, const char *program)
{
	TAILQ_INIT(&c->hands.waiting);
	TAILQ_INIT(&c->hands.going);
	c->hands.bell = timer_new(c->loop, ring, c);
	if (program != NULL && program[strspn(program, " ")] != '\0')
		c->hands.words = split(program);
}

void
hand_reset(struct carrier *c)
{
	struct hand *hand;

	while ((hand = TAILQ_FIRST(&c->hands.waiting)) != NULL) {
		TAILQ_REMOVE(&c->hands.waiting, hand, link);
		free(hand);
	}
}

void
hand_close(struct carrier *c)
{
	struct hand *hand;

	hand_reset(c);
	while ((hand = TAILQ_FIRST(&c->hands.going)) != NULL) {
		TAILQ_REMOVE(&c->hands.going, hand, link);
		child_kill(hand->child);
		free(hand);
	}
	timer_free(c->hands.bell);
	free(c->hands.words);
}
