#ifndef GATEWAY_BASE_BUF_H
#define GATEWAY_BASE_BUF_H

/*
 * Bytes that grow, up to a limit given at birth.  What does not fit is not
 * added and the buffer stays `over`, so a run of additions is looked at once,
 * at its end:
 *
 *	buf_init(&b, 16384);
 *	buf_text(&b, "To=");
 *	buf_url(&b, to);
 *	if (b.over) ...
 *
 * data always ends with a NUL that is not counted (it is "" when empty).
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct buf {
	char	*data;
	size_t	 length;
	size_t	 room;
	size_t	 limit;
	bool	 over;		/* Something did not fit. */
};

void	 buf_init(struct buf *, size_t limit);
void	 buf_free(struct buf *);
void	 buf_clear(struct buf *);		/* Empty, memory kept. */

void	 buf_add(struct buf *, const void *bytes, size_t length);
void	 buf_char(struct buf *, char);
void	 buf_text(struct buf *, const char *text);
void	 buf_print(struct buf *, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));
void	 buf_url(struct buf *, const char *text);	/* Percent-encoded: all but A-Za-z0-9-._~ */
void	 buf_html(struct buf *, const char *text);	/* & < > " ' as references. */

/* A copy of what is in it, ended with NUL. */
char	*buf_keep(const struct buf *, struct arena *);

#endif
