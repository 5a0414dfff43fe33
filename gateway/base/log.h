#ifndef GATEWAY_BASE_LOG_H
#define GATEWAY_BASE_LOG_H

/*
 * One line per fact on standard error:
 *
 *	info attempt 3T5...: sent, account=twilio parts=3 took=210ms
 *
 * level, noun, id (0: none), what happened, then key=value.  Families appear
 * as ids only: no name, no address, no word of theirs, and no secret, ever
 * reaches a log.  Any thread may log; a line is written whole.
 *
 * Where standard error is the journal of systemd each line begins with its
 * priority as the journal reads it: "<6>info attempt ...".
 *
 * In tests log_hook() sees every line: a warning or an error that a test did
 * not expect fails it.
 */

#include <stdint.h>

enum log_level {
	LOG_LEVEL_DEBUG,
	LOG_LEVEL_INFO,
	LOG_LEVEL_WARN,
	LOG_LEVEL_ERROR,
};

void	log_level(enum log_level least);	/* At the start: INFO. */

/* Looks once, at the start of the program, whether standard error is the
 * journal (JOURNAL_STREAM names it); then log_mark() is "<4>" and the like,
 * for those who write to standard error by themselves, and else "". */
void	log_journal(void);
const char *log_mark(enum log_level);

void	log_hook(void (*hook)(enum log_level, const char *line));

/* The line goes to the hook when there is one, else to standard error.  It is
 * cut at 1000 bytes, and control characters in it become '?'. */
void	log_line(enum log_level, const char *noun, int64_t id,
	    const char *format, ...) __attribute__((format(printf, 4, 5)));

#define log_debug(...)	log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)
#define log_info(...)	log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_warn(...)	log_line(LOG_LEVEL_WARN, __VA_ARGS__)
#define log_error(...)	log_line(LOG_LEVEL_ERROR, __VA_ARGS__)

#endif
