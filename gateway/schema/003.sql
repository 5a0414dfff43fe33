-- Mail both ways.

-- What mail has on top; '': we make one.
ALTER TABLE message ADD COLUMN subject @text@ NOT NULL DEFAULT '';

-- By which channel a guardian wants to be written to: text, mail, or
-- text_short (texts by day, mail for long words and at night).
ALTER TABLE person ADD COLUMN prefers @text@ NOT NULL DEFAULT 'text';

-- Of a mail: what was on top, and what was folded away (quotes, signature).
ALTER TABLE reply ADD COLUMN subject @text@ NOT NULL DEFAULT '';
ALTER TABLE reply ADD COLUMN folded @text@ NOT NULL DEFAULT '';

-- From which mailbox, when it is another than the contact's ('': the same);
-- and how many files came with it.
ALTER TABLE reply ADD COLUMN written_from @text@ NOT NULL DEFAULT '';
ALTER TABLE reply ADD COLUMN attached @int@ NOT NULL DEFAULT 0;

-- A mailbox is found in whichever letters its owner writes it.
CREATE INDEX contact_folded ON contact (channel, lower(address));

-- Files of a mail.  kept 0: it was too large, and only its name is here.
CREATE TABLE attachment (
    id        @id@,
    reply     @int@ NOT NULL,
    place     @int@ NOT NULL,
    name      @text@ NOT NULL,
    type      @text@ NOT NULL,
    size      @int@ NOT NULL,
    kept      @int@ NOT NULL,
    bytes     @blob@
) @strict@;
CREATE INDEX attachment_reply ON attachment (reply, place);

-- Keys that all nodes share: of the tokens in reply addresses (mail).
CREATE TABLE secret (
    name      @text@ NOT NULL PRIMARY KEY,
    key       @text@ NOT NULL,
    made      @int@ NOT NULL
) @strict@;

-- Up to which mail (IMAP UID) the mailbox of an account was read, when it was
-- last looked at, and which node may do so until when.
CREATE TABLE mailbox (
    account   @text@ NOT NULL PRIMARY KEY,
    validity  @int@ NOT NULL,
    uid       @int@ NOT NULL,
    looked    @int@ NOT NULL,
    node      @int@ NOT NULL,
    held      @int@ NOT NULL
) @strict@;
