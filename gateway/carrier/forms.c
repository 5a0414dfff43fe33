/*
 * What the forms of the page do.  Each answers 303, so that a page loaded
 * again sends nothing again; what was wrong with a form is a plain 400.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/form.h"
#include "base/text.h"
#include "base/zone.h"
#include "carrier/control.h"
#include "carrier/inside.h"
#include "carrier/mailbox.h"
#include "carrier/screen.h"
#include "carrier/screen_inside.h"
#include "carrier/phone.h"
#include "net/server.h"

#define BODY_UNITS	1600
#define MS_MOST		36000000
#define AHEAD_MOST	DAYS(100)

bool
forms_read(struct carrier *c, struct exchange *x, struct form *form)
{
	const struct request *request = exchange_request(x);

	if (!control_allowed(c, x))
		return false;
	if (request->body != NULL && form_read(exchange_arena(x),
	    request->body, request->length, form))
		return true;
	exchange_problem(x, 400, "This form cannot be read.");
	return false;
}

void
forms_go(struct exchange *x, const char *where)
{
	exchange_header(x, "Location", where);
	exchange_answer(x, 303, NULL, NULL, 0);
}

/* People write numbers with spaces, dots, dashes and brackets. */
static uint64_t
read_number(struct exchange *x, const char *text)
{
	char *copy, *to;

	if (text == NULL)
		return 0;
	copy = to = arena_text(exchange_arena(x), text);
	for (; *text != '\0'; text++)
		if (strchr(" .-()", *text) == NULL)
			*to++ = *text;
	*to = '\0';
	return number_read(copy);
}

static void
write_as(struct carrier *c, struct exchange *x, uint64_t from,
    const struct form *form)
{
	struct numbers	*numbers = &c->record.numbers;
	const char	*body = form_get(form, "body");
	const char	*back = form_get(form, "back");
	struct text	 like = { 0 };
	char		 out[NUMBER_TEXT];

	if (body == NULL)
		body = "";
	body = text_clean(exchange_arena(x), body, strlen(body));
	like.from = number_need(numbers, from);
	like.to = number_need(numbers,
	    read_number(x, form_get(form, "to")));
	if (like.from == 0 || like.to == 0 || body[0] == '\0' ||
	    text_units(body) > BODY_UNITS) {
		exchange_problem(x, 400, "A phone writes from +1..., to "
		    "+1..., and up to 1600 characters.");
		return;
	}
	(void)phone_write(c, &like, body, NULL);
	(void)number_text(from, out);
	forms_go(x, arena_print(exchange_arena(x),
	    back != NULL && strcmp(back, "phone") == 0 ? "/phone/%s" :
	    "/#p%s", out + (out[0] == '+')));
}

void
screen_write(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	struct form	 form;

	if (forms_read(c, x, &form))
		write_as(c, x, read_number(x, form_get(&form, "from")),
		    &form);
}

void
screen_phone_write(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	const char	*name = exchange_param(x, "number");
	uint64_t	 from;
	struct form	 form;

	if (!forms_read(c, x, &form))
		return;
	from = number_read(arena_print(exchange_arena(x), "+%s", name));
	write_as(c, x, from != 0 ? from : number_read(name), &form);
}

/* Empty is 0; -1: no number, or too large. */
static int64_t
whole(const struct form *form, const char *name)
{
	const char	*value = form_get(form, name);
	long long	 n;
	char		*end;

	if (value == NULL || value[0] == '\0')
		return 0;
	n = strtoll(value, &end, 10);
	return *end != '\0' || n < 0 || n > MS_MOST ? -1 : n;
}

/* Of a phone, or of a mailbox. */
static uint64_t
read_whose(struct carrier *c, struct exchange *x, const char *text)
{
	if (text != NULL && strchr(text, '@') != NULL)
		return mailbox_number(mails_need_box(&c->mails, text));
	return read_number(x, text);
}

static bool
read_fault(struct carrier *c, struct exchange *x, const struct form *form,
    struct fault *fault)
{
	const char *name = form_get(form, "name");
	const char *number = form_get(form, "number");

	if (name == NULL || !fault_named(name, &fault->kind))
		return false;
	fault->ms = whole(form, "ms");
	fault->left = whole(form, "count");
	fault->number = read_whose(c, x, number);
	if (number != NULL && number[0] != '\0' && fault->number == 0)
		return false;
	return fault->ms >= 0 && fault->left >= 0;
}

/* One that comes with it, or FAULT_KINDS. */
static enum fault_kind
read_also(const struct form *form)
{
	const char	*name = form_get(form, "also");
	enum fault_kind	 kind;

	return name != NULL && fault_named(name, &kind) ? kind : FAULT_KINDS;
}

static bool
switch_on(struct carrier *c, const struct form *form, struct fault fault)
{
	if (!fault_on(&c->faults, &fault))
		return false;
	fault.kind = read_also(form);
	return fault.kind == FAULT_KINDS || fault_on(&c->faults, &fault);
}

/* To the mailbox whose form it was, or to the list. */
static const char *
back_to(struct exchange *x, const struct form *form)
{
	const char	*box = form_get(form, "box");
	struct buf	 b;

	if (box == NULL)
		return "/";
	buf_init(&b, 2048);
	buf_text(&b, "/mailbox/");
	buf_url(&b, box);
	box = buf_keep(&b, exchange_arena(x));
	buf_free(&b);
	return box;
}

void
screen_fault(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	struct form	 form;
	struct fault	 fault = { 0 };

	if (!forms_read(c, x, &form))
		return;
	if (read_fault(c, x, &form, &fault) && switch_on(c, &form, fault))
		forms_go(x, back_to(x, &form));
	else
		exchange_problem(x, 400, "The number is like +15085550101 "
		    "or a mailbox, the others are whole numbers.");
}

void
screen_fault_off(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	struct form	 form;
	struct fault	 fault = { 0 };

	if (!forms_read(c, x, &form))
		return;
	if (read_fault(c, x, &form, &fault))
		fault_off(&c->faults, fault.kind, fault.number);
	if (read_also(&form) != FAULT_KINDS)
		fault_off(&c->faults, read_also(&form), 0);
	forms_go(x, back_to(x, &form));
}

/* The time of the clock's form, or 0: none that is ahead of now. */
static int64_t
read_ahead(const struct carrier *c, struct exchange *x,
    const struct form *form)
{
	const char	*to = form_get(form, "to");
	int64_t		 minutes = whole(form, "by"), time;
	int64_t		 now = carrier_now(c);
	char		*text;

	if (to == NULL || to[0] == '\0')
		return minutes > 0 ? now + MINUTES(minutes) : 0;
	text = arena_text(exchange_arena(x), to);
	if (strlen(text) > 10 && text[10] == 'T')
		text[10] = ' ';
	if (!zone_read(c->plan.zone, text, &time) || time < now ||
	    time - now > AHEAD_MOST)
		return 0;
	return time;
}

void
screen_clock(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	struct form	 form;
	int64_t		 time;

	if (!forms_read(c, x, &form))
		return;
	time = c->plan.clock && c->plan.zone != NULL ?
	    read_ahead(c, x, &form) : 0;
	if (time == 0) {
		exchange_problem(x, 400, "The clock can be set ahead, by up "
		    "to 100 days. It never goes back.");
		return;
	}
	clock_forward(time - carrier_now(c));
	forms_go(x, "/#clock");
	life_run(c);
	hand_run(c);
}

void
screen_release(struct exchange *x, void *arg)
{
	struct carrier *c = arg;

	if (!control_allowed(c, x))
		return;
	(void)life_release(c);
	forms_go(x, "/");
}
