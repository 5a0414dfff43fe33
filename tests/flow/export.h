#ifndef TESTS_FLOW_EXPORT_H
#define TESTS_FLOW_EXPORT_H

/*
 * A small OneRoster export that is right; a test gives the files that it
 * wants otherwise, and looks at the rows and notes.
 *
 * Town has two schools, Oak (oak) and Elm (elm).  Ana teaches 1A (o1, the
 * homeroom) and Music (o2) at Oak, Pat is principal of Oak, Dot works for
 * the district.  Ivy and Max are in 1A, Ivy in Music too.  Ivy names Rosa,
 * who speaks Spanish, and Leo names Ivy and Max.
 */

#include <stdbool.h>

#include "flow/oneroster.h"
#include "tests/base/pack.h"

#define MANIFEST(files)							\
	"propertyName,value\nmanifest.version,1.0\n"			\
	"oneroster.version,1.2\nsource.systemName,Aspen\n" files
#define ORGS	"sourcedId,status,dateLastModified,name,type,"		\
	"identifier,parentSourcedId\n"
#define USERS	"sourcedId,status,dateLastModified,enabledUser,"	\
	"username,givenName,familyName,email,sms,phone,"		\
	"agentSourcedIds,metadata.preferredLanguage\n"
#define ROLES	"sourcedId,status,dateLastModified,userSourcedId,"	\
	"roleType,role,beginDate,endDate,orgSourcedId\n"
#define CLASSES	"sourcedId,status,dateLastModified,title,"		\
	"courseSourcedId,classType,schoolSourcedId,termSourcedIds\n"
#define ENROLLMENTS "sourcedId,status,dateLastModified,"		\
	"classSourcedId,schoolSourcedId,userSourcedId,role,primary,"	\
	"beginDate,endDate\n"
#define CONTACTS "studentSourcedId,guardianSourcedId,relation,"		\
	"restricted,writeTo,priority,language,phone,email\n"

/* The rows of the right one. */
#define ORG_ROWS	"d,,,Town,district,,\noak,,,Oak School,school,,d\n" \
	"elm,,,Elm School,school,,d\n"
#define STAFF_ROWS							\
	"ana,,,true,ana,Ana,Lima,ana@Town.Example,,508-799-3101,,\n"	\
	"pat,,,true,pat,Pat,Chen,pat@town.example,,,,\n"		\
	"dot,,,true,dot,Dot,Reed,dot@town.example,,,,\n"
#define IVY_ROW		"ivy,,,true,ivy,Ivy,Cruz,,,,rosa,spa\n"
#define MAX_ROW		"max,,,true,max,Max,Diaz,,,,,\n"
#define ROSA_ROW	"rosa,,,false,rosa,Rosa,Cruz,rosa@mail.example,"	\
	"(508) 799-3116,774-799-3117,,Spanish\n"
#define LEO_ROW		"leo,,,false,leo,Leo,Diaz,,617-799-3118,,"	\
	"\"ivy,max\",\n"
#define USER_ROWS	STAFF_ROWS IVY_ROW MAX_ROW ROSA_ROW LEO_ROW
#define ROLE_ROWS							\
	"r1,,,ana,primary,teacher,,,oak\n"				\
	"r2,,,pat,primary,principal,,,oak\n"				\
	"r3,,,dot,primary,districtAdministrator,,,d\n"			\
	"r4,,,ivy,primary,student,,,oak\n"				\
	"r5,,,max,primary,student,,,oak\n"				\
	"r6,,,rosa,primary,parent,,,oak\n"				\
	"r7,,,leo,primary,guardian,,,oak\n"
#define CLASS_ROWS	"o1,,,1A,c,homeroom,oak,t\no0,,,Music,c,scheduled,oak,t\n"
#define ENROLLMENT_ROWS							\
	"e1,,,o1,oak,ana,teacher,true,,\ne2,,,o1,oak,ivy,student,,,\n"	\
	"e3,,,o1,oak,max,student,,,\ne4,,,o0,oak,ivy,student,,,\n"	\
	"e5,,,o0,oak,ana,teacher,,,\n"

#define LEFT_OUT	"left out"	/* In place of a text: no such file. */

struct export {			/* NULL: as in the right one. */
	const char	*manifest, *orgs, *users, *roles, *classes,
			*enrollments, *relationships, *contacts;
	const struct packed *more;	/* Other files. */
	bool		 only;		/* No other files than these. */
};

/* For every test. */
int		 export_setup(void **);
int		 export_teardown(void **);
extern struct pack		 export_place;
extern struct oneroster_options	 export_options;

/* Reads it as a zip, or what is at a path; the last one read is looked at
 * by what follows. */
bool		 export_read(const struct export *);
bool		 export_read_path(const char *path);
const char	*export_zip(const struct export *);
extern struct roster_file	 export_file;

/* The content of a row, "gone", or NULL: there is none. */
const char	*export_row(enum roster_noun, const char *name);
void		 export_expect(enum roster_noun, const char *name,
		    const char *content);

/* There is a note with that piece of its sentence. */
void		 export_expect_note(enum roster_weight, const char *where,
		    const char *piece);

/* It was read, there are as many notes of each weight. */
void		 export_expect_weights(unsigned skipped, unsigned tolerated);

/* The rows are those of the right one, word for word. */
void		 export_expect_right(void);

#endif
