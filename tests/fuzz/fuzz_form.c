/*
 * Any bytes as a form and as a URL: what is read, written again and read
 * once more is the same.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/form.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
write_form(struct buf *b, const struct form *form)
{
	for (unsigned i = 0; i < form->count; i++) {
		buf_url(b, form->fields[i].name);
		buf_char(b, '=');
		buf_url(b, form->fields[i].value);
		buf_char(b, '&');
	}
}

static void
compare(const struct form *one, const struct form *other)
{
	assert(one->count == other->count);
	for (unsigned i = 0; i < one->count; i++) {
		assert(strcmp(one->fields[i].name,
		    other->fields[i].name) == 0);
		assert(strcmp(one->fields[i].value,
		    other->fields[i].value) == 0);
		assert(form_get(one, one->fields[i].name) != NULL);
	}
}

static void
look(struct arena *arena, const struct form *form)
{
	struct form again;
	struct buf b;
	bool read;

	assert(form->count <= FORM_FIELDS);
	buf_init(&b, 1 << 20);
	write_form(&b, form);
	assert(!b.over);
	read = form_read(arena, b.data, b.length, &again);
	assert(read);
	compare(form, &again);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	struct form form;

	if (length <= 1 << 16) {
		if (form_read(arena, (const char *)bytes, length, &form))
			look(arena, &form);
		if (form_query(arena, arena_copy(arena, bytes, length),
		    &form))
			look(arena, &form);
	}
	arena_free(arena);
	return 0;
}
