import { type ActDeps, act } from '#shared/db/act.ts'
import { kindOfFlag, ofPhrase, ofRoom, pastVerdicts } from '#shared/db/past-verdicts.ts'
import { seenBy } from '#shared/db/second-looks.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { AppError } from '#shared/errors.ts'

const shown = 5

/**
 * The newest verdicts on a flag's room and on its phrase, without the flag's own and without any that this person is to
 * look at without knowing it. Who asks is logged. Throws `not_found` outside their region.
 */
export function flagHistory(deps: ActDeps, flagId: string, actor: Actor) {
  return act(deps, actor, { verb: 'flag.history', subject: flagId }, async (tx) => {
    const kind = await kindOfFlag(tx, actor, flagId)
    if (!kind) throw new AppError('not_found', '没有这条线索,可能已被移除或不在您的辖区。')
    const hidden = [...(await seenBy(tx, actor)).keys()]
    const past = (like: typeof ofRoom | typeof ofPhrase) =>
      pastVerdicts(tx, actor, { kind, like, hidden, limit: shown })
    return { result: { room: await past(ofRoom), phrase: await past(ofPhrase) } }
  })
}
