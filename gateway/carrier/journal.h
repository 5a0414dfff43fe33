#ifndef GATEWAY_CARRIER_JOURNAL_H
#define GATEWAY_CARRIER_JOURNAL_H

/*
 * What the carrier knows, as lines of JSON in a file that only grows; read
 * at the start, so a carrier that was ended goes on where it was, with the
 * texts and mails that were under way.  The lines of one turn of the loop are written
 * together.  Without a journal all of these do nothing.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct carrier;
struct life;
struct mail;
struct text;

/* Reads it into the carrier, or begins it.  False: why is a sentence. */
bool	 journal_open(struct carrier *, const char *path, const char **why)
	    must_use;
void	 journal_close(struct carrier *);

/* A text was taken.  life: of one from the gateway; else NULL. */
void	 journal_text(struct carrier *, const struct text *,
	    const struct life *);
void	 journal_move(struct carrier *, const struct text *);
void	 journal_stop(struct carrier *, uint32_t phone, uint32_t line,
	    bool stopped);
void	 journal_hook(struct carrier *, uint64_t line, const char *url);
void	 journal_mail(struct carrier *, const struct mail *);
void	 journal_fate(struct carrier *, const struct mail *);
void	 journal_reset(struct carrier *);
void	 journal_flush(struct carrier *);

#endif
