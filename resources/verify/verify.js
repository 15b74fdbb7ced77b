// Reads the code of an invoice and says whether its signature holds. No network, no storage; `nacl` must be loaded.
// The form of the code: pos_app/domain/seal.py; the last of the IMEIs may be "+56", so many more.
"use strict";

function bytesOf(text) {
  var plain;
  try { plain = unescape(encodeURIComponent(text)); } catch (half) { return null; }  // half a character
  var bytes = new Uint8Array(plain.length);
  for (var at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at);
  return bytes;
}

function fromBase64Url(text) {
  var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var bytes = [], bits = 0, held = 0;
  for (var at = 0; at < text.length; at += 1) {
    var value = letters.indexOf(text.charAt(at));
    if (value < 0) return null;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return held ? null : new Uint8Array(bytes);
}

// The second half of a signature is a number below the order of the group: else one signature had two spellings.
function isSmall(bytes) {
  var order = [237, 211, 245, 92, 26, 99, 18, 88, 214, 156, 247, 162, 222, 249, 222, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16];
  for (var at = 31; at >= 0; at -= 1) if (bytes[at] !== order[at]) return bytes[at] < order[at];
  return false;
}

// {state: "valid" | "altered" | "unreadable", whose: "shop" | "other" | "unknown", ...what the code says}
function verifyCode(text, keys) {
  var line = String(text).trim();
  var parts = line.split("|");
  if (line.length > 4096 || parts.length !== 9 || parts[0] !== "PISHKHAN1" || !/^[0-9]{1,20}$/.test(parts[3])) {
    return { state: "unreadable" };
  }
  var key = fromBase64Url(parts[7]), signature = fromBase64Url(parts[8]);
  if (!key || !signature || key.length !== 32 || signature.length !== 64) return { state: "unreadable" };
  var message = bytesOf(line.slice(0, line.lastIndexOf("|")));
  if (!message || !isSmall(signature.subarray(32))) return { state: message ? "altered" : "unreadable" };
  var known = (keys || []).map(function (one) { return one.key; });
  return {
    state: nacl.sign.detached.verify(message, signature, key) ? "valid" : "altered",
    whose: known.length === 0 ? "unknown" : known.indexOf(parts[7]) >= 0 ? "shop" : "other",
    number: parts[1], issuedAt: parts[2], total: parts[3], currency: parts[4],
    imeis: parts[5] ? parts[5].split(",") : [], key: parts[7]
  };
}
