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
interface Verbs {
  readonly list: (usage: string, what: string) => Command
  readonly act: (usage: string, what: string) => Command
}

/** Commands that show, and commands by which somebody acts, under a name and for a reason. */
export function verbsOf(program: Command): Verbs {
  const list = (usage: string, what: string) =>
    program.command(usage).description(what).option('--json', '输出 JSON / print JSON')
  const act = (usage: string, what: string) =>
    list(usage, what)
      .option('--by <name>', '办理人 / who acts', '命令行')
      .option('--reason <text>', '理由 / reason', '')
  return { list, act }
}

/** A day in Shanghai, or why it cannot be told. */
export const day = (at: Date | null, unknown: string | null = null) =>
  at ? shanghai(at).slice(0, 10) : (unknown ?? '')

/** `step`, `applications`, `notices`, `notice-draft`, `notice`: the pool's cases on the command line. */
export function caseCommands(program: Command, io: Io): void {
  const { list, act } = verbsOf(program)

  act('step <room> <verb>', `在库状态的一步 / a room's step: ${ByHand.options.join(', ')}`).action(
    (prefix: string, verb: string, { by, reason, json }: Act) =>
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

  list('applications', '申报 / applications').action(({ json }: Json) =>
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

  list('notices', '整改告知 / rectification notices').action(({ json }: Json) =>
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

  act('notice-draft <room> <flags...>', '由成立的线索起草整改告知 / draft a notice').action(
    (roomId: string, flagIds: string[], { by, json }: Act) =>
      inHouse(io, async (house) => {
        const form = checked(NoticeForm, { roomId, flagIds })
        const made = await draftNotice(house.deps, cliActor(house, by), form)
        show(io, json, made, () => `已起草,编号 ${made.id},${made.items.length} 条。`)
      }),
  )

  act('notice <id> <verb>', '办理整改告知 / a notice: serve, accept, refuse')
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
