/*
 * Any bytes as a cell with phone numbers or mailboxes: what is taken is
 * short, and is what comes out of itself.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/phone.h"
#include "base/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
try_phone(const char *text)
{
	struct phone	 phone, again;
	const char	*why = NULL;
	bool		 read;

	(void)!phone_look(text, &phone);
	if (!phone_read(text, &phone, &why)) {
		assert(why != NULL && *why != '\0');
		return;
	}
	assert(phone.number[0] == '+' && strlen(phone.number) <= 16);
	assert(strspn(phone.number + 1, "0123456789") ==
	    strlen(phone.number + 1));
	read = phone_read(phone.number, &again, &why);
	assert(read && strcmp(again.number, phone.number) == 0);
}

static void
try_email(struct arena *arena, const char *text)
{
	const char	*email, *again, *why = NULL;
	bool		 read;

	if (!email_read(arena, text, &email, &why)) {
		assert(why != NULL && *why != '\0');
		return;
	}
	assert(strlen(email) <= EMAIL_MOST && strchr(email, '@') != NULL);
	assert(strpbrk(email, "\r\n <>") == NULL);
	read = email_read(arena, email, &again, &why);
	assert(read && strcmp(email, again) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena	*arena = arena_new();
	const char	*text = text_clean(arena, bytes, length), **list;
	unsigned	 count;

	try_phone(text);
	try_email(arena, text);
	count = phone_split(arena, text, &list);
	assert(count >= 1);
	for (unsigned i = 0; i < count; i++)
		try_phone(list[i]);
	count = email_split(arena, text, &list);
	assert(count >= 1);
	for (unsigned i = 0; i < count; i++)
		try_email(arena, list[i]);
	arena_free(arena);
	return 0;
}
