import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeHonestTalk } from './talk.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const prose = /\.(md|ts|tsx|yaml)$/
/** What speaks of offences, shows them or is made of lists. */
const notProse = /^(lexicons|samples|dist|scripts|data|drizzle)\/|tables\/|eval\/|\.test\.ts$/

/**
 * Texts without an offence, a line each: the Chinese of the project's own documents, settings and messages, that of its
 * packages' readmes, and generated talk of an honest host.
 */
export async function benignTexts() {
  const own = (await readdir(root, { recursive: true }))
    .filter((path) => prose.test(path) && !/(^|\/)(node_modules|\.git)\//.test(path))
    .filter((path) => !notProse.test(path))
  const packages = (await readdir(join(root, 'node_modules'), { recursive: true })).filter((path) =>
    /(readme|changelog)[^/]*\.md$/i.test(path),
  )
  return [
    { name: 'the project’s own words', texts: await chineseLines(own) },
    {
      name: 'readmes of packages',
      texts: await chineseLines(packages.map((path) => join('node_modules', path))),
    },
    { name: 'honest talk', texts: makeHonestTalk(200_000) },
  ]
}

async function chineseLines(paths: readonly string[]): Promise<string[]> {
  const lines = new Set<string>()
  for (const path of paths.toSorted()) {
    const text = await readFile(join(root, path), 'utf8').catch(() => '')
    for (const line of text.split('\n')) if (/\p{Script=Han}{4}/u.test(line)) lines.add(line.trim())
  }
  return [...lines]
}
