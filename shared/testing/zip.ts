import { inflateRawSync } from 'node:zlib'

/** The text of a file inside a zip archive, by its central directory (APPNOTE 4.3.12); throws where there is none. */
export function textInZip(zip: Buffer, name: string): string {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameBytes, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    const header = at + 46
    if (zip.toString('utf8', header, header + (nameBytes ?? 0)) === name) {
      const local = zip.readUInt32LE(at + 42)
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
      const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20))
      return (zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8')
    }
    at = header + (nameBytes ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  throw new Error(`no ${name} in the archive`)
}
