// Checks a receipt of the record in this browser: protocols/merkle/verify.py again, in the same order, with WebCrypto.
// Nothing leaves the page: it fetches nothing, sends nothing and keeps nothing. Every sentence is the page's own; what a
// file says is shown as text alone. Formats: docs/protocols/RECEIPT-1.md, CHECKPOINT-1.md. Sources: RFC 9162 §2.1, RFC 8032.
const LARGEST = 1 << 20;
const LOG = 1, WITNESS = 4;
const ENDS = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

class Verdict extends Error {
  constructor(what) { super(what); this.what = what; }
}

// -- reading: what is not of its kind is refused before anything is reckoned ---------------------------------------------
function part(of, name, kind) {
  const own = of !== null && typeof of === "object" && Object.prototype.hasOwnProperty.call(of, name);
  const found = own ? of[name] : undefined;
  const right = kind === "array" ? Array.isArray(found)
    : kind === "place" ? Number.isInteger(found)
    : typeof found === kind && found !== null && !Array.isArray(found);
  if (!right) throw new Verdict("shape");
  return found;
}

function octetsOf(text) {
  if (typeof text !== "string" || text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Verdict("base64");
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

// A half of a pair of surrogates has no octets: the encoder would write another letter in its place.
function encoded(text) {
  if (/\p{Surrogate}/u.test(text)) throw new Verdict("shape");
  return new TextEncoder().encode(text);
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of parts) { all.set(each, at); at += each.length; }
  return all;
}

const hex = (octets) => Array.from(octets, (one) => one.toString(16).padStart(2, "0")).join("");
const same = (one, other) => hex(one) === hex(other);

// -- hashes and signatures -----------------------------------------------------------------------------------------------
async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

const leafHash = (data) => sha256([0], data);
const nodeHash = (left, right) => sha256([1], left, right);

// The root that this inclusion proof leads to; null when it cannot be one of that place (RFC 9162 §2.1.3.2).
async function rootOf(leaf, index, size, proof) {
  if (index < 0n || index >= size) return null;
  let fn = index, sn = size - 1n, r = leaf;
  for (const p of proof) {
    if (sn === 0n) return null;
    if (fn & 1n || fn === sn) {
      r = await nodeHash(p, r);
      while (!(fn & 1n) && fn) { fn >>= 1n; sn >>= 1n; }
    } else r = await nodeHash(r, p);
    fn >>= 1n; sn >>= 1n;
  }
  return sn === 0n ? r : null;
}

async function signedBy(key, signature, message) {
  if (key.length !== 32 || signature.length !== 64) return false;
  try {
    const read = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, read, signature, message);
  } catch { return false; }
}

// Whether this browser knows these signatures: RFC 8032 §7.1, test 1, and the same with another message.
export async function knowsSignatures() {
  const bytes = (text) => Uint8Array.from(text.match(/../g), (two) => parseInt(two, 16));
  const key = bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const signature = bytes(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
  );
  return await signedBy(key, signature, new Uint8Array(0)) && !await signedBy(key, signature, new Uint8Array(1));
}

// -- notes ---------------------------------------------------------------------------------------------------------------
function cut(text, at) {
  const where = text.indexOf(at);
  return where < 0 ? [text, ""] : [text.slice(0, where), text.slice(where + at.length)];
}

async function readKey(vkey) {
  if (typeof vkey !== "string") throw new Verdict("shape");
  const [name, rest] = cut(vkey.trim(), "+"), [number, coded] = cut(rest, "+");
  const octets = octetsOf(coded);
  const id = (await sha256(encoded(name + "\n"), octets)).slice(0, 4);
  const kind = octets[0];
  if (!name || name.includes(" ") || octets.length !== 33 || (kind !== LOG && kind !== WITNESS) || hex(id) !== number) {
    throw new Verdict("badkey");
  }
  return { name, number, kind, key: octets.slice(1) };
}

// The known keys that signed; a signature that is there and is not its key's ends it. Unchecked where `able` is false.
async function signers(note, keys, able) {
  const known = new Map();
  for (const each of keys) {
    const read = await readKey(each);
    known.set(`${read.name} ${read.number}`, read);
  }
  const at = note.lastIndexOf("\n\n"), text = encoded(note.slice(0, Math.max(at, 0)) + "\n"), found = [];
  for (const line of at < 0 ? [] : note.slice(at + 2).split(ENDS)) {
    const [mark, rest] = cut(line, " "), [name, coded] = cut(rest, " ");
    const octets = octetsOf(coded), who = known.get(`${name} ${hex(octets.slice(0, 4))}`);
    if (mark !== "—" || !who) continue;
    let body = text, signature = octets.slice(4);
    if (who.kind === WITNESS) {
      const when = octets.slice(4, 12).reduce((sum, one) => (sum << 8n) | BigInt(one), 0n);
      body = joined(encoded(`cosignature/v1\ntime ${when}\n`), text);
      signature = octets.slice(12);
    }
    if (able && !await signedBy(who.key, signature, body)) throw new Verdict("signature");
    found.push(who);
  }
  return found;
}

function readCheckpoint(note) {
  const [origin, size = "", root = ""] = note.split("\n\n")[0].split("\n");
  const octets = octetsOf(root);
  if (!origin || !/^(0|[1-9][0-9]{0,4000})$/.test(size) || octets.length !== 32) throw new Verdict("checkpoint");
  return { origin, size: BigInt(size), root: octets };
}

// -- the receipt ---------------------------------------------------------------------------------------------------------
async function stampOf(receipt, note) {
  if (receipt.stamp === null || receipt.stamp === undefined) return false;
  const digest = hex(await sha256(encoded(note.slice(0, Math.max(note.lastIndexOf("\n\n"), 0)) + "\n")));
  const token = hex(octetsOf(part(receipt.stamp, "token", "string")));
  for (let at = token.indexOf(digest); at >= 0; at = token.indexOf(digest, at + 1)) if (at % 2 === 0) return true;
  throw new Verdict("stamp");
}

function parsed(octets) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets));
  } catch { throw new Verdict("json"); }
}

async function checked(octets, given, able) {
  const receipt = parsed(octets);
  if (receipt === null || typeof receipt !== "object" || Array.isArray(receipt)) throw new Verdict("receipt");
  if (receipt.format !== "myspace-receipt" || receipt.version !== 1) throw new Verdict("receipt");
  const brought = part(receipt, "keys", "object");
  const own = [part(brought, "log", "string"), ...part(brought, "witnesses", "array")];
  const keys = given.length ? given : own;
  const entry = part(receipt, "entry", "object"), leaf = part(receipt, "leaf", "object"), proof = part(receipt, "proof", "object");
  const says = part(entry, "payload", "string"), note = part(receipt, "checkpoint", "string");
  const index = BigInt(part(leaf, "index", "place")), size = BigInt(part(proof, "size", "place"));
  const salt = octetsOf(part(entry, "salt", "string")), sealed = octetsOf(part(leaf, "hash", "string"));
  if (salt.length !== 32) throw new Verdict("salt");
  const hash = await leafHash(await sha256(salt, encoded(says)));
  if (!same(hash, sealed)) throw new Verdict("text");
  const head = readCheckpoint(note), who = await signers(note, keys, able);
  if (!who.some((each) => each.kind === LOG && each.name === head.origin)) throw new Verdict("key");
  const root = size === head.size ? await rootOf(hash, index, size, part(proof, "hashes", "array").map(octetsOf)) : null;
  if (!root || !same(root, head.root)) throw new Verdict("tree");
  const wanted = await Promise.all(keys.slice(1).map(readKey));
  const [by, not] = [true, false].map((yes) => wanted.map((each) => each.name).filter(
    (name) => who.some((each) => each.kind === WITNESS && each.name === name) === yes));
  const stamped = await stampOf(receipt, note);
  const what = !able ? "unsigned" : !given.length ? "together" : not.length ? "lacks" : "holds";
  return { what, says, index: String(index), size: String(size), origin: head.origin, by, not, stamped };
}

// What a receipt is found to be: `what` is the name of a verdict of the page; what holds brings what it says.
export async function check(octets, given, able) {
  try {
    return await checked(octets, given, able);
  } catch (wrong) {
    if (wrong instanceof Verdict) return { what: wrong.what };
    throw wrong;
  }
}

// -- the page ------------------------------------------------------------------------------------------------------------
// What turns letters round, or is not seen, is written out.
const plain = (text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0).toString(16)}}`);

function shown(place, found) {
  const parts = [document.querySelector(`template[data-verdict="${found.what}"]`).content.cloneNode(true)];
  if (found.says !== undefined) {
    const facts = document.querySelector("template[data-found]").content.cloneNode(true);
    // Where no signature was checked, nobody's confirmation was.
    const named = found.what === "unsigned" ? { by: "", not: "" } : { by: found.by.join(", "), not: found.not.join(", ") };
    const told = { says: found.says, index: found.index, size: found.size, origin: found.origin, ...named };
    for (const slot of facts.querySelectorAll("[data-slot]")) slot.textContent = plain(told[slot.dataset.slot]);
    const holds = { ...named, stamped: found.stamped, unstamped: !found.stamped };
    for (const row of facts.querySelectorAll("[data-if]")) if (!holds[row.dataset.if]) row.remove();
    parts.push(facts);
  }
  place.replaceChildren(...parts);
  place.scrollIntoView({ block: "nearest" });
}

function begin(here) {
  const input = here.querySelector("input[type=file]"), place = here.querySelector("[data-result]");
  const keys = here.dataset.keys.split(" ").filter(Boolean);
  let turn = 0;
  here.hidden = false;
  document.querySelector("[data-needs-script]").hidden = true;
  input.addEventListener("change", async () => {
    const mine = ++turn, file = input.files[0];
    let found = { what: "failed" };
    place.replaceChildren();
    if (!file) return;
    try {
      if (file.size > LARGEST) found = { what: "big" };
      else if (!globalThis.crypto || !crypto.subtle) found = { what: "cannot" };
      else found = await check(new Uint8Array(await file.arrayBuffer()), keys, await knowsSignatures());
    } catch { /* the file went away, or the browser gave up: said as such */ }
    if (mine !== turn) return; // another file was chosen meanwhile
    shown(place, found);
  });
  // The same file, mended, may be chosen again; until then nothing is said of any.
  input.addEventListener("click", () => { turn++; input.value = ""; place.replaceChildren(); });
}

const here = document.querySelector("[data-check-receipt]");
if (here) begin(here);
