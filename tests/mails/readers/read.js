// Reads mails with mailparser, and what was written in their text with
// email-reply-parser; one line of JSON each.

const fs = require("fs");
const { simpleParser } = require("mailparser");
const EmailReplyParser = require("email-reply-parser");

async function read(path) {
  const mail = await simpleParser(fs.readFileSync(path));
  const from = (mail.from && mail.from.value[0]) || {};
  return {
    from: from.address || "",
    from_name: from.name || "",
    subject: mail.subject || "",
    message_id: mail.messageId || "",
    date: mail.date ? mail.date.getTime() : 0,
    text: mail.text || "",
    plain: mail.html === false,
    files: mail.attachments.map((a) =>
      [a.filename || "", a.contentType, a.size]),
    words: new EmailReplyParser().read(mail.text || "").getVisibleText(),
  };
}

(async () => {
  for (const path of process.argv.slice(2))
    console.log(JSON.stringify(await read(path)));
})();
