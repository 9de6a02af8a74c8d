import type { Db } from '#shared/db/client.ts'
import { type Recording, recordingsByContent } from '#shared/db/recordings.ts'
import { getRoom } from '#shared/db/rooms.ts'
import { unknownRoom } from './register.ts'
import { isThere } from './stands.ts'

/**
 * The recording that this content already is: of the room the file is said to be of, for what two rooms send alike is two
 * recordings; of any room where nothing says one. A recording nobody has judged goes over to the room when it had none, or
 * when its file went away and this is where it went.
 */
export async function knownContent(
  db: Db,
  sha256: string,
  room: { readonly id: string } | null,
): Promise<Recording | undefined> {
  const alike = await recordingsByContent(db, sha256)
  if (!room) return alike[0]
  const own = alike.find(({ roomId }) => roomId === room.id)
  if (own) return own
  for (const other of alike) {
    if (other.detectedKey !== null) continue
    const nobodys = (await getRoom(db, other.roomId))?.name === unknownRoom
    if (nobodys || !(await isThere(other.path))) return other
  }
  return undefined
}
