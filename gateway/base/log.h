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
