#ifndef GATEWAY_CARRIER_MAIL_CONTROL_H
#define GATEWAY_CARRIER_MAIL_CONTROL_H

/*
 * The control API of mailboxes, beside that of phones (control.h); JSON in
 * and out, only on loopback, without a key.
 *
 *	GET  /carrier/mails	?after=N&most=M&box=ADDRESS: received, twice,
 *				and the mails after number N, both ways, as
 *				they were read: n, way (out: from the gateway,
 *				in: a mailbox wrote it, ours: its mail server
 *				did), status, box, copy (1, and 2 when the same
 *				Message-ID came again), envelope from and to,
 *				id, subject, from and its name, reply_to,
 *				language, text, html, files, said
 *	GET  /carrier/mails/N	its bytes
 *	GET  /carrier/mailboxes	?most=N, the latest first
 *	POST /carrier/mailboxes/ADDRESS/write
 *				{"text":"...","subject":"...","to":"...",
 *				"answers":N,"apple":true,"picture":true,
 *				"automatic":true}; without "to" and "answers"
 *				it answers the last mail it got; {"n":N}
 *	POST /carrier/mailboxes/ADDRESS/bounce
 *				{"mail":N,"status":"5.1.1"}; without "mail" the
 *				last one it got
 *
 * A fault (control.h) is for one mailbox with "mailbox":"ADDRESS".
 */

struct exchange;

/* The routes, in the order of the list above. */
void	 mail_control_list(struct exchange *, void *carrier);
void	 mail_control_raw(struct exchange *, void *carrier);
void	 mail_control_boxes(struct exchange *, void *carrier);
void	 mail_control_write(struct exchange *, void *carrier);
void	 mail_control_bounce(struct exchange *, void *carrier);

#endif
