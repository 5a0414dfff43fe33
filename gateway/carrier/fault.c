/*
 * The switches, and the numbers whose fault is their nature.
 */

#include <string.h>

#include "base/clock.h"
#include "base/list.h"
#include "carrier/fault.h"

const struct fault_words fault_words[FAULT_KINDS] = {
	[FAULT_SLOW] = { "slow", "answers late", true },
	[FAULT_429] = { "429", "says 429, too many requests", false },
	[FAULT_500] = { "500", "says 500", false },
	[FAULT_503] = { "503", "says 503", false },
	[FAULT_DROP_BEFORE] = { "drop-before",
	    "drops the line, text not taken", false },
	[FAULT_DROP_AFTER] = { "drop-after",
	    "drops the line, text taken", false },
	[FAULT_GARBAGE] = { "garbage", "takes it and answers nonsense",
	    false },
	[FAULT_LOST] = { "receipt-lost", "receipts are lost", false },
	[FAULT_TWICE] = { "receipt-twice", "receipts come twice", false },
	[FAULT_SWAPPED] = { "receipt-swapped",
	    "receipts come in the wrong order", false },
	[FAULT_EARLY] = { "receipt-early",
	    "receipts come before the answer", false },
	[FAULT_QUEUE] = { "queue", "texts wait before they are sent", true },
	[FAULT_DELAY] = { "delay", "texts arrive late", true },
	[FAULT_HOLD] = { "hold", "texts wait until they are let go", false },
	[FAULT_NO_NUMBER] = { "no-number", "refuses the number (21211)",
	    false },
	[FAULT_STOPPED] = { "stopped", "says they opted out (21610)", false },
	[FAULT_SENDER] = { "bad-sender", "refuses our number (21606)",
	    false },
	[FAULT_UNKNOWN] = { "unknown", "no such number (30005)", false },
	[FAULT_OFF] = { "off", "the phone is off (30003)", false },
	[FAULT_LANDLINE] = { "landline", "it is a landline (30006)", false },
	[FAULT_FILTERED] = { "filtered", "filters the text (30007)", false },
	[FAULT_SPANISH] = { "spanish", "the phone answers in Spanish",
	    false },
	[FAULT_ARABIC] = { "arabic", "the phone answers in Arabic", false },
	[FAULT_SAYS_STOP] = { "says-stop", "the phone answers STOP", false },
	[FAULT_MAIL_LOGIN] = { "mail-login", "refuses the password (535)",
	    false },
	[FAULT_MAIL_FROM_4] = { "mail-from-4",
	    "refuses the sender for now (451)", false },
	[FAULT_MAIL_FROM_5] = { "mail-from-5", "refuses the sender (550)",
	    false },
	[FAULT_MAIL_TO_4] = { "mail-to-4", "wants it again later (451)",
	    false },
	[FAULT_MAIL_TO_5] = { "mail-to-5",
	    "refuses mail to it by policy (550)", false },
	[FAULT_MAIL_NOBODY] = { "mail-nobody",
	    "the mailbox does not exist (550)", false },
	[FAULT_MAIL_FULL] = { "mail-full",
	    "the mailbox is full for now (452)", false },
	[FAULT_MAIL_OVER] = { "mail-over", "the mailbox is full (552)",
	    false },
	[FAULT_MAIL_SILENT] = { "mail-silent", "says nothing any more",
	    false },
	[FAULT_MAIL_DATA_4] = { "mail-data-4", "refuses DATA for now (451)",
	    false },
	[FAULT_MAIL_DATA_5] = { "mail-data-5", "refuses DATA (554)", false },
	[FAULT_MAIL_DROP_BEFORE] = { "mail-drop-before",
	    "drops the line, mail not taken", false },
	[FAULT_MAIL_DOT_4] = { "mail-dot-4",
	    "refuses the mail for now (451)", false },
	[FAULT_MAIL_DOT_5] = { "mail-dot-5", "refuses the mail as spam (554)",
	    false },
	[FAULT_MAIL_DROP_AFTER] = { "mail-drop-after",
	    "drops the line, mail taken", false },
	[FAULT_MAIL_SLOW] = { "mail-slow", "answers late", true },
	[FAULT_MAIL_BOUNCE] = { "mail-bounce",
	    "takes it, and it bounces later", true },
	[FAULT_MAIL_AWAY] = { "mail-away",
	    "the mailbox answers automatically", false },
};

/* From FAULT_NUMBER on; the first has none. */
static const struct fault by_nature[] = {
	{ .kind = FAULT_KINDS },
	{ .kind = FAULT_DELAY, .ms = SECONDS(30) },
	{ .kind = FAULT_UNKNOWN },
	{ .kind = FAULT_OFF },
	{ .kind = FAULT_STOPPED },
	{ .kind = FAULT_FILTERED },
	{ .kind = FAULT_SPANISH },
	{ .kind = FAULT_ARABIC },
	{ .kind = FAULT_SAYS_STOP },
};

bool
fault_named(const char *name, enum fault_kind *kind)
{
	unsigned i;

	for (i = 0; i < FAULT_KINDS; i++)
		if (strcmp(fault_words[i].name, name) == 0) {
			*kind = (enum fault_kind)i;
			return true;
		}
	return false;
}

bool
fault_is_of_mail(enum fault_kind kind)
{
	return kind >= FAULT_MAIL_FIRST;
}

static void
take_out(struct faults *faults, unsigned i)
{
	faults->list[i] = faults->list[--faults->count];
}

void
fault_off(struct faults *faults, enum fault_kind kind, uint64_t number)
{
	unsigned i;

	for (i = faults->count; i-- > 0;)
		if (faults->list[i].kind == kind &&
		    faults->list[i].number == number)
			take_out(faults, i);
}

bool
fault_on(struct faults *faults, const struct fault *fault)
{
	fault_off(faults, fault->kind, fault->number);
	if (faults->count == FAULT_MOST)
		return false;
	faults->list[faults->count++] = *fault;
	return true;
}

static bool
met_by_nature(enum fault_kind kind, uint64_t number, int64_t *ms)
{
	uint64_t which = number - FAULT_NUMBER;

	if (which >= COUNT(by_nature) || by_nature[which].kind != kind)
		return false;
	if (ms != NULL)
		*ms = by_nature[which].ms;
	return true;
}

static void
use_up(struct faults *faults, unsigned i, int64_t *ms)
{
	struct fault *fault = &faults->list[i];

	if (ms != NULL)
		*ms = fault->ms;
	if (fault->left > 0 && --fault->left == 0)
		take_out(faults, i);
}

bool
fault_met(struct faults *faults, enum fault_kind kind, uint64_t number,
    int64_t *ms)
{
	const struct fault	*fault;
	unsigned		 i;

	for (i = 0; i < faults->count; i++) {
		fault = &faults->list[i];
		if (fault->kind != kind ||
		    (fault->number != 0 && fault->number != number))
			continue;
		use_up(faults, i, ms);
		return true;
	}
	return met_by_nature(kind, number, ms);
}

bool
fault_met_reading(struct faults *faults, enum fault_kind kind, int64_t *ms)
{
	unsigned i;

	for (i = 0; i < faults->count; i++)
		if (faults->list[i].kind == kind && faults->list[i].reading) {
			use_up(faults, i, ms);
			return true;
		}
	return false;
}
