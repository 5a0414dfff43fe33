-- The district, its people, what they write and what became of it.
-- Times are milliseconds since 1970, UTC; days are numbers like 20261122.
-- An id is never 0; 0 in a column that names something means none.
-- Folded columns are made by ICU in C: databases differ about case.

CREATE TABLE district (
    id        @id@,
    name      @text@ NOT NULL,
    zone      @text@ NOT NULL,
    sample    @int@ NOT NULL
) @strict@;

CREATE TABLE school (
    id        @id@,
    name      @text@ NOT NULL,
    folded    @text@ NOT NULL
) @strict@;

CREATE TABLE class (
    id        @id@,
    school    @int@ NOT NULL,
    name      @text@ NOT NULL
) @strict@;

-- A guardian, or one of the staff; one may be both.  No school of its own.
CREATE TABLE person (
    id        @id@,
    name      @text@ NOT NULL,
    folded    @text@ NOT NULL,
    language  @text@ NOT NULL,
    guardian  @int@ NOT NULL,
    staff     @int@ NOT NULL
) @strict@;

CREATE TABLE student (
    id        @id@,
    name      @text@ NOT NULL,
    folded    @text@ NOT NULL
) @strict@;
CREATE INDEX student_folded ON student (folded, id);

-- Dated: since is included, until is not; until 0 is still true today.
CREATE TABLE enrolment (
    id        @id@,
    student   @int@ NOT NULL,
    school    @int@ NOT NULL,
    class     @int@ NOT NULL,
    since     @int@ NOT NULL,
    until     @int@ NOT NULL
) @strict@;
CREATE INDEX enrolment_student ON enrolment (student);
CREATE INDEX enrolment_school ON enrolment (school, student);
CREATE INDEX enrolment_class ON enrolment (class, student);

-- Restricted fails closed: such a guardian is in no family, list or send.
CREATE TABLE guardianship (
    id         @id@,
    guardian   @int@ NOT NULL,
    student    @int@ NOT NULL,
    relation   @text@ NOT NULL,
    write_to   @int@ NOT NULL,
    restricted @int@ NOT NULL,
    since      @int@ NOT NULL,
    until      @int@ NOT NULL
) @strict@;
CREATE INDEX guardianship_student ON guardianship (student);
CREATE INDEX guardianship_guardian ON guardianship (guardian);

CREATE TABLE contact (
    id        @id@,
    channel   @text@ NOT NULL,
    address   @text@ NOT NULL,
    language  @text@ NOT NULL,
    state     @text@ NOT NULL,
    UNIQUE (channel, address)
) @strict@;

-- Which contacts a person has, the first place first; several persons may
-- share one (a family phone).
CREATE TABLE reach (
    person    @int@ NOT NULL,
    contact   @int@ NOT NULL,
    place     @int@ NOT NULL,
    PRIMARY KEY (person, contact)
) @strict@;
CREATE INDEX reach_contact ON reach (contact, person);

-- What a contact told us about being written to, and how.  Append-only.
CREATE TABLE consent (
    id        @id@,
    contact   @int@ NOT NULL,
    what      @text@ NOT NULL,
    source    @text@ NOT NULL,
    at        @int@ NOT NULL
) @strict@;
CREATE INDEX consent_contact ON consent (contact, id);

-- Our own numbers: of one school, or (0) of the district.
CREATE TABLE sender (
    address   @text@ NOT NULL PRIMARY KEY,
    channel   @text@ NOT NULL,
    account   @text@ NOT NULL,
    school    @int@ NOT NULL,
    listed    @int@ NOT NULL
) @strict@;

-- Who reads answers: a class team, a school's office, the district's desk.
CREATE TABLE seat (
    id        @id@,
    kind      @text@ NOT NULL,
    school    @int@ NOT NULL,
    class     @int@ NOT NULL,
    name      @text@ NOT NULL
) @strict@;
CREATE INDEX seat_school ON seat (school, kind, id);

CREATE TABLE seat_member (
    seat      @int@ NOT NULL,
    person    @int@ NOT NULL,
    since     @int@ NOT NULL,
    until     @int@ NOT NULL,
    PRIMARY KEY (seat, person)
) @strict@;
CREATE INDEX seat_member_person ON seat_member (person);

-- What somebody wrote, once.  audience is students, class, school or
-- contact; digest is that of the words without names, spaces and case.
CREATE TABLE message (
    id           @id@,
    state        @text@ NOT NULL,
    kind         @text@ NOT NULL,
    readers      @text@ NOT NULL,
    seat         @int@ NOT NULL,
    author       @int@ NOT NULL,
    api_key      @int@ NOT NULL,
    school       @int@ NOT NULL,
    audience     @text@ NOT NULL,
    target       @int@ NOT NULL,
    conversation @int@ NOT NULL,
    template     @text@,
    words        @text@ NOT NULL,
    digest       @text@ NOT NULL,
    counts       @text@ NOT NULL,
    send_at      @int@ NOT NULL,
    not_after    @int@ NOT NULL,
    cursor       @int@ NOT NULL,
    made         @int@ NOT NULL,
    turn         @int@ NOT NULL,
    created      @int@ NOT NULL
) @strict@;
CREATE INDEX message_due ON message (send_at, id)
    WHERE state IN ('waiting', 'expanding');
CREATE INDEX message_sending ON message (id) WHERE state = 'sending';
CREATE INDEX message_digest ON message (digest, created);
CREATE INDEX message_author ON message (author, id);

CREATE TABLE message_student (
    message   @int@ NOT NULL,
    student   @int@ NOT NULL,
    PRIMARY KEY (message, student)
) @strict@;

-- The unit of KPI 2.1 is message x family.  A reply has a row too, with its
-- own id as the message.  counts says as what, decided when it was written.
CREATE TABLE message_family (
    message   @int@ NOT NULL,
    student   @int@ NOT NULL,
    family    @int@ NOT NULL,
    counts    @text@ NOT NULL,
    PRIMARY KEY (message, student)
) @strict@;

-- One message on its way to one person.  state says what became of it: the
-- best of its attempts, or covered by another person's at the same contact.
CREATE TABLE delivery (
    id         @id@,
    message    @int@ NOT NULL,
    person     @int@ NOT NULL,
    family     @int@ NOT NULL,
    contact    @int@ NOT NULL,
    state      @text@ NOT NULL,
    covered_by @int@ NOT NULL,
    school     @int@ NOT NULL,
    language   @text@ NOT NULL,
    turn       @int@ NOT NULL,
    reason     @text@,
    UNIQUE (message, person)
) @strict@;
CREATE INDEX delivery_family ON delivery (message, family);
CREATE INDEX delivery_covered ON delivery (covered_by)
    WHERE covered_by <> 0;
CREATE INDEX delivery_waiting ON delivery (message) WHERE state = 'waiting';

-- The queue.
CREATE TABLE attempt (
    id        @id@,
    delivery  @int@ NOT NULL,
    message   @int@ NOT NULL,
    contact   @int@ NOT NULL,
    account   @text@ NOT NULL,
    sender    @text@ NOT NULL,
    rank      @int@ NOT NULL,
    turn      @int@ NOT NULL,
    due       @int@ NOT NULL,
    state     @text@ NOT NULL,
    launch_by @int@ NOT NULL,
    node      @int@ NOT NULL,
    tries     @int@ NOT NULL,
    looks     @int@ NOT NULL,
    reference @text@,
    class     @text@,
    reason    @text@,
    parts     @int@ NOT NULL,
    began     @int@ NOT NULL,
    handed    @int@ NOT NULL,
    ended     @int@ NOT NULL
) @strict@;
CREATE INDEX attempt_planned ON attempt (account, rank, turn, due)
    WHERE state = 'planned';
CREATE INDEX attempt_unknown ON attempt (account, due)
    WHERE state = 'unknown';
CREATE INDEX attempt_claimed ON attempt (node, launch_by)
    WHERE state = 'claimed';
CREATE INDEX attempt_delivery ON attempt (delivery);
CREATE INDEX attempt_contact ON attempt (contact, id);

-- The turn now being served: what is new begins behind it.
CREATE TABLE lane (
    account   @text@ NOT NULL,
    rank      @int@ NOT NULL,
    turn      @int@ NOT NULL,
    PRIMARY KEY (account, rank)
) @strict@;

-- The talk of one contact with one school, read by a seat.
CREATE TABLE conversation (
    id        @id@,
    contact   @int@ NOT NULL,
    school    @int@ NOT NULL,
    seat      @int@ NOT NULL,
    state     @text@ NOT NULL,
    asked     @int@ NOT NULL,
    answered  @int@ NOT NULL,
    UNIQUE (contact, school)
) @strict@;
CREATE INDEX conversation_seat ON conversation (seat, state, asked);
CREATE INDEX conversation_asked ON conversation (asked, id)
    WHERE state = 'asked';

CREATE TABLE conversation_student (
    conversation @int@ NOT NULL,
    student      @int@ NOT NULL,
    PRIMARY KEY (conversation, student)
) @strict@;

-- What a family wrote.  raw holds the bytes when cleaning changed them;
-- media is a JSON list of links; answers is the message it answers.
CREATE TABLE reply (
    id           @id@,
    conversation @int@ NOT NULL,
    contact      @int@ NOT NULL,
    account      @text@ NOT NULL,
    reference    @text@ NOT NULL,
    sender       @text@ NOT NULL,
    what         @text@ NOT NULL,
    words        @text@ NOT NULL,
    raw          @blob@,
    media        @text@,
    answers      @int@ NOT NULL,
    counts       @text@ NOT NULL,
    at           @int@ NOT NULL,
    UNIQUE (account, reference)
) @strict@;
CREATE INDEX reply_conversation ON reply (conversation, id);

-- Genuine, but not understood, or refused by its own fault: nothing is lost.
CREATE TABLE stray (
    id        @id@,
    account   @text@ NOT NULL,
    at        @int@ NOT NULL,
    why       @text@ NOT NULL,
    url       @text@ NOT NULL,
    body      @blob@ NOT NULL
) @strict@;

-- Append-only; its sum per message and family is 0 or 1.
CREATE TABLE ledger (
    id        @id@,
    at        @int@ NOT NULL,
    day       @int@ NOT NULL,
    what      @text@ NOT NULL,
    message   @int@ NOT NULL,
    family    @int@ NOT NULL,
    round     @int@ NOT NULL,
    reason    @text@ NOT NULL,
    person    @int@ NOT NULL,
    school    @int@ NOT NULL,
    language  @text@ NOT NULL,
    channel   @text@ NOT NULL,
    direction @text@ NOT NULL,
    kind      @text@ NOT NULL,
    author    @text@ NOT NULL,
    UNIQUE (message, family, what, round)
) @strict@;

-- The sum of the ledger, kept in the same transaction for live pages.
CREATE TABLE tally (
    day       @int@ NOT NULL,
    school    @int@ NOT NULL,
    language  @text@ NOT NULL,
    channel   @text@ NOT NULL,
    direction @text@ NOT NULL,
    kind      @text@ NOT NULL,
    what      @text@ NOT NULL,
    n         @int@ NOT NULL,
    PRIMARY KEY (day, school, language, channel, direction, kind, what)
) @strict@;

-- A key is known by the digest of its text only; it writes for a person.
CREATE TABLE api_key (
    id        @id@,
    digest    @text@ NOT NULL UNIQUE,
    person    @int@ NOT NULL,
    name      @text@ NOT NULL,
    created   @int@ NOT NULL,
    revoked   @int@ NOT NULL
) @strict@;

-- Idempotency-Key: the same request again gets the same answer.
CREATE TABLE kept_answer (
    api_key   @int@ NOT NULL,
    name      @text@ NOT NULL,
    digest    @text@ NOT NULL,
    status    @int@ NOT NULL,
    answer    @text@ NOT NULL,
    at        @int@ NOT NULL,
    PRIMARY KEY (api_key, name)
) @strict@;
CREATE INDEX kept_answer_at ON kept_answer (at);

CREATE TABLE audit (
    id        @id@,
    at        @int@ NOT NULL,
    person    @int@ NOT NULL,
    api_key   @int@ NOT NULL,
    deed      @text@ NOT NULL,
    object    @int@ NOT NULL
) @strict@;

-- The programs that share this database: who lives, and which number each
-- has in the ids it makes.
CREATE TABLE node (
    id        @id@,
    name      @text@ NOT NULL UNIQUE,
    started   @int@ NOT NULL,
    alive     @int@ NOT NULL
) @strict@;
