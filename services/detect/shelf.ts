import type { Db } from '#shared/db/client.ts'
import {
  getLexicon,
  publishedLexicon,
  publishedVersion,
  publishLexicon,
} from '#shared/db/lexicons.ts'
import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { compileLexicon, type Lexicon } from '#shared/text/compile.ts'

/** Whose versions the program may replace by the ones it brings; a person's stay until a person changes them. */
const shippedBy = '系统自带'

/** The published lexicon, compiled once a version; asked again by every job, so a new one is taken without a restart. */
export interface Shelf {
  /** The compiled version last seen. */
  current(): Lexicon
  /** Looks for a newer published version first. */
  latest(): Promise<Lexicon>
}

/** Opens the shelf, publishing the lexicon that comes with the program unless a person has published another. */
export async function openShelf(db: Db, shipped: LexiconSource, now: Date): Promise<Shelf> {
  const version = versionOf(shipped)
  const published = await publishedLexicon(db)
  if (!published || (published.author === shippedBy && published.version !== version)) {
    const reason = '随程序发布'
    await publishLexicon(db, { version, source: shipped, author: shippedBy, reason }, now)
  }
  let lexicon = await read(db, shipped, version)
  return {
    current: () => lexicon,
    async latest() {
      const wanted = await publishedVersion(db)
      if (wanted && wanted !== lexicon.version) lexicon = await read(db, shipped, version)
      return lexicon
    },
  }
}

async function read(db: Db, shipped: LexiconSource, version: string): Promise<Lexicon> {
  const wanted = (await publishedVersion(db)) ?? version
  if (wanted === version) return compileLexicon(shipped, version)
  const row = await getLexicon(db, wanted)
  // Written by us from a checked source, so it has that shape.
  return compileLexicon((row?.source ?? shipped) as LexiconSource, wanted)
}
