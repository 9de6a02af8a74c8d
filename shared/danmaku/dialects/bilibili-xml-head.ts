import type { DanmakuDialect } from '../dialect.ts'
import { unescapeXml } from '../scan/clean.ts'
import { attribute } from '../scan/element.ts'
import { dateMs, epochMs } from '../scan/time.ts'
import { xmlScanner } from '../scan/xml.ts'
import type { XmlHead } from './bilibili-xml.ts'

/** What the first elements of a Bilibili-like XML say: who wrote it, whether it escapes, and the wall clock of its zero. */
export interface BilibiliXmlHead extends XmlHead {
  readonly dialect: DanmakuDialect
  readonly startAtMs: number | null
}

/** So many messages show how a file is written. */
const maxSamples = 40
const bare =
  /&(?!(?:#\d+|#[xX][\da-fA-F]+|[a-z]{2,4});)|<(?!\/?(?:d|i|sc|gift|guard|toast|s|o)[\s>/]|!)/

/** Judges by what the writers put there, never by the file's name. Null if the text is not of this family. */
export function bilibiliXmlHead(text: string): BilibiliXmlHead | null {
  const { rest: whole, remarks } = withoutRemarks(text)
  const samples = samplesOf(whole)
  const family =
    samples.length > 0 ||
    /<d\s+p=["']-?[\d.]+,/.test(whole) ||
    /<i(?:\s[^>]{0,200})?>\s*(?:<chatserver>|<BililiveRecorder|<metadata>|<\/i>)/.test(whole)
  if (!family) return null
  const literal = samples.some(({ attributes, text }) => bare.test(text) || bare.test(attributes))
  const recordInfo = /<BililiveRecorderRecordInfo\s([^\n]{0,4000}?)\/?>\s*</.exec(whole)?.[1] ?? ''
  const anchor = attribute(recordInfo, 'name') ?? element(whole, 'user_name')
  return {
    dialect: /rust-srec/i.test(remarks) ? 'rust-srec' : dialectOf(whole, samples, literal),
    literal,
    anchor: anchor === null || anchor === '' ? null : unescapeXml(anchor),
    startAtMs:
      dateMs(attribute(recordInfo, 'start_time') ?? '') ??
      dateMs(element(whole, 'record_start_time') ?? '') ??
      epochMs(Number(element(whole, 'video_start_time') ?? Number.NaN)),
  }
}

function dialectOf(text: string, samples: readonly Sample[], literal: boolean): DanmakuDialect {
  if (/<BililiveRecorder[\s>]/.test(text)) return 'bililive-recorder'
  if (/<recorder>\s*blrec/i.test(text)) return 'blrec'
  if (/<video_start_time>|<recorder>\s*biliLive-tools/i.test(text)) return 'bililive-tools'
  if (/<\?xml version="2\.0"/.test(text)) return 'bilibili-client-xml'
  if (literal && samples.some(({ fields }) => fields[6] === 1602022773)) return 'douyin-xml'
  if (/<record_start_time>/.test(text)) return 'blrec'
  if (!live(samples)) return 'bilibili-xml'
  const detailed = samples.some(({ attributes }) => /\stimestamp="\d{10}"/.test(attributes))
  if (detailed || /<[so]\s+timestamp="/.test(text)) return 'biliup'
  return literal ? 'douyin-xml' : 'live-xml'
}

interface Sample {
  readonly attributes: string
  readonly fields: readonly number[]
  readonly text: string
}

/**
 * Whether the messages were written down while they were said: milliseconds, no row ids, or dates that run along with the time line.
 * On a video page people comment for years.
 */
function live(samples: readonly Sample[]): boolean {
  if (samples.length === 0) return false
  if (samples.every(({ fields }) => (fields[4] ?? 0) > 1e11)) return true
  if (samples.every(({ fields }) => fields[7] === 0)) return true
  const starts = samples.map(({ fields }) => (fields[4] ?? 0) - (fields[0] ?? 0))
  return samples.length >= 5 && Math.max(...starts) - Math.min(...starts) < 60
}

function element(text: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]{0,500})</${name}>`).exec(text)?.[1] ?? null
}

function samplesOf(text: string): readonly Sample[] {
  const samples: Sample[] = []
  const scanner = xmlScanner(new Set(['d']), {
    element(_, element, whole) {
      const p = element.value('p')
      if (whole && p && samples.length < maxSamples)
        samples.push({
          attributes: element.tag(),
          fields: p.split(',').map(Number),
          text: element.text(),
        })
    },
    broken() {},
  })
  scanner.push(text)
  return samples
}

/** Comments, which may hold anything, apart from the rest. */
function withoutRemarks(text: string): { rest: string; remarks: string } {
  let rest = ''
  let remarks = ''
  let from = 0
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', at)
    if (end < 0) break
    rest += text.slice(from, at)
    remarks += text.slice(at, end)
    from = end + 3
  }
  return { rest: rest + text.slice(from), remarks }
}
