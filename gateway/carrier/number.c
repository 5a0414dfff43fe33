/*
 * Numbers in a list that only grows, found by a table.  Phones hang in a
 * chain by the time of their last text, so the page shows the latest without
 * looking at all of them.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "carrier/number.h"

#define SHORT_CODE	((uint64_t)1 << 63)
#define FIRST_ROOM	1024

static bool
digits_only(const char *text)
{
	return text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
}

uint64_t
number_read(const char *text)
{
	bool	 plus = text != NULL && text[0] == '+';
	size_t	 length;

	if (text == NULL || !digits_only(text + plus))
		return 0;
	length = strlen(text + plus);
	if (text[plus] == '0')
		return 0;
	if (!plus)
		return length < 3 || length > 8 ? 0 :
		    SHORT_CODE | strtoull(text, NULL, 10);
	if (length < 7 || length > 15)
		return 0;
	if (text[1] == '1' && (length != 11 || text[2] < '2'))
		return 0;	/* North America: an area code begins at 2. */
	return strtoull(text + 1, NULL, 10);
}

char *
number_text(uint64_t digits, char out[NUMBER_TEXT])
{
	(void)snprintf(out, NUMBER_TEXT, "%s%llu",
	    number_short(digits) ? "" : "+",
	    (unsigned long long)(digits & ~SHORT_CODE));
	return out;
}

bool
number_short(uint64_t digits)
{
	return (digits & SHORT_CODE) != 0;
}

uint32_t
number_find(const struct numbers *numbers, uint64_t digits)
{
	const struct slot *slot = table_find(&numbers->by_digits, digits);

	return slot == NULL ? 0 : slot->a;
}

static void
make_room(struct numbers *numbers)
{
	uint32_t room = numbers->room == 0 ? FIRST_ROOM : numbers->room * 2;

	numbers->list = realloc(numbers->list,
	    room * sizeof *numbers->list);
	if (numbers->list == NULL)
		abort();
	numbers->room = room;
}

uint32_t
number_need(struct numbers *numbers, uint64_t digits)
{
	uint32_t at = number_find(numbers, digits);

	if (at != 0 || digits == 0 || numbers->count == NUMBER_MOST)
		return at;
	at = ++numbers->count;
	if (at >= numbers->room)
		make_room(numbers);
	numbers->list[at] = (struct number){ .digits = digits };
	table_need(&numbers->by_digits, digits)->a = at;
	return at;
}

static void
unhang(struct numbers *numbers, struct number *phone)
{
	struct number *list = numbers->list;

	if (phone->newer != 0)
		list[phone->newer].older = phone->older;
	if (phone->older != 0)
		list[phone->older].newer = phone->newer;
	phone->newer = 0;
	phone->older = 0;
}

void
number_touch(struct numbers *numbers, uint32_t at)
{
	struct number *phone = &numbers->list[at];

	if (numbers->latest == at)
		return;
	if (phone->newer == 0)		/* Not first, behind none: new. */
		numbers->phones++;
	unhang(numbers, phone);
	phone->older = numbers->latest;
	if (numbers->latest != 0)
		numbers->list[numbers->latest].newer = at;
	numbers->latest = at;
}

static uint64_t
pair(uint32_t phone, uint32_t line)
{
	return (uint64_t)phone << 32 | line;
}

bool
number_stopped(const struct numbers *numbers, uint32_t phone, uint32_t line)
{
	const struct slot *slot;

	slot = table_find(&numbers->stopped, pair(phone, line));
	return slot != NULL && slot->a != 0;
}

void
number_stop(struct numbers *numbers, uint32_t phone, uint32_t line,
    bool stopped)
{
	table_need(&numbers->stopped, pair(phone, line))->a = stopped;
}

void
number_clear(struct numbers *numbers)
{
	free(numbers->list);
	table_clear(&numbers->by_digits);
	table_clear(&numbers->stopped);
	*numbers = (struct numbers){ 0 };
}
