#ifndef GATEWAY_BASE_ARENA_H
#define GATEWAY_BASE_ARENA_H

/*
 * Memory with one life: take as often as you like, free all of it at once.
 *
 * Everything that belongs to one exchange, one claimed attempt or one job
 * lives in one arena and dies with it, so there is almost nothing to free.
 * Memory that is taken is zeroed.  Out of memory ends the process, which is
 * safe because nothing was told that is not kept; so every size that comes
 * from outside is limited before it is taken here.
 *
 * An arena belongs to one thread at a time.
 */

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena	*arena_new(void);
void		 arena_free(struct arena *);	/* NULL is allowed. */
void		 arena_clear(struct arena *);	/* Everything taken is gone. */
size_t		 arena_size(const struct arena *); /* Bytes it holds. */

/* Zeroed and aligned for anything. */
void		*arena_take(struct arena *, size_t size);

/* Copies that end with NUL; NULL stays NULL. */
char		*arena_text(struct arena *, const char *text);
char		*arena_copy(struct arena *, const void *bytes, size_t length);

char		*arena_print(struct arena *, const char *format, ...)
		    __attribute__((format(printf, 2, 3)));
char		*arena_vprint(struct arena *, const char *format, va_list)
		    __attribute__((format(printf, 2, 0)));

#define NEW(arena, type)						\
	((type *)arena_take((arena), sizeof(type)))
#define NEW_LIST(arena, type, count)					\
	((type *)arena_take((arena), sizeof(type) * (count)))

#endif
