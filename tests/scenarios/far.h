#ifndef TESTS_SCENARIOS_FAR_H
#define TESTS_SCENARIOS_FAR_H

/*
 * The far side: the simulated carrier as a process of its own, started from
 * this very program (`self carrier ...`), told what to do by its control API.
 * Calls wait for its answer; it never waits for ours before it answers.
 *
 * It keeps its record in a file, so it may be killed and started again.
 */

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <jansson.h>

struct far {
	pid_t	 pid;		/* 0: it is down. */
	unsigned port, smtp_port;
	int	 line;		/* The connection to its control API. */
	char	 record[128];	/* Its journal. */
	char	*heard;		/* Its last answer. */
	size_t	 room;
};

/* hook: where what phones write goes; mail_port: of 127.0.0.1, where what
 * mailboxes write goes, by POST /mail?to=ADDRESS. */
void	 far_start(struct far *, const char *hook, unsigned mail_port);
void	 far_kill(struct far *);	/* At once; it may be down. */

/* The answer of the control API, which has to be success; body NULL: GET. */
json_t	*far_ask(struct far *, const char *method, const char *path,
	    const json_t *body);

/* The same without looking at the answer; the body is given away. */
void	 far_tell(struct far *, const char *path, json_t *body);

/* What main() does when it is told to be the carrier, or (by the carrier)
 * the program that brings us a mail. */
int	 far_main(int argc, char **argv);

#endif
