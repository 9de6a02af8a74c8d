import { App } from 'antd'
import { useState } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { FlagRow, FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { type BatchInHand, nextCopy } from './batch.ts'
import type { Reason } from './reason.tsx'

/** What the page does with a decision. */
export interface Judge {
  readonly select: (flagId: string) => void
  readonly judge: (view: FlagView, verdict: Verdict, reason: string) => void
  readonly judgeAll: (row: FlagRow, flagIds: readonly string[], verdict: Verdict) => void
  readonly park: (view: FlagView, reason: string) => void
}

/** The flag in hand and what must be there before it is decided. */
interface InHand {
  readonly id: string
  readonly view: FlagView | undefined
  readonly row: FlagRow | undefined
  readonly batch: BatchInHand | null
  readonly nextPhrase: string | undefined
  readonly reason: Reason
  readonly exposed: (verdict: Verdict) => boolean
}

/** Decides the flag in hand, all copies of it, or puts it off, and asks for what is missing; `announcement` is for ears. */
export function useDeciding(
  { id, view, row, batch, nextPhrase, reason, exposed }: InHand,
  { select, judge, judgeAll, park }: Judge,
) {
  const say = useWords()
  const { message } = App.useApp()
  const [announcement, announce] = useState('')

  function decide(verdict: Verdict) {
    if (!view || view.state === verdict || !exposed(verdict)) return
    const needsReason = view.state !== 'open' || view.secondLook?.part === 'decider'
    if (needsReason && !reason.given()) return
    judge(view, verdict, reason.text)
    const word = say(`verdict.${verdict}`)
    announce(
      nextPhrase
        ? say('review.announce', { verdict: word, next: nextPhrase })
        : say('review.announceEnd', { verdict: word }),
    )
  }

  function decideAll(verdict: Verdict) {
    if (!row || !batch || batch.flagIds.length < 2) return
    const { samples, opened, flagIds } = batch
    const unopened = nextCopy(batch, id)
    if (opened.length < samples.length) {
      const said = { n: opened.length, of: samples.length }
      message.info({ content: say('batch.openFirst', said), key: 'batch' })
      if (unopened) select(unopened)
    } else if (exposed(verdict)) judgeAll(row, flagIds, verdict)
  }

  function putOff() {
    if (view && reason.given('review.parkReason')) park(view, reason.text)
  }

  return { decide, decideAll, putOff, announcement }
}
