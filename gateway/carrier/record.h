#ifndef GATEWAY_CARRIER_RECORD_H
#define GATEWAY_CARRIER_RECORD_H

/*
 * Every text the carrier took from the gateway or from a phone, and what it
 * counted: received (from the gateway), twice (copies beyond the first of
 * the same words to the same phone), repeated (those of them that came by one
 * request: with the same URL for receipts, which names what is sent) and
 * missing (expected, not received).
 *
 * Texts are numbered from 1.  The last RECORD_MOST are kept, older ones go;
 * counts are of all.  Each text names the one before it to the same number
 * and the one before it from the same number, so both lists are walked from
 * the newest without looking at other texts.  A text may be gone after the
 * next record_add().
 */

#include <stdbool.h>
#include <stdint.h>

#include "carrier/number.h"
#include "carrier/table.h"

#define RECORD_CHUNK	4096
#define RECORD_CHUNKS	489
#define RECORD_MOST	(RECORD_CHUNK * RECORD_CHUNKS)	/* 2 million */
#define RECORD_EXPECTED	1000000
#define RECORD_MEDIA	10
#define RECORD_SID	35	/* Room for a sid and its NUL. */

enum text_status {		/* In the order of its life. */
	TEXT_QUEUED,
	TEXT_SENT,
	TEXT_DELIVERED,
	TEXT_UNDELIVERED,
	TEXT_FAILED,
	TEXT_RECEIVED,
};

enum text_way {
	WAY_OUT,		/* From the gateway to a phone. */
	WAY_IN,			/* A phone wrote it. */
	WAY_OURS,		/* The carrier answered a STOP by itself. */
};

struct text {
	char		*body;		/* Its end, then each link and its end. */
	int64_t		 created, sent, updated;	/* ms; sent may be 0. */
	uint32_t	 n;
	uint32_t	 from, to;			/* Numbers. */
	uint32_t	 before_from, before_to;	/* Texts; 0: none. */
	uint16_t	 error;		/* Twilio's code, or 0. */
	uint8_t		 parts, media;
	uint8_t		 status, way;
};

struct expectation {
	uint64_t	 key;
	uint64_t	 to;
	char		*body;
};

struct record {
	struct numbers	 numbers;
	struct text	*chunks[RECORD_CHUNKS];
	uint32_t	 oldest, newest;	/* Texts that are kept. */
	struct table	 times;		/* By phone and words: a times, b text. */
	struct table	 requests;	/* The same, and their URL: a times. */
	struct table	 awaited;	/* The same key: a place in expected. */
	struct expectation *expected;
	uint32_t	 expected_count, expected_room;
	uint64_t	 received, twice, repeated, missing, written;
	uint64_t	 run;		/* In all sids. */
};

void		 record_open(struct record *, uint64_t run);
void		 record_close(struct record *);

/* All is forgotten, but the numbers of texts go on: no sid comes again. */
void		 record_reset(struct record *);

/* Keeps a text and counts it; `like` has its times, numbers, way, status,
 * parts and n (0: the next one). */
struct text	*record_add(struct record *, const struct text *like,
		    const char *body, const char *const *media);
struct text	*record_text(const struct record *, uint32_t n);
const char	*record_media(const struct text *, unsigned i);

/* It was asked for with that URL for receipts, or NULL. */
void		 record_asked(struct record *, const struct text *,
		    const char *callback);

/* How often these words were taken for that phone. */
uint32_t	 record_times(const struct record *, const struct text *);

/* False: there is no room. */
bool		 record_expect(struct record *, uint64_t to, const char *body);
bool		 record_missing(const struct record *,
		    const struct expectation *);

/* Twilio's name for a text, and back; NULL: there is no such text. */
char		*record_sid(const struct record *, const struct text *,
		    char out[RECORD_SID]);
struct text	*record_find(const struct record *, const char *sid);

/* Digits of a number of the list; the word of a status. */
uint64_t	 record_digits(const struct record *, uint32_t number);
const char	*record_word(enum text_status);

#endif
