import type { Severity } from '#shared/domain/hit.ts'
import type { LinkFinding, LinkSource } from '#shared/domain/link.ts'
import type { LinkPolicy } from '#shared/domain/link-policy.ts'
import { findLinks } from '#shared/links/find.ts'
import { judgeLink } from '#shared/links/judge.ts'
import { speaker } from '#shared/text/speaker.ts'
import type { LocatedHit, Spoken } from './broadcast.ts'
import { commentMs } from './place.ts'
import { titlesOf } from './titles.ts'

/** A link of a recording, and the lead the policy wants made of it. */
export type LinkLead = LinkFinding & {
  readonly category: string
  readonly severity: Severity
  readonly flag: boolean
}

/** More different links than this in one recording are spam, and written down no further. */
const maxLinks = 500

type Met = Pick<LinkFinding, 'source' | 'sourceSeq' | 'fromMs' | 'toMs' | 'audience' | 'text'> &
  Pick<Partial<LinkFinding>, 'box'>

/** What a lexicon says of who speaks for the room. */
interface StaffNames {
  readonly source: { readonly variants: { readonly staff: readonly string[] } }
}

/** The recording with every link in its title, comments, captions and codes, judged by the policy from their text alone. */
export function withLinks(
  spoken: Spoken,
  { source }: StaffNames,
  policy: LinkPolicy | undefined,
  platform: string,
): Spoken {
  if (!policy) return spoken
  const seen = new Set<string>()
  const links: LinkLead[] = []
  for (const met of meetings(spoken, source.variants.staff)) {
    const key = JSON.stringify([met.source, met.audience, met.text])
    if (seen.has(key) || links.length >= maxLinks) continue
    seen.add(key)
    const { flag, severity, ...judged } = judgeLink(met.text, policy, platform)
    const wanted = flag && (!met.audience || policy.audienceFlags)
    links.push({ ...met, ...judged, category: policy.category, severity, flag: wanted })
  }
  return { ...spoken, links }
}

function* meetings(spoken: Spoken, staffNames: readonly string[]): Generator<Met> {
  const { comments, screens = [], codes = [] } = spoken
  const inside = (source: LinkSource, text: string, rest: Omit<Met, 'source' | 'text'>) =>
    findLinks(text).map((link): Met => ({ ...rest, source, text: link.text }))
  for (const { seq, tMs, text } of titlesOf(spoken))
    yield* inside('title', text, { sourceSeq: seq, fromMs: tMs, toMs: tMs, audience: false })
  for (const { seq, fromMs, toMs, text, box } of screens)
    yield* inside('screen', text, { sourceSeq: seq, fromMs, toMs, audience: false, box })
  for (const { seq, fromMs, toMs, text, box } of codes)
    yield { source: 'code', sourceSeq: seq, fromMs, toMs, audience: false, text, box }
  for (const { seq, tMs, text, staff } of comments) {
    const { audience } = speaker({ channel: 'danmaku', text, staff }, staffNames)
    yield* inside('danmaku', text, { sourceSeq: seq, fromMs: tMs, toMs: tMs + commentMs, audience })
  }
}

/** The lead a link makes, in the shape of a hit; none when the policy does not want one. */
export function linkHit(link: LinkLead, seq: number): LocatedHit[] {
  if (!link.flag) return []
  const { category, severity, kind, host, text, audience, fromMs, toMs } = link
  return [
    {
      ...{ category, severity, audience, rule: `link.${kind}`, mode: 'context', stage: 'exact' },
      ...{ channel: 'link', sourceSeq: seq, phrase: host ?? text, quote: text, text },
      ...{ start: 0, end: text.length, startMs: fromMs, endMs: shown(fromMs, toMs) },
    },
  ]
}

/** What stands for long is shown for this long. */
const shownMs = 15_000

/** Where the part of a standing text ends that a clip shows. */
export function shown(fromMs: number, toMs: number): number {
  return Math.min(toMs, fromMs + shownMs)
}
