import type { Channel } from '#shared/domain/channel.ts'
import type { Utterance } from './detect.ts'
import { inPlainForm } from './fold.ts'

/**
 * Whose words a text is. Comments by the room's own people (小助理, 客服, 场控) count as speech; every other comment is
 * the audience's and is judged by the rules meant for it.
 */
export function speaker(
  { channel, text, staff }: Pick<Utterance, 'channel' | 'text' | 'staff'>,
  staffNames: readonly string[],
): { channel: Channel; audience: boolean } {
  if (channel !== 'danmaku') return { channel, audience: false }
  const ours = staff === true || isSaidBy(text.slice(0, nameEnd), staffNames)
  return ours ? { channel: 'speech', audience: false } : { channel, audience: true }
}

/** A name that speaks stands at the beginning of a comment. */
const nameEnd = 16

/** Whether a comment begins with one of these names and a colon (小助理：, 管理員:). */
function isSaidBy(head: string, names: readonly string[]): boolean {
  if (!/[:：]/.test(head)) return false
  const plain = inPlainForm(head)
  return names.some((name) => {
    const at = plain.indexOf(name)
    return at >= 0 && /^\s*[:：]/.test(plain.slice(at + name.length))
  })
}
