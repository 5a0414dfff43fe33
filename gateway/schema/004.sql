-- The pages: who signs in, what they may, and what they leave there.

-- The mailbox of one of the staff at work, where they are told that families
-- wrote; '': none is known.
ALTER TABLE person ADD COLUMN work_mail @text@ NOT NULL DEFAULT '';

-- How somebody signs in.  name is as they type it (their work mailbox, or
-- what the office gave them), folded.  password is scrypt's; '': none yet.
CREATE TABLE login (
    person    @id@,
    name      @text@ NOT NULL UNIQUE,
    password  @text@ NOT NULL,
    changed   @int@ NOT NULL
) @strict@;

-- Passwords that were tried and were not right.  digest is of what was typed
-- as a name, known or not, or of the address that asked.
CREATE TABLE sign_in_try (
    digest    @text@ NOT NULL PRIMARY KEY,
    failed    @int@ NOT NULL,           -- In a row.
    at        @int@ NOT NULL            -- The last one.
) @strict@;

-- A link by which somebody chooses a password, once.  digest is of its token.
CREATE TABLE invitation (
    digest    @text@ NOT NULL PRIMARY KEY,
    person    @int@ NOT NULL,
    maker     @int@ NOT NULL,           -- 0: who runs the gateway.
    until     @int@ NOT NULL
) @strict@;
CREATE INDEX invitation_person ON invitation (person);

-- Somebody is signed in.  digest is of what their cookie says.
CREATE TABLE session (
    digest    @text@ NOT NULL PRIMARY KEY,
    person    @int@ NOT NULL,
    created   @int@ NOT NULL,
    seen      @int@ NOT NULL,           -- At least every 5 minutes of use.
    until     @int@ NOT NULL
) @strict@;
CREATE INDEX session_person ON session (person);
CREATE INDEX session_until ON session (until);

-- What somebody may do besides reading and writing where they sit: a word of
-- enum role; school 0 is the district.  until 0: they still are.
CREATE TABLE role (
    id        @id@,
    person    @int@ NOT NULL,
    role      @text@ NOT NULL,
    school    @int@ NOT NULL,
    since     @int@ NOT NULL,
    until     @int@ NOT NULL
) @strict@;
CREATE INDEX role_person ON role (person);
CREATE INDEX role_role ON role (role, school) WHERE until = 0;

-- What somebody chose for themselves: "language", "hours", "told", ...
CREATE TABLE preference (
    person    @int@ NOT NULL,
    name      @text@ NOT NULL,
    value     @text@ NOT NULL,
    PRIMARY KEY (person, name)
) @strict@;

-- What the pages change of the district's settings.
CREATE TABLE setting (
    name      @text@ NOT NULL PRIMARY KEY,
    value     @text@ NOT NULL,
    person    @int@ NOT NULL,
    at        @int@ NOT NULL
) @strict@;

-- What somebody has written and not sent.  place says where: "talk:ID", or
-- "announcement"; content is JSON.
CREATE TABLE draft (
    id        @id@,
    person    @int@ NOT NULL,
    place     @text@ NOT NULL,
    content   @text@ NOT NULL,
    at        @int@ NOT NULL
) @strict@;
CREATE INDEX draft_person ON draft (person, place);

-- What the staff wrote beside a talk: not sent, part of the record.
CREATE TABLE note (
    id           @id@,
    conversation @int@ NOT NULL,
    author       @int@ NOT NULL,
    words        @text@ NOT NULL,
    at           @int@ NOT NULL
) @strict@;
CREATE INDEX note_conversation ON note (conversation, id);

-- What a family wrote, to be said in English by language services.  done 0:
-- it waits; words are the translation.
CREATE TABLE asked_translation (
    reply     @id@,
    language  @text@ NOT NULL,
    person    @int@ NOT NULL,           -- Who asks.
    at        @int@ NOT NULL,
    words     @text@ NOT NULL,
    author    @int@ NOT NULL,
    done      @int@ NOT NULL
) @strict@;
CREATE INDEX asked_translation_open ON asked_translation (at) WHERE done = 0;

-- The words of a message in other languages than English.  state is
-- 'original', 'approved' or 'draft'; author is who wrote or approved them.
CREATE TABLE message_words (
    message   @int@ NOT NULL,
    language  @text@ NOT NULL,
    words     @text@ NOT NULL,
    state     @text@ NOT NULL,
    author    @int@ NOT NULL,
    PRIMARY KEY (message, language)
) @strict@;

-- Words that are used again: of the district (school 0, person 0), of a
-- school, or of one of the staff.  until 0: it is in use.
CREATE TABLE template (
    id        @id@,
    school    @int@ NOT NULL,
    person    @int@ NOT NULL,
    name      @text@ NOT NULL,
    kind      @text@ NOT NULL,
    version   @int@ NOT NULL,
    created   @int@ NOT NULL,
    until     @int@ NOT NULL
) @strict@;
CREATE INDEX template_school ON template (school, person);

CREATE TABLE template_words (
    template  @int@ NOT NULL,
    version   @int@ NOT NULL,
    language  @text@ NOT NULL,
    words     @text@ NOT NULL,
    state     @text@ NOT NULL,
    author    @int@ NOT NULL,
    at        @int@ NOT NULL,
    PRIMARY KEY (template, version, language)
) @strict@;

-- Months that are closed: the ledger's n rows of that month up to last_id, and
-- a digest over them and the month before's.  figures is JSON: what each word
-- of the ledger came to, and the digest as it stood after every 100 rows.
CREATE TABLE month (
    month     @id@,                     -- 202611
    frozen    @int@ NOT NULL,
    last_id   @int@ NOT NULL,
    n         @int@ NOT NULL,
    digest    @text@ NOT NULL,
    figures   @text@ NOT NULL
) @strict@;

-- Each row of the audit carries a digest over itself and the row before's,
-- and its number in the chain; '' and 0 before this version.
ALTER TABLE audit ADD COLUMN chain @text@ NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN turn @int@ NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX audit_turn ON audit (turn) WHERE turn > 0;
CREATE INDEX audit_unchained ON audit (id) WHERE turn = 0;
CREATE INDEX audit_person ON audit (person, at, id);
CREATE INDEX audit_deed ON audit (deed, at, id);
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_object ON audit (object, id);

-- A reply that was moved to another talk says from which.
ALTER TABLE reply ADD COLUMN moved_from @int@ NOT NULL DEFAULT 0;

-- Of the guardians of its students a message goes to these only; no row: to
-- all who may be written to.
CREATE TABLE message_person (
    message   @int@ NOT NULL,
    person    @int@ NOT NULL,
    PRIMARY KEY (message, person)
) @strict@;

-- Guardians by name, and the contacts that cannot be used.
CREATE INDEX person_guardian ON person (folded, id) WHERE guardian = 1;
CREATE INDEX contact_to_fix ON contact (state, id)
    WHERE state IN ('stopped', 'landline', 'invalid', 'wrong');

-- Messages of all of a school, by id.
CREATE INDEX message_school ON message (school, id);
CREATE INDEX message_told ON message (school, id)
    WHERE kind <> 'direct' AND kind <> 'system';

-- Moves when that node changed something that a page may show.
ALTER TABLE node ADD COLUMN version @int@ NOT NULL DEFAULT 0;
-- Of whom a talk is the talk: the latest of a school, what was answered in
-- one, and which replies went on to another.
CREATE INDEX conversation_school ON conversation (school, asked, id);
CREATE INDEX message_conversation ON message (conversation, id)
    WHERE conversation <> 0;
CREATE INDEX reply_moved ON reply (moved_from) WHERE moved_from <> 0;

-- The words without case, for searching; made by ICU for what is new.
ALTER TABLE reply ADD COLUMN folded_words @text@ NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN folded_words @text@ NOT NULL DEFAULT '';
UPDATE reply SET folded_words = lower(words);
UPDATE message SET folded_words = lower(words) WHERE conversation <> 0;

-- What is said aside, to staff and never to a family: that families wait, and
-- tests of an account.  It is in no queue and counts nowhere.  It is written
-- down before it is handed over: state is 'begun', then 'sent', 'refused',
-- 'unknown' or 'practice'.
CREATE TABLE aside (
    id        @id@,
    what      @text@ NOT NULL,          -- 'waiting', 'trial'
    person    @int@ NOT NULL,           -- Who is told, or who tries.
    channel   @text@ NOT NULL,
    account   @text@ NOT NULL,
    sender    @text@ NOT NULL,
    address   @text@ NOT NULL,
    n         @int@ NOT NULL,           -- How many talks wait,
    newest    @int@ NOT NULL,           -- and since when the last of them.
    at        @int@ NOT NULL,
    state     @text@ NOT NULL,
    reason    @text@ NOT NULL
) @strict@;
CREATE INDEX aside_person ON aside (what, person, at);
CREATE INDEX aside_account ON aside (account, at);

-- Sums of the ledger by month, for pages that speak of years: up to the row
-- of `summed`; what came since is added when it is read.  school -1 and
-- language '*' are all of them.  detail is the kind of what is automatic, and
-- the reason of what is not counted.
CREATE TABLE monthly (
    language  @text@ NOT NULL,
    month     @int@ NOT NULL,           -- 202611
    school    @int@ NOT NULL,
    channel   @text@ NOT NULL,
    what      @text@ NOT NULL,
    detail    @text@ NOT NULL,
    n         @int@ NOT NULL,
    PRIMARY KEY (language, month, school, channel, what, detail)
) @strict@;
CREATE INDEX monthly_school ON monthly
    (school, month, language, channel, what, detail, n);
CREATE INDEX monthly_language ON monthly
    (language, month, school, channel, what, detail, n);

-- In which schools and languages anything was counted in a school year.
CREATE TABLE summed_place (
    year      @int@ NOT NULL,
    school    @int@ NOT NULL,
    language  @text@ NOT NULL,
    PRIMARY KEY (year, school, language)
) @strict@;

-- Up to which row of the ledger; one row, with the id 1.
CREATE TABLE summed (
    id        @id@,
    last_id   @int@ NOT NULL,
    at        @int@ NOT NULL
) @strict@;

-- Who was enrolled on 1 October of a school year (year is that of its July),
-- where, in which language their family was written to then; and the days of
-- that year on which staff first wrote to the family, the family first wrote,
-- and one answered the other within 14 days (0: not yet).  stale 1: the days
-- have to be looked up again.
CREATE TABLE enrolled (
    year      @int@ NOT NULL,
    student   @int@ NOT NULL,
    school    @int@ NOT NULL,
    language  @text@ NOT NULL,
    reached   @int@ NOT NULL,
    wrote     @int@ NOT NULL,
    talked    @int@ NOT NULL,
    stale     @int@ NOT NULL,
    PRIMARY KEY (year, student)
) @strict@;
CREATE INDEX enrolled_stale ON enrolled (year, student) WHERE stale = 1;

-- How many that were: the numbers by which small groups are known.
CREATE TABLE enrolled_count (
    year      @int@ NOT NULL,
    school    @int@ NOT NULL,
    language  @text@ NOT NULL,
    n         @int@ NOT NULL,
    PRIMARY KEY (year, school, language)
) @strict@;
CREATE TABLE enrolled_year (
    year      @id@,
    day       @int@ NOT NULL,           -- As of which day.
    final     @int@ NOT NULL,           -- 1: it stays so.
    at        @int@ NOT NULL
) @strict@;

-- Who of the staff wrote for a school in a year: only for "fewer than five
-- did", in which case there is no rate.
CREATE TABLE school_author (
    year      @int@ NOT NULL,
    school    @int@ NOT NULL,
    person    @int@ NOT NULL,
    PRIMARY KEY (year, school, person)
) @strict@;

-- The direct messages of a student.
CREATE INDEX message_family_direct ON message_family (student, message)
    WHERE counts IN ('direct', 'notice_answer');
