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
#include "web/pages_families.h"
#include "web/pages_staff.h"

struct visit;

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
