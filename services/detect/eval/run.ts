import { readFile } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { detect, type FoundHit } from '#shared/text/detect.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { secondReading } from '#shared/text/learned/second-reading.ts'
import type { Find } from '#shared/text/learned/tag.ts'
import { type CategoryMap, type Judged, judgeLine, Labelled } from './score.ts'

/** A judged line with the hits that an exception took away: they tell why a label was missed. */
export type EvaluatedLine = Judged & {
  readonly suppressed: Judged['wrong']
  /** What the learned tagger proposed beside the hits, judged in the same way. */
  readonly proposed: Judged<Find>
}

/** What proposes candidates beside the hits of a line. */
export type Propose = (line: Labelled, hits: readonly FoundHit[]) => readonly Find[]

/** Our categories and those of the label set, as shipped beside this file. */
export async function loadCategoryMap(): Promise<CategoryMap> {
  const file = new URL('categories-map.json', import.meta.url)
  return JSON.parse(await readFile(file, 'utf8')) as CategoryMap
}

/** Judges every line of a labelled JSONL file. Throws `invalid` naming the line that does not follow the schema. */
export async function runEval(
  file: string,
  lexicon: Lexicon,
  tokenizer: Tokenizer,
  propose: Propose = () => [],
): Promise<EvaluatedLine[]> {
  const map = await loadCategoryMap()
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('not_found', `读不到 ${file}，请检查路径。`, { cause })
  })
  return text.split('\n').flatMap((row, i) => {
    if (!row.trim()) return []
    const line = parseLine(row, `${file}:${i + 1}`)
    const hits = detect(lexicon, line, tokenizer)
    const kept = hits.filter((hit) => !hit.suppressed)
    const suppressed = hits.filter((hit) => hit.suppressed)
    const proposed = judgeLine(line, propose(line, hits), map)
    return [{ ...judgeLine(line, kept, map), suppressed, proposed }]
  })
}

/** A line as the rules alone judged it, before the second reading: without those whose words alone say nothing. */
export function rulesAlone(
  { line, right, wrong, suppressed }: EvaluatedLine,
  map: CategoryMap,
  { likely }: Lexicon,
) {
  const said = [...right, ...wrong].filter(({ rule }) => !likely.has(rule))
  const doubtful = suppressed.filter((hit) => hit.suppressed?.by === secondReading)
  return judgeLine(line, [...said, ...doubtful], map)
}

function parseLine(row: string, where: string): Labelled {
  let data: unknown
  try {
    data = JSON.parse(row)
  } catch {
    throw new AppError('invalid', `${where}：不是一行完整的 JSON。`)
  }
  const parsed = Labelled.safeParse(data)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError('invalid', `${where}：${issue?.path.join('.')}：${issue?.message}。`)
}
