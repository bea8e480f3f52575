"""A workspace of one pack: villages, notices, rosters signed by both roles, and what the program says of it."""

import hashlib
import json
import os
import re
import shutil
import subprocess

import people  # noqa: F401  (finds bench_site)
from bench_site.corpus import Key, write

ROLES = ["村民委员会", "村务监督委员会"]
SIGNED = "2020-01-02"
CLOSING = """
我看过上面写明的名册文件，同意用它、按上面写明的政策包，从张贴日起公示。
名册或政策包改动一个字，本声明作废，须重新签字。
"""
# Seconds after which a build is taken to hang, of a debug binary on a busy machine.
PATIENCE = 180

# What each pack posts: kind → posting day and days of the steps; `today` is a day on which all of it hangs.
PACKS = {
    "puan-2025": ("2025-04-09", "2025", {
        "identify": ("2025-04-07", {"lead": "2025-04-01", "verify": "2025-04-02", "review": "2025-04-03"}),
        "exit": ("2025-04-08", {"stable": "2024-09-10", "nominate": "2025-03-24", "verify": "2025-03-27", "review": "2025-04-03"}),
    }),
    "huizhou-2020": ("2020-07-22", "2020", {
        "solicit": ("2020-07-20", {"lead": "2020-07-03", "verify": "2020-07-10", "draft": "2020-07-17"}),
        "announce": ("2020-07-17", {"lead": "2020-06-15", "verify": "2020-06-23", "draft": "2020-06-29", "solicit": "2020-07-02",
                                    "review": "2020-07-14"}),
    }),
    "linyi-2020": ("2020-06-12", "2020", {
        "immediate": ("2020-06-11", {"lead": "2020-06-01", "visit": "2020-06-03", "review": "2020-06-05", "compare": "2020-06-10"}),
        "return": ("2020-06-11", {"visit": "2020-06-03", "review": "2020-06-05", "compare": "2020-06-10"}),
        "watch": ("2020-06-11", {"lead": "2020-06-08", "visit": "2020-06-11"}),
    }),
    "jilin-2020": ("2020-05-20", "2020", {"warning": ("2020-05-18", {"apply": "2020-05-11", "verify": "2020-05-15"})}),
    "yangshuo-2021": ("2021-05-20", "2021", {
        "offline": ("2021-05-18", {"offline": "2021-05-14"}),
        "exit": ("2021-05-19", {"follow": "2020-05-10", "village": "2021-05-17"}),
        "housing": ("2021-05-20", {"ledger": "2021-05-12"}),
    }),
}


def quote(text):
    return json.dumps(text, ensure_ascii=False)


def digest(folder):
    """A pack's digest, as the program reckons it."""
    whole = hashlib.sha256()
    files = (os.path.relpath(os.path.join(base, name), folder) for base, _, names in os.walk(folder) for name in names)
    for name in sorted(files):
        with open(f"{folder}/{name}", "rb") as source:
            content = source.read()
        whole.update(f"{len(name.encode())} {name}\0{len(content)} ".encode() + content)
    return whole.hexdigest()


class Workspace:
    """`root` is made anew. `papers`: with forms and prints on the site too, which take their time."""

    def __init__(self, mingbai, root, pack, township, papers=False, more="", contact=None):
        self.mingbai, self.root, self.pack, self.township = os.path.abspath(mingbai), root, pack, township
        self.today, self.year, self.kinds = PACKS[pack]
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run([self.mingbai, "init", root], check=True, stdout=subprocess.DEVNULL)
        for unused in ("villages", "keys"):
            shutil.rmtree(f"{root}/{unused}")
        for unused in PACKS:
            shutil.rmtree(f"{root}/policies/{unused}/example", ignore_errors=True)
        if not papers:
            self.without_forms()
        web = "" if papers else "\n[prints]\nweb = false\n"
        contact = contact or f"{township}便民服务中心"
        self.write("township.toml", f"""name = {quote(township)}
publisher = {quote(township + "人民政府")}
pack = "{pack}"
base_url = "https://xiang.example/"
{more}{web}
[[contact]]
purpose = "政策咨询"
name = {quote(contact)}
phone = "0990-0001200"
""")
        self.keys = {role: Key() for role in ROLES}
        for n, (role, key) in enumerate(self.keys.items()):
            self.write(f"keys/k{n}.pub", f"untrusted comment: mingbai public key role={role} name=经办人{n}\n{key.public()}\n")
        self.pack_digest = self.digest()

    def digest(self):
        return digest(f"{self.root}/policies/{self.pack}")

    def without_forms(self):
        """The pack without its forms and addressed leaflets: they are the office's own and never public."""
        path = f"{self.root}/policies/{self.pack}/pack.toml"
        with open(path, encoding="utf-8") as source:
            blocks = source.read().split("\n[[")
        kept = [block for block in blocks if not block.startswith("form]]")]
        text = "\n[[".join(kept)
        text = re.sub(r'to = "roster-households"\nnotice = .*\n', 'to = "every-household"\n', text)
        write(path, text)

    def write(self, path, content):
        write(f"{self.root}/{path}", content)

    def read(self, path):
        with open(f"{self.root}/{path}", encoding="utf-8") as source:
            return source.read()

    def village(self, slug, name, board="", contact=None, more=""):
        contact = contact or f"{name}村务监督委员会"
        self.write(f"villages/{slug}/village.toml", f"""name = {quote(name)}
committee = {quote(f"{self.township}{name}村民委员会")}
board = {quote(f"{name}村务公开栏{board}")}

[[contact]]
purpose = "村里受理意见"
name = {quote(contact)}
phone = "0990-0001301"
{more}""")

    def notice(self, slug, stem, kind, file, roster, text=None, more="", signed=True):
        posted, steps = self.kinds[kind]
        days = "".join(f"{step} = {day}\n" for step, day in steps.items())
        self.write(f"villages/{slug}/notices/{stem}.toml",
                   f'kind = "{kind}"\nroster = "rosters/{file}"\nposted = {posted}\n{more}\n[steps]\n{days}')
        if text:
            self.write(f"villages/{slug}/notices/{stem}.md", text)
        path = f"villages/{slug}/rosters/{file}"
        self.write(path, roster)
        if signed:
            hidden = re.search(r"^hidden_rows = (\d+)$", more, re.M)
            self.sign(f"villages/{slug}/notices/{stem}", kind, posted, path, roster, hidden and hidden[1])

    def sign(self, notice, kind, posted, path, roster, hidden=None):
        for n, (role, key) in enumerate(self.keys.items()):
            lines = [("公示", notice), ("种类", kind), ("张贴日", posted), ("名册文件", path),
                     ("名册SHA-256", hashlib.sha256(roster).hexdigest()), ("政策包", self.pack), ("政策包SHA-256", self.pack_digest),
                     ("角色", role), ("签字人", f"经办人{n}"), ("签字日期", SIGNED)]
            if hidden:
                lines.append(("隐藏或划掉、不公示的行", f"{hidden}行"))
            form = 2 if hidden else 1
            text = f"明白签字声明 {form}\n" + "".join(f"{label}：{value}\n" for label, value in lines) + CLOSING
            self.write(f"{path}.signoff/{role}.txt", text)
            self.write(f"{path}.signoff/{role}.txt.minisig", key.sign(text.encode()))
        # A proof of what was signed before is nobody's any more.
        shutil.rmtree(f"{self.root}/{notice}.proof", ignore_errors=True)

    def upgrade(self):
        """Statements are made in the old form, by a program of another kind; the program takes them over."""
        command = [self.mingbai, "-C", self.root, "--today", self.today, "upgrade", "--yes"]
        subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE)

    def build(self):
        """Exit code and findings."""
        self.upgrade()
        out = f"{self.root}.out"
        command = [self.mingbai, "-C", self.root, "--today", self.today, "--json", "build", "--out", out]
        try:
            ran = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            ran = subprocess.CompletedProcess(command, 124, b"", f"no answer within {PATIENCE} s".encode())
        shutil.rmtree(out, ignore_errors=True)
        try:
            said = json.loads(ran.stderr if ran.returncode else ran.stdout)
        except ValueError:
            said = [{"code": f"exit-{ran.returncode}", "severity": "error", "message": ran.stderr.decode(errors="replace")[-400:]}]
        # That a notice is held back follows from the other findings.
        said = [finding for finding in said if finding.get("code", "notice-held-back") != "notice-held-back"]
        empty = dict.fromkeys(["code", "severity", "path", "line", "column", "field", "message"])
        said = [empty | finding for finding in said]
        return ran.returncode, said

    def warnings(self):
        """What a build that publishes warns of; --json does not tell it."""
        command = [self.mingbai, "-C", self.root, "--today", self.today, "build", "--out", f"{self.root}.out"]
        ran = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
        shutil.rmtree(f"{self.root}.out", ignore_errors=True)
        lines = (ran.stdout + ran.stderr).decode(errors="replace").splitlines()
        return [{"code": "", "severity": "warning", "path": "", "line": "", "message": line} for line in lines if "警告[" in line]
