-- Ten languages: templates with placeholders, translations, words that may
-- mean stop.

-- ---- Templates and placeholders -------------------------------------------

-- What a message is about, as far as it decides how its words may be said: a
-- word of enum topic.  apart 1: of several students of one guardian each has
-- a text of its own.  discreet 1: families are told only that there is one,
-- and whom to call.  Its words came from that version of a template, or 0.
ALTER TABLE message ADD COLUMN topic @text@ NOT NULL DEFAULT 'general';
ALTER TABLE message ADD COLUMN apart @int@ NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN discreet @int@ NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN template_id @int@ NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN template_version @int@ NOT NULL DEFAULT 0;
ALTER TABLE template ADD COLUMN topic @text@ NOT NULL DEFAULT 'general';
ALTER TABLE template ADD COLUMN apart @int@ NOT NULL DEFAULT 0;

-- Which of the templates that a district begins with it is (flow/bank.c); '':
-- none of them.
ALTER TABLE template ADD COLUMN source @text@ NOT NULL DEFAULT '';

-- Which template an announcement that was not sent began as; 0: none.
ALTER TABLE draft ADD COLUMN template @int@ NOT NULL DEFAULT 0;
CREATE INDEX draft_template ON draft (template) WHERE template <> 0;

-- base is the version whose English words the words say: other words in
-- English since, and they are out of date.  asked is since when they wait for
-- somebody who speaks the language; 0: they do not.
ALTER TABLE template_words ADD COLUMN base @int@ NOT NULL DEFAULT 0;
ALTER TABLE template_words ADD COLUMN asked @int@ NOT NULL DEFAULT 0;
CREATE INDEX template_words_asked ON template_words (language, asked)
    WHERE asked <> 0;

-- What its author put in place of ((name)): kind is 'text', 'date', 'time' or
-- 'number', of which value is the form without a language.
CREATE TABLE message_value (
    message   @int@ NOT NULL,
    name      @text@ NOT NULL,          -- Folded.
    kind      @text@ NOT NULL,
    value     @text@ NOT NULL,
    PRIMARY KEY (message, name)
) @strict@;

-- What the places in its words are filled with for whom an attempt goes to,
-- JSON of lists of texts by folded name; '': nothing is.  It is written with
-- the attempt and never changes, so the same attempt says the same.
ALTER TABLE attempt ADD COLUMN filled @text@ NOT NULL DEFAULT '';

-- Whom a family may call, E.164; '': none is known.
ALTER TABLE district ADD COLUMN phone @text@ NOT NULL DEFAULT '';
ALTER TABLE school ADD COLUMN phone @text@ NOT NULL DEFAULT '';

-- Of a message that is told apart a person has a delivery for each student;
-- of all others one, whose student is 0.
CREATE TABLE delivery_apart (
    id         @id@,
    message    @int@ NOT NULL,
    person     @int@ NOT NULL,
    student    @int@ NOT NULL,
    family     @int@ NOT NULL,
    contact    @int@ NOT NULL,
    state      @text@ NOT NULL,
    covered_by @int@ NOT NULL,
    school     @int@ NOT NULL,
    language   @text@ NOT NULL,
    turn       @int@ NOT NULL,
    reason     @text@,
    UNIQUE (message, person, student)
) @strict@;
INSERT INTO delivery_apart (id, message, person, student, family, contact,
    state, covered_by, school, language, turn, reason)
    SELECT id, message, person, 0, family, contact, state, covered_by, school,
    language, turn, reason FROM delivery;
DROP TABLE delivery;
ALTER TABLE delivery_apart RENAME TO delivery;
CREATE INDEX delivery_family ON delivery (message, family);
CREATE INDEX delivery_covered ON delivery (covered_by)
    WHERE covered_by <> 0;
CREATE INDEX delivery_waiting ON delivery (message) WHERE state = 'waiting';

-- Who of the staff may say that words in a language are right.
CREATE TABLE speaker (
    id        @id@,
    person    @int@ NOT NULL,
    language  @text@ NOT NULL,
    since     @int@ NOT NULL,
    until     @int@ NOT NULL            -- 0: they still may.
) @strict@;
CREATE INDEX speaker_person ON speaker (person) WHERE until = 0;

-- ---- Translation ----------------------------------------------------------

-- What was translated once: digest is of the words with tokens in place of
-- what is protected, and words have the same tokens, so no name is in either;
-- glossary is the version of the glossary they were made with.  state is
-- 'machine' or 'approved' (by person); simulated 1: never for a family of a
-- live district.
CREATE TABLE memory (
    digest     @text@ NOT NULL,
    from_language @text@ NOT NULL,
    language   @text@ NOT NULL,
    glossary   @int@ NOT NULL,
    words      @text@ NOT NULL,
    state      @text@ NOT NULL,
    person     @int@ NOT NULL,
    translator @text@ NOT NULL,
    simulated  @int@ NOT NULL,
    at         @int@ NOT NULL,
    PRIMARY KEY (digest, from_language, language, glossary)
) @strict@;

-- Terms: how one is said in a language; language '*': in all as it is (IEP).
CREATE TABLE term (
    id        @id@,
    term      @text@ NOT NULL,
    language  @text@ NOT NULL,
    words     @text@ NOT NULL,
    person    @int@ NOT NULL,
    since     @int@ NOT NULL,
    until     @int@ NOT NULL            -- 0: it is in use.
) @strict@;

-- What has to be said in another language: of a message ('message', before it
-- is expanded) or of what a family wrote ('reply').  state is 'waiting',
-- 'done', 'blocked' (what came back had lost something), 'none' (nobody
-- translates that pair) or 'failed'; reason is for people.  What waits at
-- until (0: never) has failed: a message goes without it.
CREATE TABLE to_translate (
    id        @id@,
    what      @text@ NOT NULL,
    object    @int@ NOT NULL,
    from_language @text@ NOT NULL,
    language  @text@ NOT NULL,
    state     @text@ NOT NULL,
    reason    @text@ NOT NULL,
    tries     @int@ NOT NULL,
    due       @int@ NOT NULL,
    node      @int@ NOT NULL,           -- Who asks just now; 0: nobody.
    launch_by @int@ NOT NULL,
    until     @int@ NOT NULL,
    at        @int@ NOT NULL
) @strict@;
CREATE UNIQUE INDEX to_translate_object ON to_translate (what, object, language);
CREATE INDEX to_translate_at ON to_translate (at);
CREATE INDEX to_translate_waiting ON to_translate (due, id)
    WHERE state = 'waiting';

-- What computers said to families in a language.
CREATE INDEX message_words_machine ON message_words (language, message)
    WHERE state = 'machine';

-- Which texts say that a computer translated them: the first to a contact,
-- and then one a month.
CREATE TABLE computer_note (
    attempt    @id@,
    contact    @int@ NOT NULL,
    at         @int@ NOT NULL
) @strict@;
CREATE INDEX computer_note_contact ON computer_note (contact, at);
CREATE INDEX contact_language ON contact (language);

-- What a family wrote, as a computer said it in English.
CREATE TABLE reply_words (
    reply      @int@ NOT NULL,
    language   @text@ NOT NULL,
    words      @text@ NOT NULL,
    translator @text@ NOT NULL,
    at         @int@ NOT NULL,
    PRIMARY KEY (reply, language)
) @strict@;

-- As which language it was read, and how: 'registered', 'script', 'detected',
-- 'unsure'; '' before this version.
ALTER TABLE reply ADD COLUMN language @text@ NOT NULL DEFAULT '';
ALTER TABLE reply ADD COLUMN language_by @text@ NOT NULL DEFAULT '';

-- ---- For whom of several --------------------------------------------------

-- The family was asked for whom that reply is.  told is the reply that said
-- so; 0: none has.
CREATE TABLE asked_whom (
    reply     @id@,
    contact   @int@ NOT NULL,
    at        @int@ NOT NULL,
    told      @int@ NOT NULL
) @strict@;
CREATE INDEX asked_whom_contact ON asked_whom (contact, at);

-- ---- Words that may mean stop ---------------------------------------------

-- A text that may be a stop and may be not: routine texts to that contact
-- wait until the office has said what it is.
CREATE TABLE held (
    reply     @id@,
    contact   @int@ NOT NULL,
    school    @int@ NOT NULL,
    state     @text@ NOT NULL,          -- 'open', 'stop', 'no'
    at        @int@ NOT NULL,
    person    @int@ NOT NULL,           -- Who said so; 0: nobody yet.
    ended     @int@ NOT NULL
) @strict@;
CREATE INDEX held_open ON held (school, at) WHERE state = 'open';
CREATE INDEX held_contact ON held (contact) WHERE state = 'open';

-- A number that was taken away from somebody, as it stood there: the way back,
-- for as long as it is offered.
CREATE TABLE reach_taken (
    person    @int@ NOT NULL,
    contact   @int@ NOT NULL,
    place     @int@ NOT NULL,
    roster    @int@ NOT NULL,
    at        @int@ NOT NULL,
    PRIMARY KEY (person, contact)
) @strict@;

-- ---- Seats ----------------------------------------------------------------

-- Until when somebody would have sat there whose seat was ended by hand (0: for
-- good), for the way back; -1: it was not.
ALTER TABLE seat_member ADD COLUMN left_from @int@ NOT NULL DEFAULT -1;

-- ---- Names ----------------------------------------------------------------

-- The given name, where it is not the first word of the name ("Mary Ann", and
-- "Dung" of "Nguyen Van Dung"); '': it is, or nobody has said.
ALTER TABLE student ADD COLUMN given @text@ NOT NULL DEFAULT '';
