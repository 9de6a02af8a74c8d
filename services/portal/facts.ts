import { clipForPeople } from '#shared/db/clips.ts'
import { noticeFor, quotedFlags } from '#shared/db/notices.ts'
import { removalFor } from '#shared/db/removals.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { type BoundArticle, resolveArticles } from '#shared/domain/law.ts'
import type { NoticeItem } from '#shared/domain/notice.ts'
import { AppError } from '#shared/errors.ts'
import { operatorIdOf, type PortalDeps } from './deps.ts'
import { signTicket, ticketMs } from './ticket.ts'

/** One thing a paper holds against a room: what was said and when, the clause, what is asked. */
export interface Fact {
  readonly flagId: string
  readonly category: string
  readonly quote: string
  readonly saidAtMs: number
  readonly articles: readonly BoundArticle[]
  readonly demand: string
  readonly hasClip: boolean
}

type Stated = Omit<NoticeItem, 'verdictId'>

/** The items of a served notice, each with its clauses as they stood when it was said. */
export async function noticeFacts(deps: PortalDeps, actor: Actor, id: string): Promise<Fact[]> {
  return (await itemsOfNotice(deps, actor, id)).map((item) => factOf(deps, item))
}

/** The flags a removal case rests on: the list its reviewers see, in the same order. */
export async function removalFacts(deps: PortalDeps, actor: Actor, id: string): Promise<Fact[]> {
  return (await itemsOfRemoval(deps, actor, id)).map((item) => factOf(deps, item))
}

/**
 * A link to the clip of one of the paper's own facts, for this operator and a few minutes. Throws `not_found` for a fact
 * that is not in the paper or has no picture.
 */
export async function clipLink(
  deps: PortalDeps,
  actor: Actor,
  { paper, id, flagId }: { readonly paper: Paper; readonly id: string; readonly flagId: string },
): Promise<{ url: string; untilMs: number }> {
  const items = await (paper === 'notices' ? itemsOfNotice : itemsOfRemoval)(deps, actor, id)
  const clipId = items.find((item) => item.flagId === flagId)?.clipId ?? null
  const clip = clipId === null ? undefined : await clipForPeople(deps.db, actor, clipId)
  if (!clip?.files.some(({ role }) => role === 'preview'))
    throw new AppError('not_found', '这一条没有可播放的片段，可联系承办部门到场查看。')
  const untilMs = deps.now().getTime() + ticketMs
  const ticket = { clipId: clip.id, operatorId: operatorIdOf(actor), untilMs }
  return { url: `/api/portal/clips/${signTicket(deps.access.secret, ticket)}`, untilMs }
}

export type Paper = 'notices' | 'removals'

async function itemsOfNotice({ db }: PortalDeps, actor: Actor, id: string): Promise<Stated[]> {
  const { notice } = await noticeFor(db, actor, id)
  return [...notice.items]
}

async function itemsOfRemoval({ db }: PortalDeps, actor: Actor, id: string): Promise<Stated[]> {
  const { proposal } = await removalFor(db, actor, id)
  const found = await quotedFlags(db, proposal.roomId, proposal.flagIds)
  return found.map(({ flag, clipId }) => ({
    flagId: flag.id,
    category: flag.category,
    quote: flag.quote,
    saidAtMs: flag.saidAt.getTime(),
    articles: flag.articles,
    demand: '',
    clipId,
  }))
}

function factOf({ rulebook }: PortalDeps, { clipId, articles, ...item }: Stated): Fact {
  return {
    flagId: item.flagId,
    category: item.category,
    quote: item.quote,
    saidAtMs: item.saidAtMs,
    articles: resolveArticles(rulebook.laws, articles, item.saidAtMs),
    demand: item.demand,
    hasClip: clipId !== null,
  }
}
