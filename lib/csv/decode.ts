export type Encoding = "utf-8" | "utf-16" | "windows-1252"

/** Windows-1252 where it differs from Latin-1: 0x80 to 0x9F. The decoders of some Node versions leave these out. */
const WINDOWS_80_TO_9F = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"

const BROKEN = 0xfffd

/**
 * Text as programs of an office save it: UTF-8 or UTF-16 by their byte order mark, UTF-8 if most of what is not ASCII is
 * valid, else Windows-1252. A character that was cut becomes U+FFFD.
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

/** Letters of Windows-1252 hardly ever make valid UTF-8, while a program that cuts cells breaks few characters. */
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
