/*
 * Memory is cut from chunks: the first is small, since most arenas hold one
 * exchange; each further one is twice as large, up to a limit.  A take that
 * would waste much of a chunk gets one of its own, which is put behind the
 * current one, so that what is left of the current one is still used.
 *
 * Under AddressSanitizer all that is not taken is poisoned, with a gap after
 * every take, so that reading past the end of a thing is found as it is with
 * malloc.
 */

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define POISONED
#endif

#ifdef POISONED
#include <sanitizer/asan_interface.h>
#define GAP		16
#else
#define GAP		0
#define ASAN_POISON_MEMORY_REGION(address, size)	((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(address, size)	((void)0)
#endif

#define CHUNK_FIRST	4096
#define CHUNK_MOST	65536
#define TAKE_BIG	(CHUNK_MOST / 4)
#define ALIGNMENT	_Alignof(max_align_t)

struct chunk {
	struct chunk		*next;
	size_t			 size, used;
	_Alignas(max_align_t) char bytes[];
};

struct arena {
	struct chunk	*current;	/* The others follow it. */
	struct chunk	*first;		/* The one that arena_clear() keeps. */
	size_t		 held;
};

static struct chunk *
chunk_new(struct arena *arena, size_t size)
{
	struct chunk *chunk = malloc(sizeof *chunk + size);

	if (chunk == NULL)
		abort();
	chunk->next = NULL;
	chunk->size = size;
	chunk->used = 0;
	arena->held += size;
	ASAN_POISON_MEMORY_REGION(chunk->bytes, size);
	return chunk;
}

static void
chunk_free(struct chunk *chunk)
{
	ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->size);
	free(chunk);
}

static struct chunk *
chunk_big(struct arena *arena, size_t size)
{
	struct chunk *chunk = chunk_new(arena, size);

	chunk->next = arena->current->next;
	arena->current->next = chunk;
	return chunk;
}

static struct chunk *
chunk_next(struct arena *arena, size_t least)
{
	size_t size = arena->current->size;
	struct chunk *chunk;

	do {
		size *= 2;
	} while (size < least);
	chunk = chunk_new(arena, size < CHUNK_MOST ? size : CHUNK_MOST);
	chunk->next = arena->current;
	arena->current = chunk;
	return chunk;
}

static struct chunk *
chunk_for(struct arena *arena, size_t size)
{
	if (size <= arena->current->size - arena->current->used)
		return arena->current;
	if (size > TAKE_BIG)
		return chunk_big(arena, size);
	return chunk_next(arena, size);
}

struct arena *
arena_new(void)
{
	struct arena *arena = calloc(1, sizeof *arena);

	if (arena == NULL)
		abort();
	arena->first = chunk_new(arena, CHUNK_FIRST);
	arena->current = arena->first;
	return arena;
}

void
arena_clear(struct arena *arena)
{
	struct chunk *chunk = arena->current, *next;

	for (; chunk != NULL; chunk = next) {
		next = chunk->next;
		if (chunk != arena->first)
			chunk_free(chunk);
	}
	arena->current = arena->first;
	arena->first->next = NULL;
	arena->first->used = 0;
	arena->held = arena->first->size;
	ASAN_POISON_MEMORY_REGION(arena->first->bytes, arena->first->size);
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	arena_clear(arena);
	chunk_free(arena->first);
	free(arena);
}

size_t
arena_size(const struct arena *arena)
{
	return arena->held;
}

void *
arena_take(struct arena *arena, size_t size)
{
	struct chunk *chunk;
	size_t whole;
	char *bytes;

	assert(size < PTRDIFF_MAX);
	whole = (size + GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	chunk = chunk_for(arena, whole);
	bytes = chunk->bytes + chunk->used;
	chunk->used += whole;
	ASAN_UNPOISON_MEMORY_REGION(bytes, size);
	memset(bytes, 0, size);
	return bytes;
}

char *
arena_copy(struct arena *arena, const void *bytes, size_t length)
{
	char *copy;

	if (bytes == NULL)
		return NULL;
	copy = arena_take(arena, length + 1);
	memcpy(copy, bytes, length);
	return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_copy(arena, text, strlen(text));
}

/* Most of what is printed is short, and so printed once. */
char *
arena_vprint(struct arena *arena, const char *format, va_list values)
{
	char small[256], *text;
	va_list again;
	int length;

	va_copy(again, values);
	length = vsnprintf(small, sizeof small, format, again);
	va_end(again);
	assert(length >= 0);
	if ((size_t)length < sizeof small)
		return arena_copy(arena, small, (size_t)length);
	text = arena_take(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, values);
	return text;
}

char *
arena_print(struct arena *arena, const char *format, ...)
{
	va_list values;
	char *text;

	va_start(values, format);
	text = arena_vprint(arena, format, values);
	va_end(values);
	return text;
}
