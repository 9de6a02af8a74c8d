import type { Channel } from '#shared/domain/channel.ts'
import type { Utterance } from './detect.ts'

/**
 * Whose words a text is. Comments by the room's own people (小助理, 客服, 场控) count as speech; every other comment is
 * the audience's and is judged by the rules meant for it.
 */
export function speaker(
  { channel, text, staff }: Pick<Utterance, 'channel' | 'text' | 'staff'>,
  staffNames: readonly string[],
): { channel: Channel; audience: boolean } {
  if (channel !== 'danmaku') return { channel, audience: false }
  const head = text.slice(0, 12)
  const ours =
    staff === true ||
    staffNames.some((name) => {
      const at = head.indexOf(name)
      return at >= 0 && /^[\s]*[:：]/.test(text.slice(at + name.length, at + name.length + 4))
    })
  return ours ? { channel: 'speech', audience: false } : { channel, audience: true }
}
