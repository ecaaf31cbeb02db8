export type Encoding = "utf-8" | "utf-16" | "windows-1252"

/** Where Windows-1252 differs from Latin-1: 0x80 to 0x9F. The decoders of some Node versions lack these. */
const WINDOWS_80_TO_9F = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"

const BROKEN = 0xfffd

/**
 * Decodes text as office programs save it: UTF-8 or UTF-16 by byte order mark, UTF-8 if most of the non-ASCII text is
 * valid, else Windows-1252. A truncated character becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "utf-16" }
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder("utf-16be").decode(bytes), encoding: "utf-16" }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" }
  } catch {
    return isMostlyUtf8(bytes)
      ? { text: new TextDecoder("utf-8").decode(bytes), encoding: "utf-8" }
      : { text: decodeWindows1252(bytes), encoding: "windows-1252" }
  }
}

/** Windows-1252 letters hardly ever form valid UTF-8, and a program that truncates cells breaks few characters. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes)
  let [broken, valid] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BROKEN) broken += text.charCodeAt(at - 1) === BROKEN ? 0 : 1
    else if (code > 0x7f) valid += 1
  }
  return broken <= valid
}

function decodeWindows1252(bytes: Uint8Array): string {
  const codes = new Uint16Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    codes[at] = byte >= 0x80 && byte <= 0x9f ? WINDOWS_80_TO_9F.charCodeAt(byte - 0x80) : byte
  }
  return new TextDecoder("utf-16le").decode(codes)
}
