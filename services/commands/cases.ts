import type { Command } from 'commander'
import { listApplications } from '#shared/db/applications.ts'
import { listNotices } from '#shared/db/notices.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { applicationStateNames } from '#shared/domain/application.ts'
import { ByHand, stateNames } from '#shared/domain/membership.ts'
import { isOverdue, noticeStateNames, ServedHow } from '#shared/domain/notice.ts'
import { draftNotice, NoticeForm } from '../notices/draft.ts'
import { acceptNotice, refuseNotice, serveNotice } from '../notices/steps.ts'
import { stepMembership } from '../pool/step.ts'
import { byPrefix, cliActor, type Io, inHouse, show } from './context.ts'
import { checked, type Json } from './forms.ts'
import { shanghai, tableText } from './words.ts'

export interface Act extends Json {
  readonly by: string
  readonly reason: string
}

const page = { limit: 500 }
/** A command by which somebody acts, under a name and for a reason. */
export const byPerson = (command: Command) =>
  command
    .option('--by <name>', '办理人 / who acts', '命令行')
    .option('--reason <text>', '理由 / reason', '')
    .option('--json', '输出 JSON / print JSON')

/** A day in Shanghai, or why it cannot be told. */
export const day = (at: Date | null, unknown: string | null = null) =>
  at ? shanghai(at).slice(0, 10) : (unknown ?? '')

/** `step`: one step of a room's membership, by hand. */
export function stepCommand(command: Command, io: Io): void {
  byPerson(command)
    .addHelpText('after', `\n步骤 / verbs: ${ByHand.options.join(', ')}`)
    .action((prefix: string, verb: string, { by, reason, json }: Act) =>
      inHouse(io, async (house) => {
        const { deps } = house
        const actor = cliActor(house, by)
        const room = byPrefix((await listRooms(deps.db, actor, page)).rows, prefix)
        const moved = await stepMembership(deps, actor, room.id, checked(ByHand, verb), { reason })
        show(
          io,
          json,
          moved,
          () => `${room.name}:${stateNames[moved.from]} → ${stateNames[moved.to]}`,
        )
      }),
    )
}

/** `applications`: who asked to be listed. */
export function applicationsCommand(command: Command, io: Io): void {
  command.option('--json', '输出 JSON / print JSON').action(({ json }: Json) =>
    inHouse(io, async (house) => {
      const { rows } = await listApplications(house.deps.db, cliActor(house), page)
      show(io, json, rows, () =>
        tableText([
          ['编号', '直播间', '经营主体', '申报', '环节', '期限'],
          ...rows.map(({ application: a, room, operator, place }) => [
            a.id.slice(0, 8),
            room,
            operator,
            applicationStateNames[a.state],
            stateNames[place],
            day(a.dueAt, a.dueUnknown),
          ]),
        ]),
      )
    }),
  )
}

/** `notices`: what operators were told to mend. */
export function noticesCommand(command: Command, io: Io): void {
  command.option('--json', '输出 JSON / print JSON').action(({ json }: Json) =>
    inHouse(io, async (house) => {
      const { rows } = await listNotices(house.deps.db, cliActor(house), page)
      show(io, json, rows, () =>
        tableText([
          ['编号', '文号', '直播间', '状态', '期限', '条数'],
          ...rows.map(({ notice: n, room }) => [
            n.id.slice(0, 8),
            n.number ?? '',
            room,
            `${noticeStateNames[n.state]}${isOverdue(n, house.deps.now()) ? '(逾期)' : ''}`,
            day(n.dueAt, n.dueUnknown),
            String(n.items.length),
          ]),
        ]),
      )
    }),
  )
}

/** `notice-draft`: a notice from confirmed leads. */
export function noticeDraftCommand(command: Command, io: Io): void {
  byPerson(command).action((roomId: string, flagIds: string[], { by, json }: Act) =>
    inHouse(io, async (house) => {
      const form = checked(NoticeForm, { roomId, flagIds })
      const made = await draftNotice(house.deps, cliActor(house, by), form)
      show(io, json, made, () => `已起草,编号 ${made.id},${made.items.length} 条。`)
    }),
  )
}

/** `notice`: a notice served, its answer accepted or refused. */
export function noticeCommand(command: Command, io: Io): void {
  byPerson(command)
    .option('--how <how>', `送达方式 / ${ServedHow.options.join(', ')}`, 'in-person')
    .action((prefix: string, verb: string, { by, reason, json, how }: Act & { how: string }) =>
      inHouse(
        io,
        async (house) => {
          const actor = cliActor(house, by)
          const { rows } = await listNotices(house.deps.db, actor, page)
          const { id } = byPrefix(
            rows.map(({ notice }) => notice),
            prefix,
          )
          const done =
            verb === 'serve'
              ? await serveNotice(house.deps, actor, id, checked(ServedHow, how))
              : verb === 'accept'
                ? await acceptNotice(house.deps, actor, id, reason)
                : await refuseNotice(house.deps, actor, id, reason)
          show(io, json, done, () => `${done.number ?? ''} ${noticeStateNames[done.state]}`)
        },
        { work: true },
      ),
    )
}
