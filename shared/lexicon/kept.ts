import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { compileLexicon, type Lexicon } from '#shared/text/compile.ts'
import { assembleLexicon, type Part, packLexicon } from '#shared/text/pack.ts'
import { type LoadedLexicon, loadLexicon } from './load.ts'
import { keep, readKept } from './store.ts'

const shared = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** SHA-256 over the names and bytes of files. */
function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) {
    const bytes = readFileSync(file)
    hash.update(`${file} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

/** The folder of a state directory that what is kept here lies in; it may be removed at any time. */
export const keptIn = (dataDir: string): string => join(dataDir, 'compiled')

const sources = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()

/**
 * Names the code that reads and compiles lexicons by its files: what other code made is made again. Read with the code
 * itself, for an upgrade replaces the files under a program that runs.
 */
const code = [
  ...['domain', 'lexicon', 'policy', 'text'].flatMap((folder) => sources(shared(folder))),
  shared('../package.json'),
]
const codeName = [hashOf(code), process.version, process.arch].join(' ')

const nameOf = (kind: string, content: string) =>
  `${kind}-${createHash('sha256').update(`${codeName} ${content}`).digest('hex')}`

/** The name a compiled lexicon is kept under. */
export const compiledName = (version: string): string => nameOf('compiled', version)

/** A compiled lexicon as it was kept; null when it has to be compiled. */
export async function readCompiled(dir: string, version: string): Promise<Lexicon | null> {
  const parts = (await readKept(dir, compiledName(version))) as Part[] | null
  if (!parts) return null
  const lexicon = assembleLexicon()
  for (const part of parts) lexicon.add(part)
  return lexicon.lexicon()
}

/** `compileLexicon`, once for every version: the next process finds it in `dir`. */
export async function compileKept(
  source: LexiconSource,
  version: string,
  dir: string,
): Promise<Lexicon> {
  const kept = await readCompiled(dir, version)
  if (kept) return kept
  const lexicon = compileLexicon(source, version)
  keep(dir, compiledName(version), packLexicon(lexicon))
  return lexicon
}

/** What a lexicon folder says, without the places in it. */
export type FolderContent = Omit<LoadedLexicon, 'placeOf'>

/** `loadLexicon`, once for every content of the folder: the next process finds it in `dir`. */
export async function loadKept(folder: string, dir: string): Promise<FolderContent> {
  const before = folderName(folder)
  const [kept] = (before && (await readKept(dir, before))) || []
  if (kept) return kept as FolderContent
  const { source, laws, categories } = await loadLexicon(folder)
  const content = { source, laws, categories }
  // Somebody may have been editing meanwhile.
  if (before && before === folderName(folder)) keep(dir, before, [content])
  return content
}

/** The name the content of a folder is kept under; null when it cannot be read, which is for `loadLexicon` to say. */
function folderName(folder: string): string | null {
  const all = (dir: string) =>
    readdirSync(dir)
      .map((name) => join(dir, name))
      .sort()
  try {
    const files = all(folder).filter((file) => file.endsWith('.yaml'))
    return nameOf('folder', hashOf([...files, ...all(join(folder, 'rules'))]))
  } catch {
    return null
  }
}
