import { unescapeXml } from '#shared/danmaku/scan/clean.ts'
import { attribute } from '#shared/danmaku/scan/element.ts'
import { dateMs, epochMs } from '#shared/danmaku/scan/time.ts'
import { Facts, type SidecarRule } from '#shared/domain/recorder.ts'
import { Platform } from '#shared/domain/room.ts'

/** What a sidecar's text says under one rule; a field that is missing or of the wrong kind was not said. */
export function readSidecar(rule: SidecarRule, text: string): Facts {
  const find = rule.format === 'xml' ? xmlFields(rule.element ?? '', text) : jsonFields(text)
  if (!find) return {}
  const first = (paths: readonly string[] = []) => {
    for (const path of paths) {
      const value = find(path)
      if (typeof value === 'number') return String(value)
      if (typeof value === 'string' && value.trim() !== '') return value.trim()
    }
    return undefined
  }
  const { fields } = rule
  return factsOf({
    platform: first(fields.platform),
    platformId: first(fields.platformId),
    name: first(fields.name),
    title: first(fields.title),
    startedAt: first(fields.startedAt),
  })
}

/** Raw words of any source as facts: what does not fit its field is left out, the rest stays. */
export function factsOf(said: { readonly [K in keyof Facts]?: string | undefined }): Facts {
  const platform = Platform.safeParse(
    said.platform?.toLowerCase().replace(/^weixin.*|^shipinhao$/, 'wechat'),
  )
  const startedAt = said.startedAt === undefined ? null : instantMs(said.startedAt)
  const facts = {
    platform: platform.data,
    platformId: said.platformId === '0' ? undefined : said.platformId?.slice(0, 100),
    name: said.name?.slice(0, 200),
    title: said.title?.slice(0, 500),
    startedAt: startedAt === null ? undefined : new Date(startedAt).toISOString(),
  }
  return Facts.parse(Object.fromEntries(Object.entries(facts).filter(([, value]) => value)))
}

/** Epoch ms of a written date (without a zone: China's time) or of an epoch in any unit; null for anything else. */
export function instantMs(text: string): number | null {
  return /^\d+(\.\d+)?$/.test(text) ? epochMs(Number(text)) : dateMs(text)
}

/** First cue of DouyinLiveRecorder's time file, one entry a second whose text is the wall clock; null for real captions. */
export function wallClockCaptions(text: string): number | null {
  const entry =
    /\d{1,2}:\d\d:\d\d[,.]\d{1,3}\s*-->[^\n]*\n\s*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*(?:\n|$)/g
  const [first, second] = [...text.slice(0, 4000).matchAll(entry)]
  const cues = text.slice(0, 4000).match(/-->/g)?.length ?? 0
  if (!first?.[1] || (cues > 1 && !second)) return null
  return dateMs(first[1])
}

function xmlFields(name: string, text: string) {
  const open = text.indexOf(`<${name}`)
  if (open < 0 || /[\w-]/.test(text[open + name.length + 1] ?? '')) return null
  const end = text.indexOf(`</${name}>`, open)
  const attributes = /^[^>]{0,4000}/.exec(text.slice(open + name.length + 1))?.[0] ?? ''
  const inside = end < 0 ? '' : text.slice(open, end)
  return (path: string) => {
    const raw = path.startsWith('@')
      ? attribute(attributes, path.slice(1))
      : (new RegExp(`<${path}>([^<]{0,1000})</${path}>`).exec(inside)?.[1] ?? null)
    return raw === null ? undefined : unescapeXml(raw)
  }
}

function jsonFields(text: string) {
  let root: unknown
  try {
    root = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return null
  }
  return (path: string) => path.split('.').reduce(step, root)
}

function step(at: unknown, key: string): unknown {
  // blrec keeps a JSON text inside a JSON field.
  const value = typeof at === 'string' && at.startsWith('{') ? parsed(at) : at
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
