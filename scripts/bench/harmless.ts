import { fileURLToPath } from 'node:url'
import { Mint } from 'mint-filter'
import { openTagger, readTwice } from '../../services/detect/tagger.ts'
import { loadLexicon, versionOf } from '../../shared/lexicon/load.ts'
import { compileLexicon } from '../../shared/text/compile.ts'
import { detect, type FoundHit } from '../../shared/text/detect.ts'
import { openTokenizer } from '../../shared/tokenizer.ts'
import { harmless, listed, offences } from './harmless-sentences.ts'
import { type Cell, printTable } from './table.ts'

/** Sentences that hold a listed phrase: those flagged though harmless, and offences that are not. */
export async function benchHarmless(): Promise<void> {
  const { source } = await loadLexicon(fileURLToPath(new URL('../../lexicons', import.meta.url)))
  const tokenizer = openTokenizer()
  const tagger = await openTagger(tokenizer)
  const lexicon = readTwice(compileLexicon(source, versionOf(source)), tagger)
  const mint = new Mint([...listed])
  const kept = (text: string): FoundHit[] =>
    detect(lexicon, { text, channel: 'speech' }, tokenizer).filter(({ suppressed }) => !suppressed)
  const flaggedBy = {
    lvbo: (text: string) => kept(text).length > 0,
    mint: (text: string) => !mint.verify(text),
  }
  const row = (name: string, texts: readonly string[]): Cell[] => {
    const [ours, theirs] = [flaggedBy.lvbo, flaggedBy.mint].map((test) => texts.filter(test).length)
    return [name, texts.length, ours ?? 0, share(ours, texts), theirs ?? 0, share(theirs, texts)]
  }
  const all = Object.values(harmless).flat()
  printTable(
    'Harmless sentences with a listed phrase: how many are flagged',
    ['kind', 'sentences', 'lvbo', '%', 'mint-filter', '%'],
    [...Object.entries(harmless).map(([kind, texts]) => row(kind, texts)), row('all', all)],
  )
  const lost = (test: (text: string) => boolean) => offences.filter((text) => !test(text))
  printTable(
    `Offences with the same phrases that are not flagged, of ${offences.length}`,
    ['filter', 'lost', 'which'],
    Object.entries(flaggedBy).map(([name, test]) => [
      name,
      lost(test).length,
      lost(test).join(' '),
    ]),
  )
  printTable(
    'Harmless sentences that are flagged',
    ['rule', 'on', 'sentence'],
    all.flatMap((text) => kept(text).map((hit): Cell[] => [hit.rule, hit.text, text])),
  )
}

const share = (count: number | undefined, { length }: readonly string[]) =>
  `${(((count ?? 0) / length) * 100).toFixed(1)} %`
