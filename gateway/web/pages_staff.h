#ifndef GATEWAY_WEB_PAGES_STAFF_H
#define GATEWAY_WEB_PAGES_STAFF_H

/*
 * The pages about the staff themselves and about the gateway; rows of PAGES
 * (pages.h).
 */

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
	P("POST", "/users/:id/roles/:role/again", RIGHT_USERS,		\
	    "users_one", page_user_role_again)				\
	P("POST", "/users/:id/seats/:seat/again", RIGHT_USERS,		\
	    "users_one", page_user_seat_again)				\
	P("POST", "/users/:id/languages", RIGHT_USERS, "users_one",	\
	    page_user_language)						\
	P("POST", "/users/:id/languages/:language/end", RIGHT_USERS,	\
	    "users_one", page_user_language_end)			\
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
	P("POST", "/settings/office", RIGHT_SETTINGS,			\
	    "settings_district", page_set_office)			\
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
	P("GET", "/settings/translation", RIGHT_SETTINGS,		\
	    "settings_translation", page_settings_translation)		\
	P("GET", "/settings/report", RIGHT_SETTINGS,			\
	    "settings_report", page_settings_report)			\
	P("POST", "/settings/report", RIGHT_SETTINGS,			\
	    "settings_report", page_set_target)				\
	P("GET", "/health", RIGHT_SETTINGS, "health", page_health)

#endif
