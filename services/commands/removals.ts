import type { Command } from 'commander'
import { listRemovals, signaturesOf } from '#shared/db/removals.ts'
import { removalStages, stageOf } from '#shared/domain/removal-stages.ts'
import { reinstate } from '../removal/publish.ts'
import { SignForm, signRemoval } from '../removal/sign.ts'
import { type Act, byPerson } from './cases.ts'
import { byPrefix, cliActor, type Io, inHouse, show } from './context.ts'
import { checked, type Json } from './forms.ts'
import { tableText } from './words.ts'

const page = { limit: 500 }

/** `removals`: the cases and who has to sign next. */
export function removalsCommand(command: Command, io: Io): void {
  command.option('--json', '输出 JSON / print JSON').action(({ json }: Json) =>
    inHouse(io, async (house) => {
      const { db } = house.deps
      const { rows } = await listRemovals(db, cliActor(house), page)
      const cases: { id: string; room: string; state: string; stage: string }[] = []
      for (const { proposal: p, room } of rows) {
        const stage = stageOf(await signaturesOf(db, p.id))
        cases.push({ id: p.id, room, state: p.state, stage })
      }
      show(io, json, cases, () =>
        tableText([
          ['编号', '直播间', '案件', '待签环节'],
          ...cases.map((c) => [
            c.id.slice(0, 8),
            c.room,
            c.state,
            removalStages.find(({ stage }) => stage === c.stage)?.name ?? c.stage,
          ]),
        ]),
      )
    }),
  )
}

/** `removal-sign`: one of the six signatures. */
export function removalSignCommand(command: Command, io: Io): void {
  byPerson(command)
    .option('--confirm <room>', '批准时输入直播间名称 / the room by name')
    .action((prefix: string, stage: string, outcome: string, options: Act & { confirm?: string }) =>
      inHouse(io, async (house) => {
        const { by, reason, confirm, json } = options
        const actor = cliActor(house, by)
        const { rows } = await listRemovals(house.deps.db, actor, page)
        const { id } = byPrefix(
          rows.map(({ proposal }) => proposal),
          prefix,
        )
        const form = checked(SignForm, { stage, outcome, reason, confirm })
        const done = await signRemoval(house.deps, actor, id, form)
        show(io, json, done, () => `已签署,现待:${done.stage}`)
      }),
    )
}

/** `reinstate`: a removed room brought back. */
export function reinstateCommand(command: Command, io: Io): void {
  byPerson(command).action((prefix: string, { by, reason, json }: Act) =>
    inHouse(io, async (house) => {
      const actor = cliActor(house, by)
      const { rows } = await listRemovals(house.deps.db, actor, page)
      const { id } = byPrefix(
        rows.map(({ proposal }) => proposal),
        prefix,
      )
      const done = await reinstate(house.deps, actor, id, reason)
      show(io, json, done, () => `已恢复在库,文书 ${done.documents.length} 份。`)
    }),
  )
}
