import { createHmac, timingSafeEqual } from 'node:crypto'

/** That a flag was handed to a person, and when by the house's clock. */
export interface Handed {
  readonly flagId: string
  readonly by: string
  readonly atMs: number
}

/** What goes out with the flag, and comes back with an opening that no network could carry. */
export function signHanded(secret: string, handed: Handed): string {
  return `${handed.atMs}.${markOf(secret, handed)}`
}

/** When the flag was handed to this person; null for a mark that was changed, or is another flag's or person's. */
export function handedAt(
  secret: string,
  text: string,
  { flagId, by }: Omit<Handed, 'atMs'>,
): number | null {
  const [time = '', mark = ''] = text.split('.')
  const atMs = Number(time)
  const [given, wanted] = [Buffer.from(mark), Buffer.from(markOf(secret, { flagId, by, atMs }))]
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? atMs : null
}

/** The purpose is in the mark, so that no other signature of the same secret can pass for it. */
function markOf(secret: string, { flagId, by, atMs }: Handed): string {
  const text = `flag handed ${JSON.stringify([flagId, by, atMs])}`
  return createHmac('sha256', secret).update(text).digest('base64url')
}
