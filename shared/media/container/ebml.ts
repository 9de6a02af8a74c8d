import { openParts, type Parts } from '../source.ts'

const ids = { segment: 0x18538067, cluster: 0x1f43b675 }
/** What live recorders write where they do not know yet how long it will be. */
const unknown = Number.POSITIVE_INFINITY
const windowBytes = 64 * 1024

/**
 * Whether a Matroska file ends within one of its elements (RFC 8794, RFC 9559), walking their heads alone. A live recorder
 * that was killed between two of them leaves a file like one that was finished into a pipe: that is not told.
 */
export async function isTornMkv(parts: Parts): Promise<boolean> {
  const file = openParts(parts)
  let window: { at: number; bytes: Buffer } = { at: 0, bytes: Buffer.alloc(0) }
  const headAt = async (at: number) => {
    const missing = at < window.at || at + headBytes > window.at + window.bytes.length
    if (missing) window = { at, bytes: await file.readAt(at, windowBytes) }
    return window.bytes.subarray(at - window.at)
  }
  try {
    let at = 0
    while (at < file.bytes) {
      const head = elementHead(await headAt(at))
      if (head === 'torn') return true
      if (head === 'junk') return false
      const { id, bytes, payload } = head
      const open = bytes === unknown
      if (open && id !== ids.segment && id !== ids.cluster) return false
      if (!open && at + payload + bytes > file.bytes) return true
      at += open || id === ids.segment ? payload : payload + bytes
    }
    return false
  } finally {
    await file.close()
  }
}

const headBytes = 12

/** An element's name, the length of its head and of what follows; `torn` where the bytes end within its head. */
function elementHead(bytes: Buffer) {
  const idBytes = Math.clz32(bytes[0] ?? 0) - 23
  if (idBytes > 4) return 'junk'
  const sizeBytes = Math.clz32(bytes[idBytes] ?? 0) - 23
  if (idBytes >= bytes.length) return 'torn'
  if (sizeBytes > 8) return 'junk'
  const payload = idBytes + sizeBytes
  if (payload > bytes.length) return 'torn'
  const id = bytes.readUIntBE(0, idBytes)
  let value = (bytes[idBytes] ?? 0) & (0xff >> sizeBytes)
  let ones = value === 0xff >> sizeBytes
  for (const byte of bytes.subarray(idBytes + 1, payload)) {
    value = value * 256 + byte
    ones &&= byte === 0xff
  }
  return { id, payload, bytes: ones ? unknown : value }
}
