#ifndef GATEWAY_WEB_PAGE_SPEECH_H
#define GATEWAY_WEB_PAGE_SPEECH_H

/*
 * How a page speaks (ui.md 0): its language is the one that who is signed in
 * chose under My settings (store/preference.h), else the first that their
 * browser asks for, else English; only those that the pages have words of.
 * Days and hours are said in it (base/wording.h).
 *
 * What is said is of the visit's arena.  On the loop and in the store.
 */

#include <stdint.h>

struct visit;

/* On the loop, when it is known who is there, and again when that changes. */
void		 page_speech_choose(struct visit *);

/* The tag of its language. */
const char	*page_speech(const struct visit *);

/* The day of a time: "Tuesday, November 22", of another year than this one
 * "November 22, 2025". */
const char	*page_date(struct visit *, int64_t time);

/* A minute of the day, "7:00 AM"; a day as 20261122, "November 22, 2026"; a
 * month as 202611, "November 2026" and "Nov". */
const char	*page_clock(struct visit *, int64_t minute);
const char	*page_day(struct visit *, int64_t day);
const char	*page_month(struct visit *, int64_t month);
const char	*page_month_short(struct visit *, int64_t month);

#endif
