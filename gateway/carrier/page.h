#ifndef GATEWAY_CARRIER_PAGE_H
#define GATEWAY_CARRIER_PAGE_H

/*
 * What a person sees in a browser: the phones and mailboxes, what arrived
 * there, and the forms (forms.c, forms_mail.c) to answer and to switch faults.  Plain HTML without
 * scripts; it renews itself only when asked to (?refresh=5).
 */

struct buf;
struct carrier;
struct exchange;

extern const char page_style[];		/* style.c */

void	 page_list(struct exchange *, void *carrier);
void	 page_phone(struct exchange *, void *carrier);
void	 page_mailbox(struct exchange *, void *carrier);

/* The switches, and the form by which any phone writes (switches.c). */
void	 page_switches(struct buf *, struct carrier *);

/* What the forms do; each answers 303, back to where it was sent from. */
void	 page_write(struct exchange *, void *carrier);
void	 page_phone_write(struct exchange *, void *carrier);
void	 page_fault(struct exchange *, void *carrier);
void	 page_fault_off(struct exchange *, void *carrier);
void	 page_release(struct exchange *, void *carrier);
void	 page_clock(struct exchange *, void *carrier);
void	 page_mail_write(struct exchange *, void *carrier);
void	 page_mail_answer(struct exchange *, void *carrier);
void	 page_mail_leave(struct exchange *, void *carrier);
void	 page_mail_bounce(struct exchange *, void *carrier);

#endif
