import type { Comment } from '#shared/domain/comment.ts'

/** Repeats come after a reconnect, so within minutes; two generations of keys bound the memory however long the file is. */
const keysPerGeneration = 200_000

/**
 * Tells repeated deliveries of one message from people who say the same thing twice. Equal ids are one message; without ids, equal
 * (millisecond, sender, text). Text alone never decides, nor does a time known only to the second.
 */
export function duplicateFilter(): (comment: Comment) => boolean {
  let recent = new Set<string>()
  let older = new Set<string>()
  let toTheMillisecond = false

  return (comment) => {
    const { id, atMs, sender } = comment
    if (atMs !== null && atMs % 1000 !== 0) toTheMillisecond = true
    let key: string
    if (id !== null) key = `${comment.kind}\n${id}`
    else if (atMs !== null && sender !== null && toTheMillisecond && !comment.timeGuessed)
      key = `${comment.kind}\n${atMs}\n${sender}\n${comment.text}`
    else return false
    if (recent.has(key) || older.has(key)) return true
    recent.add(key)
    if (recent.size >= keysPerGeneration) {
      older = recent
      recent = new Set()
    }
    return false
  }
}
