/*
 * The words for states and errors, as tables.
 */

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/list.h"
#include "flow/fit.h"
#include "store/delivery.h"
#include "store/held.h"
#include "web/told.h"

#define NOTHING_TO_DO	"There is nothing to do."

static const char *const sentences[] = {
	[ATTEMPT_PLANNED] = "It waits for its turn.",
	[ATTEMPT_CLAIMED] = "It is on its way to the provider.",
	[ATTEMPT_UNKNOWN] = "It may have arrived: the line to the provider "
	    "was cut while it was sent.",
	[ATTEMPT_SENT] = "The provider has taken it; the phone has not "
	    "confirmed it yet.",
	[ATTEMPT_DELIVERED] = "It arrived on the phone.",
	[ATTEMPT_FAILED] = "It did not arrive.",
	[ATTEMPT_DROPPED] = "It was not sent.",
	[ATTEMPT_PRACTICE] = "Practice: not sent.",
};

/* What to do about an error of that class. */
static const char *const remedies[] = {
	[ERROR_NONE] = "Call the family, or write again.",
	[ERROR_RCPT_PERM] = "Ask the family for another phone number.",
	[ERROR_RCPT_LANDLINE] = "Call: it is a landline. Ask the family for "
	    "a mobile number.",
	[ERROR_RCPT_TEMP] = "The phone may be off. Write again later, or "
	    "call.",
	[ERROR_RCPT_OPTOUT] = "They asked for no more texts. Call them; only "
	    "they can change it, by texting START to our number.",
	[ERROR_CONTENT_PERM] = "The carrier refuses these words. Change them "
	    "and write again.",
	[ERROR_SENDER_STOP] = "Our number may not send. Tell who runs the "
	    "gateway.",
	[ERROR_ACCOUNT_STOP] = "Our account with the provider is stopped. "
	    "Tell who runs the gateway.",
	[ERROR_THROTTLE] = "The provider takes no more now. Write again "
	    "later.",
	[ERROR_TRANSIENT] = "The carrier had a disturbance. Write again "
	    "later.",
	[ERROR_REQUEST_BUG] = "The provider did not understand us. Tell who "
	    "runs the gateway.",
	[ERROR_UNKNOWN] = "The carrier gave no reason. Call the family, or "
	    "write again later.",
};

/* The same of a mail, where it differs; NULL: it does not. */
static const char *const mail_sentences[] = {
	[ATTEMPT_CLAIMED] = "It is on its way to the mail server.",
	[ATTEMPT_UNKNOWN] = "It may have arrived: the line to the mail server "
	    "was cut while it was sent.",
	[ATTEMPT_SENT] = "The mail server has taken it; mail that arrives "
	    "says nothing more.",
	[ATTEMPT_DELIVERED] = "It arrived in the mailbox.",
};

static const char *const mail_remedies[] = {
	[ERROR_RCPT_PERM] = "This mailbox does not exist. Ask the family for "
	    "another one.",
	[ERROR_RCPT_TEMP] = "The mailbox takes no mail now; it may be full. "
	    "Write again later, or call.",
	[ERROR_RCPT_OPTOUT] = "They asked for no more mail. Call them; only "
	    "they can change it, by writing START to us.",
	[ERROR_CONTENT_PERM] = "Their mail server refuses these words. Change "
	    "them and write again.",
	[ERROR_SENDER_STOP] = "Our mailbox may not send. Tell who runs the "
	    "gateway.",
	[ERROR_THROTTLE] = "The mail server takes no more now. Write again "
	    "later.",
	[ERROR_TRANSIENT] = "The mail server had a disturbance. Write again "
	    "later.",
	[ERROR_REQUEST_BUG] = "The mail server did not understand us. Tell "
	    "who runs the gateway.",
	[ERROR_UNKNOWN] = "The mail server gave no reason. Call the family, "
	    "or write again later.",
};

static bool
by_mail(const struct attempt *a)
{
	return a->sender != NULL && strchr(a->sender, '@') != NULL;
}

static const char *
sentence_of(const struct attempt *a)
{
	return by_mail(a) && a->state < COUNT(mail_sentences) &&
	    mail_sentences[a->state] != NULL ? mail_sentences[a->state] :
	    sentences[a->state];
}

static const char *
remedy_of(const struct attempt *a)
{
	return by_mail(a) && a->class < COUNT(mail_remedies) &&
	    mail_remedies[a->class] != NULL ? mail_remedies[a->class] :
	    remedies[a->class];
}

static const char *
next_of(const struct attempt *a)
{
	switch (a->state) {
	case ATTEMPT_FAILED:
		return remedy_of(a);
	case ATTEMPT_DROPPED:
		return a->class == ERROR_NONE ? "Write again if it is still "
		    "useful." : remedy_of(a);
	case ATTEMPT_UNKNOWN:
		if (by_mail(a))
			return "It stays as it is. Write again only if twice "
			    "is better than never.";
		return "The provider is being asked; this is settled within "
		    "minutes, or stays as it is. Write again only if twice "
		    "is better than never.";
	case ATTEMPT_PRACTICE:
		return by_mail(a) ? "To have it sent, put the mailbox on the "
		    "list of practice, or go live." :
		    "To have it sent, put the number on the list of "
		    "practice, or go live.";
	case ATTEMPT_SENT:
		return by_mail(a) ? NOTHING_TO_DO :
		    "There is nothing to do. Some phones never confirm.";
	default:
		return NOTHING_TO_DO;
	}
}

struct plain
told_attempt(const struct attempt *a, int64_t now)
{
	struct plain plain = { sentence_of(a), next_of(a) };

	if (a->state == ATTEMPT_PLANNED && a->reason != NULL &&
	    strcmp(a->reason, HELD_WAITS) == 0)
		return (struct plain){ a->reason, "The office finds it under "
		    "May want to stop." };
	if (a->state == ATTEMPT_FAILED && a->reason != NULL &&
	    strcmp(a->reason, FIT_NOT) == 0)
		return (struct plain){ FIT_NOT, "Write it in fewer words, or "
		    "as a mail." };
	if (a->state == ATTEMPT_PLANNED && a->due > now + MINUTES(1))
		plain.sentence = "It waits until the hour at which such "
		    "messages go.";
	else if (a->state == ATTEMPT_PLANNED && a->tries > 0)
		plain.sentence = "It will be tried again.";
	else if (a->reason != NULL && (a->state == ATTEMPT_FAILED ||
	    a->state == ATTEMPT_DROPPED || (by_mail(a) &&
	    (a->state == ATTEMPT_SENT || a->state == ATTEMPT_UNKNOWN ||
	    a->state == ATTEMPT_DELIVERED))))
		plain.sentence = a->reason;
	return plain;
}

struct plain
told_delivery_words(const struct told_delivery *t, const struct attempt *last,
    int64_t now)
{
	if (t->delivery.state == DELIVERY_COVERED)
		return (struct plain){ "It goes once to a phone or mailbox "
		    "that they share with another guardian.", NOTHING_TO_DO };
	if (last != NULL)
		return told_attempt(last, now);
	if (t->delivery.state == DELIVERY_FAILED && t->reason != NULL)
		return (struct plain){ t->reason, "" };	/* It says both. */
	if (t->delivery.state == DELIVERY_FAILED)
		return (struct plain){ "They have no phone number that can "
		    "be texted.",
		    "Ask the family for a phone number or a mailbox." };
	if (t->delivery.state == DELIVERY_DROPPED)
		return (struct plain){ t->reason != NULL ? t->reason :
		    sentences[ATTEMPT_DROPPED],
		    "Write again if it is still useful." };
	return (struct plain){ sentences[ATTEMPT_PLANNED], NOTHING_TO_DO };
}
