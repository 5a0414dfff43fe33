#ifndef GATEWAY_CARRIER_NUMBER_H
#define GATEWAY_CARRIER_NUMBER_H

/*
 * The numbers the carrier has seen: phones of families, and lines, which are
 * the numbers of schools.  A number is named by its place in the list (0 is
 * no number), so a text needs four bytes for each of its ends.
 *
 * The pairs of a phone and a line between which nothing goes any more, since
 * the phone said STOP, are kept here too.
 */

#include <stdbool.h>
#include <stdint.h>

#include "carrier/table.h"

#define NUMBER_MOST	2000000
#define NUMBER_TEXT	24	/* Room for the text and its NUL. */

struct number {
	uint64_t	 digits;	/* As number_read() gives them. */
	uint32_t	 newest_to, newest_from;	/* Texts; see record.h. */
	uint32_t	 received, wrote;	/* As a phone. */
	uint32_t	 newer, older;		/* Phones, by their last text. */
};

struct numbers {		/* All zeros is none. */
	struct number	*list;
	uint32_t	 count, room;
	uint32_t	 phones;
	uint32_t	 latest;	/* The phone with the last text. */
	struct table	 by_digits, stopped;
};

/* E.164, or a short code of 3 to 8 digits; 0: neither.  One value for one
 * number. */
uint64_t	 number_read(const char *text);
char		*number_text(uint64_t digits, char out[NUMBER_TEXT]);
bool		 number_short(uint64_t digits);

/* 0: it is not there; and there is no room for more. */
uint32_t	 number_find(const struct numbers *, uint64_t digits);
uint32_t	 number_need(struct numbers *, uint64_t digits);

/* It got or wrote a text, so it is a phone, and the latest. */
void		 number_touch(struct numbers *, uint32_t phone);

/* The pairs that said STOP. */
bool		 number_stopped(const struct numbers *, uint32_t phone,
		    uint32_t line);
void		 number_stop(struct numbers *, uint32_t phone, uint32_t line,
		    bool stopped);
void		 number_clear(struct numbers *);

#endif
