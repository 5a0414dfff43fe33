/*
 * What one text costs: render COUNT FOLDER.  In turn, in ten languages, ours
 * (the words of a message with two names, a day and words that are shown or
 * not, its frame, and its parts), and a cached format of ICU with a name, a
 * student, a day and a plural.  Prints JSON: seconds of each.
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <unicode/umsg.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/locale.h"
#include "flow/frame.h"
#include "flow/render.h"
#include "store/errand.h"
#include "store/translation.h"
#include "store/value.h"

#define ROUND	1000		/* Texts before the other one's turn. */

static const char *const tags[] = { "en-US", "es-US", "pt-BR", "vi", "ht",
    "ak", "ar", "sq", "ne", "ps" };

static const UChar pattern[] = u"Hello {0}, picture day for {1} is on "
    "{2, date, long}. {3, plural, one {One form is} other {# forms are}} "
    "missing. Please bring it by then.";
static const char words[] = "Hello ((guardian name)), picture day for "
    "((student first name)) is on ((date)). ((form??One form is missing.)) "
    "Please bring it by then.";

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *const	names[] = { "Rosa Mendes", "Ana", "Ben",
				    "2026-12-04", "yes" };
static const struct value	all[] = {
	{ .name = "date", .kind = VALUE_DATE, .texts = &names[3], .count = 1 },
	{ .name = "form", .texts = &names[4], .count = 1 },
};
static const struct value	own[] = {
	{ .name = "guardianname", .texts = &names[0], .count = 1 },
	{ .name = "studentfirstname", .texts = &names[1], .count = 1 },
};

static void
ours(const struct frames *frames, unsigned count)
{
	struct arena	*arena = arena_new();
	struct errand	 e = { .kind = KIND_ANNOUNCEMENT, .words = words,
			    .school = "Oak Elementary School",
			    .district = "Millbrook", .phone = "",
			    .author = "Ms. Park",
			    .contact.channel = CHANNEL_SMS,
			    .values = { .all = all, .all_count = COUNT(all),
			    .own = own, .own_count = COUNT(own) } };
	struct translation t = { .words = words, .state = WORDS_APPROVED };
	struct outgoing	 out;
	struct sms	 sms;

	e.others = &t;
	e.other_count = 1;
	for (unsigned i = 0; i < count; i++) {
		e.language = t.language = tags[i % COUNT(tags)];
		render(frames, &e, NULL, arena, &out, &sms);
		if (i % 100 == 99)
			arena_clear(arena);
	}
	arena_free(arena);
}

static void
theirs(UMessageFormat *const *formats, unsigned count)
{
	UErrorCode	error = U_ZERO_ERROR;
	UChar		wide[1000];
	char		text[3000];

	for (unsigned i = 0; i < count; i++) {
		(void)umsg_format(formats[i % COUNT(tags)], wide,
		    COUNT(wide), &error, u"Rosa Mendes", u"Ana",
		    1796400000000.0, 1.0);
		(void)u_strToUTF8(text, sizeof text, NULL, wide, -1, &error);
		if (U_FAILURE(error))
			abort();
	}
}

int
main(int argc, char **argv)
{
	UMessageFormat		*formats[COUNT(tags)];
	UErrorCode		 error = U_ZERO_ERROR;
	struct locales		*locales;
	struct arena		*arena = arena_new();
	const struct frames	*frames;
	unsigned		 count = argc > 2 ?
				    (unsigned)strtoul(argv[1], NULL, 10) : 0;
	char			 why[200];
	double			 ours_s = 0, theirs_s = 0, begin;

	if (count == 0 ||
	    (locales = locales_open(argv[2], why, sizeof why)) == NULL)
		return 1;
	frames = frames_read(arena, locales);
	for (size_t i = 0; i < COUNT(tags); i++)
		formats[i] = umsg_open(pattern, -1, lang_icu(tags[i]), NULL,
		    &error);
	if (U_FAILURE(error))
		return 1;
	ours(frames, ROUND);
	theirs(formats, ROUND);
	for (unsigned done = 0; done < count; done += ROUND) {
		begin = seconds();
		ours(frames, ROUND);
		ours_s += seconds() - begin;
		begin = seconds();
		theirs(formats, ROUND);
		theirs_s += seconds() - begin;
	}
	printf("{\"count\": %u, \"ours\": %.6f, \"theirs\": %.6f}\n", count,
	    ours_s, theirs_s);
	for (size_t i = 0; i < COUNT(tags); i++)
		umsg_close(formats[i]);
	locales_close(locales);
	arena_free(arena);
	return 0;
}
