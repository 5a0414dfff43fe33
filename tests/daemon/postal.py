"""Debian's Postfix and Dovecot in a folder of a test's own: on ports of
127.0.0.1, with certificates made for the test, under users that a machine
has anyway, and with nothing of the system's own mail: neither its services
nor its configuration.

    submission    STARTTLS, login by Dovecot's word, for programs like ours
    entry         as other mail servers come: nobody logs in
    IMAP          inside of TLS

Mail to DOMAIN goes through pipe(8) into a program, mail to the other domains
into folders (Maildir), which Dovecot shows."""

import email
import email.policy
import os
import pwd
import shutil
import signal
import socket
import subprocess

import house

DOMAIN = "school.example"       # Its mail goes to the program.
BOXES = ("family.example", "pull.example")
PEOPLE = ("ana", "emma", "fatima", "inbox", "linh")
USER, PASSWORD = "homeline", "correct horse"
OWNER = "nobody"                # Who owns the folders, and runs the program.
SBIN = "/usr/lib/postfix/sbin"
QUEUES = ("active bounce corrupt defer deferred flush hold incoming private "
          "saved trace").split()


def missing():
    """Why there can be no post here, or None."""
    if os.geteuid() != 0:
        return "Postfix needs to be started by root"
    for user in ("postfix", "dovecot", "dovenull", OWNER):
        try:
            pwd.getpwnam(user)
        except KeyError:
            return "there is no user " + user
    for program in (SBIN + "/master", "/usr/sbin/dovecot"):
        if not os.access(program, os.X_OK):
            return "there is no " + program
    if shutil.which("openssl") is None:
        return "there is no openssl"
    return None


class Post:
    def __init__(self, h):
        self.house = h
        self.folder = os.path.join(h.folder, "post")
        self.authority = os.path.join(self.folder, "authority.pem")
        self.submission, self.entry = house.free_port(), house.free_port()
        self.imap = house.free_port()
        self.programs = []
        self.guard = None       # Ends them when the test itself is killed.
        os.makedirs(self.folder)
        for folder in (h.folder, self.folder):
            os.chmod(folder, 0o755)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(path, mode)
        return path

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       timeout=60)

    def certify(self):
        """An authority, and a certificate for localhost."""
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                 "-nodes", "-days", "2"]
        self.openssl("req", "-x509", *curve, "-keyout", "authority.key",
                     "-out", "authority.pem", "-subj", "/CN=Test Authority")
        self.openssl("req", *curve, "-keyout", "server.key", "-out",
                     "server.csr", "-subj", "/CN=localhost")
        self.write("server.ext", "subjectAltName=DNS:localhost")
        self.openssl("x509", "-req", "-in", "server.csr", "-CA",
                     "authority.pem", "-CAkey", "authority.key",
                     "-CAcreateserial", "-days", "2", "-extfile",
                     "server.ext", "-out", "server.pem")

    def configure_postfix(self, program):
        boxes = " ".join(BOXES)
        people = ", ".join("%s@%s=%s/%s/" % (p, b, b, p)
                           for b in BOXES for p in PEOPLE)
        owner = pwd.getpwnam(OWNER)
        self.write("postfix/main.cf", """
compatibility_level = 3.6
queue_directory = {f}/queue
data_directory = {f}/var
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {f}/mail.log
maillog_file_prefixes = {f}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example
mydestination =
local_recipient_maps =
alias_maps =
relay_domains = {domain}
transport_maps = inline:{{ {domain}=homeline: }}
virtual_mailbox_domains = {boxes}
virtual_mailbox_base = {f}/boxes
virtual_mailbox_maps = inline:{{ {people} }}
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
mynetworks =
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_reject_unlisted_recipient = no
smtpd_peername_lookup = no
smtpd_sasl_type = dovecot
smtpd_sasl_path = {f}/login
smtpd_tls_cert_file = {f}/server.pem
smtpd_tls_key_file = {f}/server.key
smtpd_tls_auth_only = yes
smtputf8_enable = yes
recipient_delimiter = +
homeline_destination_recipient_limit = 1
disable_dns_lookups = yes
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
""".format(f=self.folder, domain=DOMAIN, boxes=boxes,
           people=people, uid=owner.pw_uid,
           gid=owner.pw_gid))
        self.write("postfix/master.cf", """
127.0.0.1:{s} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
127.0.0.1:{e} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
homeline unix - n n - 4 pipe
  flags=DRX user={owner} argv={program}
""".format(s=self.submission, e=self.entry, owner=OWNER, program=program))

    def make_queue(self):
        """What `postfix start` would make."""
        us = pwd.getpwnam("postfix").pw_uid
        for name in ["", "pid"] + QUEUES + ["public", "maildrop"]:
            os.makedirs(self.path("queue", name), exist_ok=True)
        os.makedirs(self.path("var"))
        os.chown(self.path("var"), us, -1)
        for name in QUEUES + ["public", "maildrop"]:
            os.chown(self.path("queue", name), us, -1)
            os.chmod(self.path("queue", name), 0o700)
        os.chmod(self.path("queue", "public"), 0o755)
        owner = pwd.getpwnam(OWNER)
        os.makedirs(self.path("boxes"))
        os.chown(self.path("boxes"), owner.pw_uid, owner.pw_gid)

    def configure_dovecot(self):
        owner = pwd.getpwnam(OWNER)
        self.write("dovecot/users", "%s:{PLAIN}%s::::::\n" % (USER, PASSWORD),
                   0o600)
        os.chown(self.path("dovecot/users"),
                 pwd.getpwnam("dovecot").pw_uid, -1)
        self.write("dovecot/dovecot.conf", """
protocols = imap
base_dir = {f}/run
state_dir = {f}/run
log_path = {f}/dovecot.log
listen = 127.0.0.1
ssl = required
ssl_cert = <{f}/server.pem
ssl_key = <{f}/server.key
mail_location = maildir:{f}/boxes/pull.example/inbox
first_valid_uid = 1
first_valid_gid = 1
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = {f}/dovecot/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={f}/boxes
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imap}
    ssl = yes
  }}
}}
service auth {{
  unix_listener {f}/login {{
    mode = 0660
    user = postfix
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
""".format(f=self.folder, uid=owner.pw_uid, gid=owner.pw_gid,
           imap=self.imap))

    def launch(self, name, command):
        with open(self.path(name + ".out"), "ab") as out:
            self.programs.append(subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True))

    def start(self, program):
        """program: what pipe(8) runs, with ${original_recipient} and so on
        as Postfix has them.  True: all of it is there."""
        self.certify()
        self.configure_postfix(program)
        self.configure_dovecot()
        self.make_queue()
        self.launch("dovecot", ["/usr/sbin/dovecot", "-F", "-c",
                                self.path("dovecot/dovecot.conf")])
        self.launch("postfix", [SBIN + "/master", "-d", "-c",
                                self.path("postfix")])
        self.guard = subprocess.Popen(
            ["sh", "-c", 'read _; kill "$@"', "sh"] + [
                str(p.pid) for p in self.programs], stdin=subprocess.PIPE,
            start_new_session=True)
        return house.until(lambda: all(map(self.listens, (
            self.submission, self.entry, self.imap))), 10) and \
            house.until(lambda: os.path.exists(self.path("login")), 10)

    @staticmethod
    def listens(port):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", port)) == 0

    def stop(self):
        """Both end their own children."""
        if self.guard:
            self.guard.kill()
            self.guard.wait()
            self.guard.stdin.close()
        for program in self.programs:
            program.send_signal(signal.SIGTERM)
        for program in self.programs:
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()
        self.programs = []

    def log(self):
        said = []
        for name in ("mail.log", "postfix.out", "dovecot.log", "dovecot.out"):
            try:
                with open(self.path(name), encoding="utf-8",
                          errors="replace") as f:
                    said += f.read().split("\n")
            except OSError:
                pass
        return said

    def box(self, address):
        """The mails of a mailbox as bytes, the oldest first."""
        user, domain = address.split("@")
        folder = self.path("boxes", domain, user, "new")
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            return []
        mails = []
        for name in names:
            with open(os.path.join(folder, name), "rb") as f:
                mails.append(f.read())
        return mails

    def wait_for(self, address, count, seconds=15):
        house.until(lambda: len(self.box(address)) >= count, seconds)
        return self.box(address)


def parsed(mail):
    return email.message_from_bytes(mail, policy=email.policy.default)
