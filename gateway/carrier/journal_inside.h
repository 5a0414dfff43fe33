#ifndef GATEWAY_CARRIER_JOURNAL_INSIDE_H
#define GATEWAY_CARRIER_JOURNAL_INSIDE_H

/*
 * What the files of the journal share: journal.c has the file and the lines
 * of texts, journal_mail.c those of mails.
 */

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"

struct carrier;

struct journal {
	FILE		*file;
	struct buf	 line;
	bool		 dirty;
};

/* A line is begun with its first name and ended.  False: there is no
 * journal. */
bool	 journal_begin(struct carrier *, const char *what);
void	 journal_finish(struct carrier *);

/* Lines that were read.  False: they are not ours. */
bool	 journal_read_mail(struct carrier *, const json_t *line);
bool	 journal_read_fate(struct carrier *, const json_t *line);

/* After all of them: the mails that wait go to the gateway. */
void	 journal_hand_on(struct carrier *);

#endif
