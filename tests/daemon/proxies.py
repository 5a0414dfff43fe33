#!/usr/bin/env python3
"""packaging/nginx.conf and packaging/Caddyfile as they are, but for ports,
paths and certificates, in front of a gateway: genuine webhooks come through
TLS, what is not for the world does not, and no request hides in another."""

import base64
import hashlib
import hmac
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.parse

import house

HOST = "homeline.example.org"


class Proxy(house.Program):
    """What is sent to it by TLS, and by plain HTTP."""

    def __init__(self, h, name, command, ports):
        super().__init__(h, name, command)
        self.plain, self.port = ports

    def dial(self):
        context = ssl.create_default_context(
            cafile=os.path.join(self.house.folder, "cert.pem"))
        line = socket.create_connection(("127.0.0.1", self.port), 20)
        return context.wrap_socket(line, server_hostname=HOST)

    def ask(self, method, path, body=None, headers=None):
        """Status, headers and text of the answer; 0 where there is none."""
        line = http.client.HTTPSConnection(HOST)
        try:
            line.sock = self.dial()
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except (OSError, http.client.HTTPException) as why:
            return 0, {}, repr(why)
        finally:
            line.close()

    def say(self, words):
        """All that is answered to these bytes."""
        with self.dial() as line:
            line.sendall(words)
            line.settimeout(2)
            got = b""
            try:
                while True:
                    more = line.recv(65536)
                    if not more:
                        return got
                    got += more
            except (TimeoutError, OSError):
                return got


def replaced(h, name, *pairs):
    """The file of packaging/, with every place replaced that has to be."""
    with open(os.path.join(house.TOP, "packaging", name),
              encoding="utf-8") as f:
        text = f.read()
    for old, new in pairs:
        if old not in text:
            raise RuntimeError("%s has no %s" % (name, old))
        text = text.replace(old, new)
    return h.write(name, text)


def nginx(h, path, ports):
    cert = "/etc/letsencrypt/live/%s/" % HOST
    log = os.path.join(h.folder, "nginx-errors.log")
    site = replaced(
        h, "nginx.conf", ("unix:/run/homeline/http.sock", "unix:" + path),
        ("listen 80;", "listen 127.0.0.1:%d;" % ports[0]),
        ("listen 443 ", "listen 127.0.0.1:%d " % ports[1]),
        (cert + "fullchain.pem", h.folder + "/cert.pem"),
        (cert + "privkey.pem", h.folder + "/key.pem"),
        ("/var/log/nginx/homeline.log", log))
    paths = "".join("%s_temp_path %s/nginx-%s;\n" % (p, h.folder, p) for p in (
        "client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = h.write("nginx-main.conf", (
        "daemon off;\npid %s/nginx.pid;\nerror_log stderr;\n%sevents {}\n"
        "http {\naccess_log off;\n%sinclude %s;\n}\n" % (
            h.folder, "user root;\n" if os.getuid() == 0 else "", paths,
            site)))
    return [shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"),
            "-p", h.folder, "-e", "stderr", "-c", main]


def caddy(h, path, ports):
    site = replaced(
        h, "Caddyfile", ("unix//run/homeline/http.sock", "unix/" + path),
        ("\n%s {\n" % HOST, "\n%s {\n\ttls %s/cert.pem %s/key.pem\n" % (
            HOST, h.folder, h.folder)),
        ("\n{\n", "\n{\n\tadmin off\n\thttp_port %d\n\thttps_port %d\n"
         "\tdefault_bind 127.0.0.1\n" % ports))
    h.env["HOME"] = h.env["XDG_DATA_HOME"] = h.folder
    h.env["XDG_CONFIG_HOME"] = h.folder
    return [shutil.which("caddy"), "run", "--config", site, "--adapter",
            "caddyfile"]


def certificate(h):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=" + HOST, "-addext", "subjectAltName=DNS:" + HOST, "-keyout",
         h.folder + "/key.pem", "-out", h.folder + "/cert.pem"],
        check=True, stderr=subprocess.DEVNULL, timeout=60)


def signed(url, fields):
    """As Twilio signs: the URL, then the fields in their order by name."""
    text = url + "".join(k + v for k, v in sorted(fields.items()))
    mac = hmac.new(house.TOKEN.encode(), text.encode(), hashlib.sha1)
    return {"X-Twilio-Signature": base64.b64encode(mac.digest()).decode(),
            "Content-Type": "application/x-www-form-urlencoded"}


class Case:
    def __init__(self, tap, h, name, proxy, gateway):
        self.tap, self.house, self.name = tap, h, name
        self.proxy, self.gateway = proxy, gateway
        self.sid = 0

    def case(self, words, good, notes=()):
        return self.tap.case("%s: %s" % (self.name, words), good, notes)

    def hook(self, words, query="", forged=False):
        """A text of a family, as Twilio tells it; the status."""
        self.sid += 1
        fields = {"MessageSid": "SM%032d" % self.sid, "Body": words,
                  "AccountSid": house.SID, "From": "+15082000000",
                  "To": house.NUMBERS[0], "NumMedia": "0",
                  "SmsStatus": "received"}
        headers = signed("https://%s/hooks/main%s" % (HOST, query), fields)
        if forged:
            fields["Body"] += "!"
        return self.proxy.ask("POST", "/hooks/main" + query,
                              urllib.parse.urlencode(fields), headers)

    def told(self):
        status, _, text = self.proxy.ask("GET", "/api/v1/replies", headers={
            "Authorization": "Bearer " + self.house.key})
        return status, text

    def webhooks(self):
        status, _, said = self.hook("¿Cuándo empieza? €", "?a=x%2fy&b=%20")
        self.case("a genuine webhook is taken, whatever its query",
                  status == 200, [status, said])
        status, _, said = self.hook("a" * 1500)
        self.case("so is a longer one", status == 200, [status, said])
        status, _, said = self.hook("Hello", forged=True)
        self.case("a forged one is not", status == 403, [status, said])
        status, text = self.told()
        self.case("the API has what was written", status == 200 and
                  "empieza? \\u20ac" in text or "empieza? €" in text, [text])

    def world(self):
        status, headers, text = self.proxy.ask("GET", "/healthz")
        self.case("/healthz is for the world", status == 200, [text])
        self.case("with TLS from now on", "max-age" in (
            headers.get("Strict-Transport-Security") or ""), [headers])
        status, headers, text = self.proxy.ask("GET", "/u/nobody")
        self.case("so is the page of who wants no more mail", status == 404
                  and "This link does not work." in text and
                  "default-src 'none'" in (headers.get(
                      "Content-Security-Policy") or ""),
                  [status, headers, text[:200]])
        status, headers, text = self.proxy.ask("GET", "/")
        self.case("the pages are for who signs in", status == 303 and
                  headers.get("Location") == "/signin",
                  [status, headers, text[:200]])
        for path in ("/metrics", "/readyz", "/api/../metrics",
                     "/hooks/..%2fmetrics", "//metrics", "/metrics/api/"):
            status, _, text = self.proxy.ask("GET", path)
            self.case(path + " is not", status in (400, 401, 404, 405) and
                      "homeline_" not in text, [status, text[:200]])
        big = b"x" * (1 << 20) + b"y"
        status, _, text = self.proxy.ask("POST", "/hooks/main", big)
        self.case("a body of more than 1 MB is refused",
                  status == 413 or status == 0 and "Broken" in text,
                  [status, text[:200]])
        status, _, text = self.proxy.ask(
            "POST", "/hooks/main", b"x" * (1 << 20),
            {"Content-Type": "application/x-www-form-urlencoded"})
        self.case("one of 1 MB comes through, and is not genuine",
                  status == 403, [status, text[:200]])
        line = http.client.HTTPConnection("127.0.0.1", self.proxy.plain,
                                          timeout=20)
        line.request("GET", "/healthz?x", headers={"Host": HOST})
        answer = line.getresponse()
        self.case("plain HTTP is sent to https", answer.status in (301, 308)
                  and re.match(r"https://%s(:\d+)?/healthz\?x$" % HOST,
                               answer.headers["Location"]),
                  [answer.status, answer.headers])
        line.close()

    def smuggling(self):
        """The gateway must not see the request in the second part as one of
        this connection's; where the proxy answers it itself, as a request of
        its own, that is right: then it is its 404."""
        hidden = "GET /metrics HTTP/1.1\r\nHost: %s\r\n\r\n" % HOST
        length = len(hidden)
        heads = {
            "a length beside chunks":
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            "two lengths": "Content-Length: 0\r\nContent-Length: %d\r\n" %
                length,
            "a length with a sign": "Content-Length: +%d\r\n" % length,
            "a space before the colon": "Transfer-Encoding : chunked\r\n"
                "Content-Length: %d\r\n" % (length + 5),
            "chunks in other words": "Transfer-Encoding: xchunked\r\n",
            "a folded line": "X-Folded: a\r\n Transfer-Encoding: chunked\r\n"
                "Content-Length: %d\r\n" % (length + 5),
            "a bare line feed": "X: y\nTransfer-Encoding: chunked\r\n"
                "Content-Length: %d\r\n" % (length + 5)}
        for name, head in heads.items():
            got = self.proxy.say((
                "POST /hooks/main HTTP/1.1\r\nHost: %s\r\n%s\r\n0\r\n\r\n%s" %
                (HOST, head, hidden)).encode()).decode("utf-8", "replace")
            codes = re.findall(r"HTTP/1\.1 (\d+)", got)
            self.case("a request in a request is refused: " + name,
                      codes and all(c[0] in "45" for c in codes) and
                      "homeline_" not in got, [got[:400]])
        status, _, text = self.proxy.ask("GET", "/healthz")
        self.case("and the next one is answered as it should be",
                  status == 200 and "lives" in text, [status, text])

    def restart(self):
        self.gateway.term()
        status, _, text = self.proxy.ask("GET", "/healthz")
        self.case("a gateway that is away is 502, not a wait",
                  status == 502, [status, text[:200]])
        self.gateway.launch()
        well = house.until(
            lambda: self.proxy.ask("GET", "/healthz")[0] == 200, house.START)
        self.case("when it is there again the proxy finds it", well,
                  self.gateway.tail())


def tried(tap, name, recipe):
    if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin"):
        tap.skip(name, "%s is not installed" % name)
        return
    with house.House("sqlite", students=4) as h:
        ports = (house.free_port(), house.free_port())
        path = os.path.join(h.folder, "http.sock")
        certificate(h)
        gateway = house.Gateway(h, public_url="https://" + HOST,
                                listen="unix:" + path)
        h.init(gateway)
        gateway.launch()
        proxy = Proxy(h, name, recipe(h, path, ports), ports)
        proxy.env.pop("LD_PRELOAD", None)
        proxy.env.update(h.env)
        proxy.env.pop("LD_PRELOAD", None)
        proxy.launch()
        c = Case(tap, h, name, proxy, gateway)
        if not c.case("it takes our file, and the gateway answers behind it",
                      house.until(lambda: not proxy.runs() or
                                  proxy.ask("GET", "/healthz")[0] == 200,
                                  house.START) and proxy.runs(),
                      proxy.tail() + gateway.tail()):
            return
        c.webhooks()
        c.world()
        c.smuggling()
        c.restart()


def main():
    tap = house.Tap()
    for name, recipe in (("nginx", nginx), ("caddy", caddy)):
        if len(sys.argv) < 2 or name in sys.argv[1:]:
            tried(tap, name, recipe)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
