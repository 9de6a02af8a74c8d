import type { Db } from '#shared/db/client.ts'
import { findLexicon, lexiconJson } from '#shared/db/lexicons.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import type { Shelf } from '../detect/shelf.ts'

/** A compiled lexicon takes about a hundred megabytes; more than this many former ones are not kept. */
const keptVersions = 2

/** Lexicons by name: the one in force when none is given, any stored one by the beginning of its name. */
export interface Versions {
  named(name?: string): Promise<Lexicon>
}

export function openVersions(
  db: Db,
  shelf: Pick<Shelf, 'versions' | 'latest' | 'compile'>,
): Versions {
  const compiled = new Map<string, Promise<Lexicon>>()
  return {
    async named(name) {
      const { published } = await shelf.versions()
      const version = name === undefined ? published : (await findLexicon(db, name)).version
      if (version === published) return shelf.latest()
      const known = compiled.get(version)
      if (known) return known
      const made = lexiconJson(db, version).then((json) => shelf.compile(json, version))
      compiled.set(version, made)
      made.catch(() => compiled.delete(version))
      for (const old of [...compiled.keys()].slice(0, -keptVersions)) compiled.delete(old)
      return made
    },
  }
}
