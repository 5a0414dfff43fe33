#ifndef GATEWAY_WEB_PAGES_FAMILIES_H
#define GATEWAY_WEB_PAGES_FAMILIES_H

/*
 * The pages on which families are written to and answered; rows of PAGES
 * (pages.h).
 */

/* Writing to a family; students and contacts. */
#define PAGES_WRITE(P)							\
	P("GET", "/write", RIGHT_WRITE, "write", page_write_form)	\
	P("POST", "/write", RIGHT_WRITE, "write", page_write_send)	\
	P("POST", "/write/preview", RIGHT_WRITE, "write",		\
	    page_write_preview)						\
	P("GET", "/write/:id", RIGHT_WRITE, "written", page_written)	\
	P("POST", "/write/:id/cancel", RIGHT_WRITE, "written",		\
	    page_write_cancel)						\
	P("GET", "/students", RIGHT_WRITE, "students", page_students)	\
	P("GET", "/students/:id", RIGHT_WRITE, "student", page_student)	\
	P("GET", "/contacts", RIGHT_OFFICE, "contacts", page_contacts)	\
	P("GET", "/contacts/held", RIGHT_OFFICE, "held", page_held)	\
	P("POST", "/contacts/held/:id", RIGHT_OFFICE, "held",		\
	    page_held_say)						\
	P("GET", "/contacts/:id", RIGHT_OFFICE, "contact", page_contact) \
	P("POST", "/contacts/:id/enter", RIGHT_OFFICE, "contact",	\
	    page_contact_enter)						\
	P("GET", "/contacts/people/:id", RIGHT_OFFICE, "person",	\
	    page_person)						\
	P("POST", "/contacts/people/:id/add", RIGHT_OFFICE, "person",	\
	    page_person_add)						\
	P("POST", "/contacts/people/:id/remove", RIGHT_OFFICE, "person", \
	    page_person_remove)						\
	P("POST", "/contacts/people/:id/put-back", RIGHT_OFFICE,	\
	    "person", page_person_put_back)				\
	P("POST", "/contacts/people/:id/prefers", RIGHT_OFFICE, "person", \
	    page_person_prefers)

/* Announcements, step by step; what was sent; words that are used again. */
#define PAGES_ANNOUNCE(P)						\
	P("GET", "/announce", RIGHT_WRITE, "announce_message",		\
	    page_announce)						\
	P("GET", "/announce/:id/message", RIGHT_WRITE,			\
	    "announce_message", page_announce_message)			\
	P("POST", "/announce/:id/message", RIGHT_WRITE,			\
	    "announce_message", page_announce_keep_message)		\
	P("GET", "/announce/:id/who", RIGHT_WRITE, "announce_who",	\
	    page_announce_who)						\
	P("POST", "/announce/:id/who", RIGHT_WRITE, "announce_who",	\
	    page_announce_keep_who)					\
	P("POST", "/announce/:id/count", RIGHT_WRITE, "announce_who",	\
	    page_announce_count)					\
	P("GET", "/announce/:id/languages", RIGHT_WRITE,		\
	    "announce_languages", page_announce_languages)		\
	P("POST", "/announce/:id/languages", RIGHT_WRITE,		\
	    "announce_languages", page_announce_keep_languages)		\
	P("GET", "/announce/:id/when", RIGHT_WRITE, "announce_when",	\
	    page_announce_when)						\
	P("POST", "/announce/:id/when", RIGHT_WRITE, "announce_when",	\
	    page_announce_keep_when)					\
	P("GET", "/announce/:id/confirm", RIGHT_WRITE,			\
	    "announce_confirm", page_announce_confirm)			\
	P("POST", "/announce/:id/confirm", RIGHT_WRITE,			\
	    "announce_confirm", page_announce_send)			\
	P("POST", "/announce/:id/draft", RIGHT_WRITE,			\
	    "announce_message", page_announce_draft)			\
	P("POST", "/announce/:id/discard", RIGHT_WRITE,			\
	    "announce_message", page_announce_discard)			\
	P("GET", "/sent", RIGHT_WRITE, "sent", page_sent)		\
	P("GET", "/messages/:id", RIGHT_WRITE, "outcome", page_message)	\
	P("GET", "/messages/:id/results.csv", RIGHT_WRITE, "outcome",	\
	    page_message_csv)						\
	P("POST", "/messages/:id/cancel", RIGHT_WRITE, "outcome",	\
	    page_message_cancel)					\
	P("GET", "/templates", RIGHT_WRITE | RIGHT_LANGUAGE,		\
	    "templates", page_templates)				\
	P("POST", "/templates/begin", RIGHT_SETTINGS, "templates",	\
	    page_templates_begin)					\
	P("GET", "/templates/new", RIGHT_WRITE, "templates_one",	\
	    page_template_new)						\
	P("POST", "/templates/new", RIGHT_WRITE, "templates_one",	\
	    page_template_make)						\
	P("POST", "/templates/look", RIGHT_WRITE | RIGHT_LANGUAGE,	\
	    "templates_one", page_template_look)			\
	P("GET", "/templates/archived", RIGHT_WRITE,			\
	    "templates_archived", page_templates_archived)		\
	P("GET", "/templates/waiting", RIGHT_LANGUAGE,			\
	    "templates_waiting", page_templates_waiting)		\
	P("GET", "/templates/:id", RIGHT_WRITE | RIGHT_LANGUAGE,	\
	    "templates_one", page_template)				\
	P("POST", "/templates/:id", RIGHT_WRITE,			\
	    "templates_one", page_template_keep)			\
	P("POST", "/templates/:id/words", RIGHT_WRITE | RIGHT_LANGUAGE,	\
	    "templates_one", page_template_words)			\
	P("GET", "/templates/:id/history", RIGHT_WRITE | RIGHT_LANGUAGE, \
	    "templates_history", page_template_history)			\
	P("POST", "/templates/:id/copy", RIGHT_WRITE, "templates_one",	\
	    page_template_copy)						\
	P("POST", "/templates/:id/back", RIGHT_WRITE, "templates_one",	\
	    page_template_back)						\
	P("POST", "/templates/:id/end", RIGHT_WRITE, "templates_one",	\
	    page_template_end)

/* Talks with families, and what is to be said in English. */
#define PAGES_INBOX(P)							\
	P("GET", "/inbox", RIGHT_WRITE, "inbox", page_inbox)		\
	P("POST", "/inbox", RIGHT_WRITE, "inbox", page_inbox_close)	\
	P("GET", "/inbox/:id", RIGHT_WRITE, "inbox_talk", page_talk)	\
	P("POST", "/inbox/:id", RIGHT_WRITE, "inbox_talk",		\
	    page_talk_answer)						\
	P("POST", "/inbox/:id/preview", RIGHT_WRITE, "inbox_talk",	\
	    page_talk_preview)						\
	P("POST", "/inbox/:id/draft", RIGHT_WRITE, "inbox_talk",	\
	    page_talk_draft)						\
	P("POST", "/inbox/:id/note", RIGHT_WRITE, "inbox_talk",		\
	    page_talk_note)						\
	P("POST", "/inbox/:id/close", RIGHT_WRITE, "inbox_talk",	\
	    page_talk_close)						\
	P("POST", "/inbox/:id/hand-over", RIGHT_WRITE, "inbox_talk",	\
	    page_talk_hand_over)					\
	P("POST", "/inbox/:id/ask", RIGHT_WRITE, "inbox_talk",		\
	    page_talk_ask)						\
	P("POST", "/inbox/:id/retry", RIGHT_WRITE, "inbox_talk",	\
	    page_talk_retry)						\
	P("POST", "/inbox/:id/language", RIGHT_WRITE, "inbox_talk",	\
	    page_talk_language)						\
	P("POST", "/inbox/:id/take-back", RIGHT_WRITE, "inbox_talk",	\
	    page_talk_take_back)					\
	P("POST", "/inbox/:id/not-ours", RIGHT_OFFICE, "inbox_talk",	\
	    page_talk_not_ours)						\
	P("GET", "/inbox/:id/move", RIGHT_WRITE, "inbox_move",		\
	    page_talk_move)						\
	P("POST", "/inbox/:id/move", RIGHT_WRITE, "inbox_move",		\
	    page_talk_moved)						\
	P("GET", "/files/:id", RIGHT_WRITE, "inbox_talk", page_file)	\
	P("GET", "/language", RIGHT_LANGUAGE, "language",		\
	    page_language_list)						\
	P("GET", "/language/said", RIGHT_LANGUAGE, "language_said",	\
	    page_language_said)						\
	P("POST", "/language/said", RIGHT_LANGUAGE, "language_said",	\
	    page_language_better)					\
	P("GET", "/language/terms", RIGHT_LANGUAGE, "language_terms",	\
	    page_terms)							\
	P("POST", "/language/terms", RIGHT_LANGUAGE, "language_terms",	\
	    page_terms_add)						\
	P("POST", "/language/terms/end", RIGHT_LANGUAGE,		\
	    "language_terms", page_terms_end)				\
	P("POST", "/language", RIGHT_LANGUAGE, "language",		\
	    page_language_say)

#endif
