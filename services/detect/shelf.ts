import type { Db } from '#shared/db/client.ts'
import { bringLexicon, lexiconJson, versionsInUse } from '#shared/db/lexicons.ts'
import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { compileAside } from '#shared/lexicon/aside.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import type { Lexicon } from '#shared/text/compile.ts'

/** Whose versions the program may replace by the ones it brings; a person's stay until a person changes them. */
/** Signs for the lexicon that comes with the program. */
export const shippedBy = '系统自带'

/** The lexicons in use, each compiled once and when first wanted; asked again by every job, so that a new one is taken without a restart. */
export interface Shelf {
  /** The names in force and in shadow at this moment; compiles nothing. */
  versions(): Promise<{ readonly published: string; readonly shadow: string | null }>
  /** The lexicon in force at this moment. */
  latest(): Promise<Lexicon>
  /** The lexicon in shadow at this moment, if there is one. */
  shadow(): Promise<Lexicon | null>
  /** Compiles another version as those in use are. */
  compile(json: string, version: string): Promise<Lexicon>
}

/** Opens the shelf, publishing the lexicon that comes with the program unless a person has published another. */
export async function openShelf(
  db: Db,
  shipped: LexiconSource,
  now: Date,
  compile = compileAside,
): Promise<Shelf> {
  const version = versionOf(shipped)
  await bringLexicon(db, { version, source: shipped, author: shippedBy, reason: '随程序发布' }, now)
  const compiled = new Map<string, Promise<Lexicon>>()

  async function versions() {
    const { published, shadow } = await versionsInUse(db)
    return { published: published ?? version, shadow }
  }

  /** Whoever asks while it is compiled waits for the same one; those no longer in use go. */
  function take(wanted: string, inUse: readonly (string | null)[]): Promise<Lexicon> {
    for (const old of compiled.keys()) if (!inUse.includes(old)) compiled.delete(old)
    const known = compiled.get(wanted)
    if (known) return known
    const made = lexiconJson(db, wanted).then((json) => compile(json, wanted))
    compiled.set(wanted, made)
    made.catch(() => compiled.delete(wanted))
    return made
  }

  return {
    compile,
    versions,
    async latest() {
      const { published, shadow } = await versions()
      return take(published, [published, shadow])
    },
    async shadow() {
      const { published, shadow } = await versions()
      return shadow === null ? null : take(shadow, [published, shadow])
    },
  }
}
