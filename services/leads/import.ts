import { act } from '#shared/db/act.ts'
import type { Db } from '#shared/db/client.ts'
import { addLead, leadByExternalNo, roomByClue, updateLead } from '#shared/db/leads.ts'
import { nextNumber } from '#shared/db/numbers.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { IncomingLead, LeadFacts, LeadSource } from '#shared/domain/lead.ts'
import { readPlatformLink } from '#shared/domain/platform-link.ts'
import { inScope } from '#shared/domain/region.ts'
import type { NoticeDeps } from '../notices/deps.ts'
import { readTable } from '../registry/import/table.ts'
import { leadHeader, leadOfLine, loadLeadColumns } from './columns.ts'

export interface LeadDeps extends NoticeDeps {
  /** Division codes (GB/T 2260) of the regions by path. */
  readonly regionCodes: ReadonlyMap<string, string>
}

export interface ImportedLeads {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly matched: number
  readonly outside: number
  readonly unknownColumns: readonly string[]
  readonly errors: readonly { readonly line: number; readonly why: string }[]
}

/**
 * Takes in a file of complaints or leads: the same number again updates the lead while nobody has taken it up, a line at
 * fault is told and leaves the others alone. Leads are matched to rooms of the person's region; those whose operator is
 * registered in another city are marked to be transferred.
 */
export async function importLeads(
  deps: LeadDeps,
  actor: Actor,
  source: Exclude<LeadSource, 'monitoring'>,
  file: { readonly name: string; readonly bytes: Buffer },
): Promise<ImportedLeads> {
  const columns = await loadLeadColumns()
  const { header, lines } = await readTable(file.bytes)
  const { at: places, unknown } = leadHeader(header, columns)
  const deed = { verb: 'lead.import' as const, subject: source, reason: file.name }
  return act(deps, actor, deed, async (tx, at) => {
    const n = { created: 0, updated: 0, unchanged: 0, matched: 0, outside: 0 }
    const errors: { line: number; why: string }[] = []
    for (const { line, cells } of lines) {
      const lead = leadOfLine(cells, places, columns)
      if (typeof lead === 'string') errors.push({ line, why: lead })
      else {
        const done = await takeIn(deps, tx, actor, source, lead, at)
        if (typeof done === 'string') errors.push({ line, why: done })
        else {
          n[done.what] += 1
          if (done.matched) n.matched += 1
          if (done.outside) n.outside += 1
        }
      }
    }
    const result = { ...n, unknownColumns: unknown, errors }
    return { result, after: { ...n, errors: errors.length } }
  })
}

async function takeIn(
  deps: LeadDeps,
  tx: Db,
  actor: Actor,
  source: LeadSource,
  lead: IncomingLead,
  at: Date,
) {
  const linked = readPlatformLink(lead.link)
  const room = await roomByClue(tx, actor, {
    platform: lead.platform ?? (linked.kind === 'found' ? linked.platform : null),
    platformId: lead.platformId || (linked.kind === 'found' ? linked.platformId : ''),
    link: lead.link,
    operatorCode: lead.operatorCode,
    name: lead.account,
  })
  const outside = room === null && isForeign(deps, lead.operatorCode)
  const { externalNo, ...said } = lead
  const facts: LeadFacts = { ...said, actualPlace: '', quotes: [], matchedBy: room?.by ?? 'none' }
  const place = { roomId: room?.id ?? null, region: room?.region ?? actor.region, outside }
  const known = await leadByExternalNo(tx, source, externalNo)
  if (!known) {
    const number = await nextNumber(tx, 'lead', at)
    const entered = { createdBy: actor.name, createdAt: at, state: 'entered' as const }
    await addLead(tx, { ...place, ...entered, number, direction: 'in', source, externalNo, facts })
    return { what: 'created' as const, matched: room !== null, outside }
  }
  if (!inScope(actor.region, known.region)) return '该编号不能在本辖区登记'
  const same = sameFacts(known.facts, facts) && known.roomId === place.roomId
  if (same || known.state !== 'entered' || known.facts.matchedBy === 'person')
    return { what: 'unchanged' as const, matched: room !== null, outside }
  await updateLead(tx, known, { ...place, facts })
  return { what: 'updated' as const, matched: room !== null, outside }
}

/** JSON columns do not keep the order of keys. */
function sameFacts(a: LeadFacts, b: LeadFacts): boolean {
  const sorted = (facts: LeadFacts) => JSON.stringify(Object.entries(facts).sort())
  return sorted(a) === sorted(b)
}

/** True when the code's division (GB 32100 places 3 to 6) is another city's. */
export function isForeign({ regionCodes, city }: LeadDeps, code: string): boolean {
  const own = regionCodes.get(city)?.slice(0, 4)
  return own !== undefined && code.length === 18 && code.slice(2, 6) !== own
}
