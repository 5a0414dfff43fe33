#ifndef GATEWAY_CARRIER_SAY_H
#define GATEWAY_CARRIER_SAY_H

/*
 * How Twilio says things: texts and times in JSON, the message resource, an
 * error.  And the JSON of our own control API, which is written the same
 * way: at tens of thousands of answers a second a tree of jansson's would be
 * most of the work.
 */

#include <stdint.h>

#include "carrier/record.h"

struct buf;
struct carrier;
struct exchange;

/* A text in quotes. */
void	 say_text(struct buf *, const char *text);

/* A number of a phone or a line, in quotes. */
void	 say_number(struct buf *, const struct carrier *, uint32_t number);

/* "Thu, 24 Aug 2023 05:01:45 +0000", in quotes; 0: null. */
void	 say_date(struct buf *, int64_t time);

/* The message resource of a text. */
void	 say_message(struct buf *, const struct carrier *,
	    const struct text *);

/* Answers, as JSON. */
void	 say_answer(struct exchange *, int status, const struct buf *);

/* {"code":...,"message":...,"more_info":...,"status":...} */
void	 say_error(struct exchange *, int status, int code,
	    const char *message);

/* What an error code of a text means; NULL: 0, none. */
const char *say_reason(unsigned code);

#endif
