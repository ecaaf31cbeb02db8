export type Encoding = "utf-8" | "utf-16" | "windows-1252"

/** Windows-1252 where it differs from Latin-1: 0x80 to 0x9F. The decoders of some Node versions leave these out. */
const WINDOWS_80_TO_9F = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"

/** Text as programs of an office save it: UTF-8 or UTF-16 by their byte order mark, UTF-8 if it is valid, else Windows-1252. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "utf-16" }
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder("utf-16be").decode(bytes), encoding: "utf-16" }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" }
  } catch {
    return { text: decodeWindows1252(bytes), encoding: "windows-1252" }
  }
}

function decodeWindows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/[\x80-\x9f]/g, (char) => WINDOWS_80_TO_9F[char.charCodeAt(0) - 0x80]!)
}
