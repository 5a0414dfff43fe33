#ifndef GATEWAY_WEB_PAGES_H
#define GATEWAY_WEB_PAGES_H

/*
 * All pages: method, path, the right that they need, template, handler.  The
 * table of routes and the table of rights are both made of it, and
 * tests/web/test_pages asks each for each role.  "/write/new" stands before
 * "/write/:id".
 */

#include "base/list.h"
#include "web/page.h"

struct visit;

/* The page of each role, and what anybody may read. */
#define PAGES_HOME(P)							\
	P("GET", "/", RIGHT_NONE, "home", page_home)			\
	P("GET", "/help", RIGHT_OPEN, "help", page_plain)		\
	P("GET", "/accessibility", RIGHT_OPEN, "accessibility", page_plain)

/* Who signs in. */
#define PAGES_WHO(P)							\
	P("GET", "/signin", RIGHT_OPEN, "signin", page_signin)		\
	P("POST", "/signin", RIGHT_OPEN, "signin", page_enter)		\
	P("POST", "/signout", RIGHT_OPEN, "signin", page_signout)	\
	P("GET", "/welcome/:token", RIGHT_OPEN, "welcome", page_welcome) \
	P("POST", "/welcome/:token", RIGHT_OPEN, "welcome", page_choose) \
	P("GET", "/me", RIGHT_NONE, "me", page_me)			\
	P("POST", "/me", RIGHT_NONE, "me", page_me_change)		\
	P("POST", "/me/password", RIGHT_NONE, "me", page_me_password)	\
	P("POST", "/me/signout", RIGHT_NONE, "me", page_me_signout)	\
	P("GET", "/users", RIGHT_USERS, "users", page_users)		\
	P("POST", "/users", RIGHT_USERS, "users_new", page_user_add)	\
	P("GET", "/users/new", RIGHT_USERS, "users_new", page_user_new)	\
	P("GET", "/users/:id", RIGHT_USERS, "users_one", page_user)	\
	P("POST", "/users/:id/link", RIGHT_USERS, "users_link",		\
	    page_user_link)						\
	P("POST", "/users/:id/login", RIGHT_USERS, "users_one",		\
	    page_user_login)						\
	P("POST", "/users/:id/roles", RIGHT_USERS, "users_one",		\
	    page_user_role)						\
	P("POST", "/users/:id/roles/:role/end", RIGHT_USERS, "users_one",	\
	    page_user_role_end)						\
	P("POST", "/users/:id/seats", RIGHT_USERS, "users_one",		\
	    page_user_seat)						\
	P("POST", "/users/:id/seats/:seat/end", RIGHT_USERS, "users_one",	\
	    page_user_seat_end)						\
	P("POST", "/users/:id/signout", RIGHT_USERS, "users_one",		\
	    page_user_signout)						\
	P("POST", "/users/:id/left", RIGHT_USERS, "users_one",		\
	    page_user_left)

/* What was done, how it is set, and how it goes. */
#define PAGES_ADMIN(P)							\
	P("GET", "/audit", RIGHT_AUDIT, "audit", page_audit)		\
	P("GET", "/audit.csv", RIGHT_AUDIT, "audit", page_audit_csv)	\
	P("POST", "/audit/check", RIGHT_AUDIT, "audit", page_audit_check)\
	P("GET", "/settings", RIGHT_SETTINGS, "settings", page_settings)\
	P("GET", "/settings/district", RIGHT_SETTINGS,			\
	    "settings_district", page_settings_district)		\
	P("POST", "/settings/district", RIGHT_SETTINGS,			\
	    "settings_district", page_rename_district)			\
	P("POST", "/settings/practice", RIGHT_SETTINGS,			\
	    "settings_district", page_change_practice)			\
	P("POST", "/settings/live", RIGHT_SETTINGS,			\
	    "settings_district", page_go_live)				\
	P("GET", "/settings/numbers", RIGHT_SETTINGS,			\
	    "settings_numbers", page_settings_numbers)			\
	P("POST", "/settings/numbers", RIGHT_SETTINGS,			\
	    "settings_numbers", page_add_number)			\
	P("GET", "/settings/accounts", RIGHT_SETTINGS,			\
	    "settings_accounts", page_settings_accounts)		\
	P("POST", "/settings/accounts", RIGHT_SETTINGS,			\
	    "settings_accounts", page_try_account)			\
	P("GET", "/settings/hours", RIGHT_SETTINGS,			\
	    "settings_hours", page_settings_hours)			\
	P("POST", "/settings/hours", RIGHT_SETTINGS,			\
	    "settings_hours", page_set_hours)				\
	P("GET", "/settings/mail", RIGHT_SETTINGS,			\
	    "settings_mail", page_settings_mail)			\
	P("GET", "/settings/words", RIGHT_SETTINGS,			\
	    "settings_words", page_settings_words)			\
	P("GET", "/settings/report", RIGHT_SETTINGS,			\
	    "settings_report", page_settings_report)			\
	P("POST", "/settings/report", RIGHT_SETTINGS,			\
	    "settings_report", page_set_target)				\
	P("GET", "/health", RIGHT_SETTINGS, "health", page_health)

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
	P("GET", "/contacts/:id", RIGHT_OFFICE, "contact", page_contact) \
	P("POST", "/contacts/:id/enter", RIGHT_OFFICE, "contact",	\
	    page_contact_enter)						\
	P("GET", "/contacts/people/:id", RIGHT_OFFICE, "person",	\
	    page_person)						\
	P("POST", "/contacts/people/:id/add", RIGHT_OFFICE, "person",	\
	    page_person_add)						\
	P("POST", "/contacts/people/:id/remove", RIGHT_OFFICE, "person", \
	    page_person_remove)						\
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
	P("GET", "/templates/new", RIGHT_WRITE, "templates_one",	\
	    page_template_new)						\
	P("POST", "/templates/new", RIGHT_WRITE, "templates_one",	\
	    page_template_make)						\
	P("GET", "/templates/:id", RIGHT_WRITE | RIGHT_LANGUAGE,	\
	    "templates_one", page_template)				\
	P("POST", "/templates/:id", RIGHT_WRITE | RIGHT_LANGUAGE,	\
	    "templates_one", page_template_keep)			\
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
	P("POST", "/language", RIGHT_LANGUAGE, "language",		\
	    page_language_say)

/* Messages with families: KPI 2.1. */
#define PAGES_REPORT(P)							\
	P("GET", "/report", RIGHT_REPORT, "report", page_report)	\
	P("GET", "/report.csv", RIGHT_REPORT, "report", page_report_csv) \
	P("GET", "/report/rows", RIGHT_ROWS, "report", page_report_rows)

#define PAGES(P)							\
	PAGES_REPORT(P)							\
	PAGES_WHO(P)							\
	PAGES_ADMIN(P)							\
	PAGES_WRITE(P)							\
	PAGES_HOME(P)							\
	PAGES_ANNOUNCE(P)						\
	PAGES_INBOX(P)

#define PAGE_HANDLER(method, path, right, template, handler)		\
	void	 handler(struct visit *);
PAGES(PAGE_HANDLER)
#undef PAGE_HANDLER

#endif
