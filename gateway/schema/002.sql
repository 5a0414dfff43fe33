-- First use: rosters with a way back, practice, introductions, hours of a
-- school's own, staff away.

-- A district is in practice until it goes live, once and for good; a sample
-- never does.  What was written or received in practice stays practice.
ALTER TABLE district ADD COLUMN practice @int@ NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN practice @int@ NOT NULL DEFAULT 0;
ALTER TABLE reply ADD COLUMN practice @int@ NOT NULL DEFAULT 0;

-- How many of the links in media are no pictures.
ALTER TABLE reply ADD COLUMN files @int@ NOT NULL DEFAULT 0;

-- Whom a district in practice may reach by a real provider; 20 at most.
CREATE TABLE practice_contact (
    channel   @text@ NOT NULL,
    address   @text@ NOT NULL,
    note      @text@ NOT NULL,
    added     @int@ NOT NULL,
    PRIMARY KEY (channel, address)
) @strict@;

-- Lists of the staff by name, and of talks, the latest first.
CREATE INDEX person_staff ON person (folded, id) WHERE staff = 1;
CREATE INDEX api_key_person ON api_key (person) WHERE revoked = 0;
CREATE INDEX conversation_latest ON conversation (asked, id);
CREATE INDEX conversation_asked_at ON conversation (seat)
    WHERE state = 'asked';

-- Which attempt introduces a number of ours to a contact, what it said, and
-- when it was handed over (0: not yet).  The evidence of consent.
CREATE TABLE introduction (
    contact   @int@ NOT NULL,
    sender    @text@ NOT NULL,
    attempt   @int@ NOT NULL,
    words     @text@ NOT NULL,
    at        @int@ NOT NULL,
    PRIMARY KEY (contact, sender)
) @strict@;
CREATE INDEX introduction_attempt ON introduction (attempt);

-- Hours and use of a kind, of one school or (0) of the district, where they
-- are not those of flow/kind.c.  Minutes of the day; useful is ms, or 0 when
-- it is useless from the minute `until` on.
CREATE TABLE kind_rule (
    school    @int@ NOT NULL,
    kind      @text@ NOT NULL,
    opens     @int@ NOT NULL,
    closes    @int@ NOT NULL,
    useful    @int@ NOT NULL,
    until     @int@ NOT NULL,
    PRIMARY KEY (school, kind)
) @strict@;

-- A member of staff does not read in [since, until); another one (or 0)
-- reads on their seats meanwhile.
CREATE TABLE away (
    id        @id@,
    person    @int@ NOT NULL,
    cover     @int@ NOT NULL,
    since     @int@ NOT NULL,
    until     @int@ NOT NULL
) @strict@;
CREATE INDEX away_person ON away (person, until);
CREATE INDEX away_cover ON away (cover, until);

-- When it was given to another seat by a person; 0: never.
ALTER TABLE conversation ADD COLUMN handed @int@ NOT NULL DEFAULT 0;

-- Who of the office entered it, and what they noted.
ALTER TABLE consent ADD COLUMN person @int@ NOT NULL DEFAULT 0;
ALTER TABLE consent ADD COLUMN note @text@ NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN note @text@ NOT NULL DEFAULT '';
CREATE INDEX audit_backup ON audit (at) WHERE deed = 'backup';

-- A school or class that is gone from the roster has an end; 0: there is none.
ALTER TABLE school ADD COLUMN until @int@ NOT NULL DEFAULT 0;
ALTER TABLE class ADD COLUMN until @int@ NOT NULL DEFAULT 0;

-- Which of several places of a student comes first: the homeroom.
ALTER TABLE enrolment ADD COLUMN place @int@ NOT NULL DEFAULT 0;

-- 1: a roster says so, and may say otherwise; 0: it was entered by hand.
ALTER TABLE reach ADD COLUMN roster @int@ NOT NULL DEFAULT 0;
ALTER TABLE seat_member ADD COLUMN roster @int@ NOT NULL DEFAULT 0;
CREATE INDEX seat_class ON seat (class, kind);

-- 1: somebody chose the language of a contact, so it does not follow that of
-- its first guardian any more.
ALTER TABLE contact ADD COLUMN chosen @int@ NOT NULL DEFAULT 0;

-- When this database was put back from a copy, and when that was made; in
-- the copy itself at is 0.
CREATE TABLE restored (
    id        @id@,
    made      @int@ NOT NULL,
    at        @int@ NOT NULL
) @strict@;

-- What the roster last said of each thing (a JSON object), by the name the
-- roster has for it.  id is ours: of the school, class, person, student.
CREATE TABLE roster_row (
    noun      @text@ NOT NULL,
    name      @text@ NOT NULL,
    id        @int@ NOT NULL,
    gone      @int@ NOT NULL,
    content   @text@ NOT NULL,
    PRIMARY KEY (noun, name)
) @strict@;
CREATE INDEX roster_row_id ON roster_row (noun, id);

-- An import of a file (digest is that of its bytes), and what its rows said
-- before: the way back, in reverse order.  node is that of the gateway it was
-- given to, touched when that heard of it last.
CREATE TABLE import (
    id        @id@,
    at        @int@ NOT NULL,
    person    @int@ NOT NULL,
    source    @text@ NOT NULL,
    digest    @text@ NOT NULL,
    state     @text@ NOT NULL,
    changes   @int@ NOT NULL,
    undone    @int@ NOT NULL,
    node      @int@ NOT NULL,
    touched   @int@ NOT NULL
) @strict@;

CREATE TABLE import_row (
    import    @int@ NOT NULL,
    n         @int@ NOT NULL,
    noun      @text@ NOT NULL,
    name      @text@ NOT NULL,
    gone      @int@ NOT NULL,
    content   @text@,
    PRIMARY KEY (import, n)
) @strict@;
