#ifndef GATEWAY_CARRIER_SCREEN_H
#define GATEWAY_CARRIER_SCREEN_H

/*
 * What a person sees in a browser: the phones and mailboxes, what arrived
 * there, and the forms (forms.c, forms_mail.c) to answer and to switch faults.  Plain HTML without
 * scripts; it renews itself only when asked to (?refresh=5).
 */

struct buf;
struct carrier;
struct exchange;

/* Two, for no text in C is longer than 4095 bytes. */
extern const char screen_style[], screen_style_desk[];	/* style.c */

void	 screen_list(struct exchange *, void *carrier);
void	 screen_phone(struct exchange *, void *carrier);
void	 screen_mailbox(struct exchange *, void *carrier);

/* The switches, and the form by which any phone writes (switches.c). */
void	 screen_switches(struct buf *, struct carrier *);

/* What the forms do; each answers 303, back to where it was sent from. */
void	 screen_write(struct exchange *, void *carrier);
void	 screen_phone_write(struct exchange *, void *carrier);
void	 screen_fault(struct exchange *, void *carrier);
void	 screen_fault_off(struct exchange *, void *carrier);
void	 screen_release(struct exchange *, void *carrier);
void	 screen_clock(struct exchange *, void *carrier);
void	 screen_mail_write(struct exchange *, void *carrier);
void	 screen_mail_answer(struct exchange *, void *carrier);
void	 screen_mail_leave(struct exchange *, void *carrier);
void	 screen_mail_bounce(struct exchange *, void *carrier);

#endif
