/**
 * The UTF-16 units of a text side by side with it, for what looks at single characters a million times: an array answers in a
 * quarter of the time a string takes. Serves until the next text; grows with the longest.
 */
export function unitReader(): (text: string) => Uint16Array {
  let bytes = Buffer.alloc(0)
  let units = new Uint16Array(0)
  return (text) => {
    if (text.length > units.length) {
      bytes = Buffer.alloc(text.length * 2)
      units = new Uint16Array(bytes.buffer, bytes.byteOffset, text.length)
    }
    bytes.write(text, 'utf16le')
    return units
  }
}
