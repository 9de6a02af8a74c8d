import type { Command } from 'commander'
import { listFlags } from '#shared/db/flags.ts'
import { listProposals } from '#shared/db/pool.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import { FlagState } from '#shared/domain/flag.ts'
import { stateNames } from '#shared/domain/membership.ts'
import { colourNames } from '#shared/domain/pool-policy.ts'
import { Verdict, verdictNames } from '#shared/domain/verdict.ts'
import { judgeFlag } from '../pool/judge.ts'
import { byPrefix, cliActor, type Io, inHouse, show } from './context.ts'
import { type Json, oneOf } from './forms.ts'
import { channelNames, marked, shanghai, tableText } from './words.ts'

const everything = { limit: 500, offset: 0 }

/** `rooms`: every room and where it stands. */
export function roomsCommand(command: Command, io: Io): void {
  command.option('--json', '输出 JSON / print JSON').action((options: Json) =>
    inHouse(io, async (house) => {
      const { rows } = await listRooms(house.deps.db, house.deps, everything)
      show(io, options.json, rows, () =>
        tableText([
          ['编号', '直播间', '区划', '状态', '得分', '颜色', '待复核'],
          ...rows.map((r) => [
            r.id.slice(0, 8),
            r.name,
            house.deps.names.region(r.region),
            stateNames[r.state],
            String(r.score),
            colourNames[r.colour],
            String(r.openFlags),
          ]),
        ]),
      )
    }),
  )
}

/** `flags`: leads and what was decided on them. */
export function flagsCommand(command: Command, io: Io): void {
  command
    .option('--state <state>', `状态 / state: ${FlagState.options.join(', ')}`)
    .option('--json', '输出 JSON / print JSON')
    .action((options: Json & { state?: string }) =>
      inHouse(io, async (house) => {
        const state = oneOf('--state', FlagState.options, options.state)
        const { rows, total } = await listFlags(house.deps.db, house.deps, {
          ...everything,
          state,
        })
        show(io, options.json, rows, () =>
          tableText([
            ['编号', '时间', '渠道', '类别', '严重度', '次数', '状态', '直播间', '原话'],
            ...rows.map((f) => [
              f.id.slice(0, 8),
              shanghai(f.saidAt),
              f.audience ? '观众' : channelNames[f.channel],
              f.category,
              String(f.severity),
              `×${f.hitCount}`,
              f.state === 'open' ? '待复核' : verdictNames[f.state],
              f.room,
              marked(f.quote, f.quoteStart, f.quoteEnd),
            ]),
            ...(total > rows.length ? [[`另有 ${total - rows.length} 条`]] : []),
          ]),
        )
      }),
    )
}

/** `verdict`: the one decision a person makes. */
export function verdictCommand(command: Command, io: Io): void {
  command
    .option('--reason <text>', '理由(更正时必填)/ reason')
    .option('--by <name>', '判定人 / who decides', '命令行')
    .option('--json', '输出 JSON / print JSON')
    .action((prefix: string, word: string, options: Json & { reason?: string; by: string }) =>
      inHouse(
        io,
        async (house) => {
          const verdict = oneOf('判定', Verdict.options, word)
          const { rows } = await listFlags(house.deps.db, house.deps, everything)
          const flag = byPrefix(rows, prefix)
          const act = { verdict, reason: options.reason }
          const { entry } = await judgeFlag(house.deps, flag.id, act, cliActor(house, options.by))
          show(
            io,
            options.json,
            entry,
            () =>
              `${flag.room}:${marked(flag.quote, flag.quoteStart, flag.quoteEnd)} → ${verdictNames[verdict]},${shanghai(entry.effectiveAtMs)} 起生效。`,
          )
        },
        { work: true },
      ),
    )
}

/** `pool`: standing and the arithmetic behind it. */
export function poolCommand(command: Command, io: Io): void {
  command
    .option('--json', '输出 JSON / print JSON')
    .action((prefix: string | undefined, options: Json) =>
      inHouse(
        io,
        async (house) => {
          await house.settle()
          const { rows } = await listRooms(house.deps.db, house.deps, everything)
          const chosen = prefix ? [byPrefix(rows, prefix)] : rows
          const rooms: NonNullable<Awaited<ReturnType<typeof roomStanding>>>[] = []
          for (const { id } of chosen) {
            const room = await roomStanding(house.deps.db, house.deps, id)
            if (room) rooms.push(room)
          }
          show(io, options.json, rooms, () =>
            rooms
              .map((room) =>
                [
                  `${room.name} ${room.score} 分 ${colourNames[room.colour]} ${stateNames[room.state]}`,
                  ...(room.standing?.deductions ?? []).map((d) => `  −${d.points} ${d.why}`),
                ].join('\n'),
              )
              .join('\n'),
          )
        },
        { work: true },
      ),
    )
}

/** `proposals`: removals the house drafted. */
export function proposalsCommand(command: Command, io: Io): void {
  command.option('--json', '输出 JSON / print JSON').action((options: Json) =>
    inHouse(io, async (house) => {
      const rows = await listProposals(house.deps.db, house.deps, 200)
      show(io, options.json, rows, () =>
        rows.length === 0
          ? '没有移出建议。'
          : rows
              .map(({ room, proposal: p }) =>
                [
                  `${room} ${p.state === 'drafted' ? '待核实' : `已撤回:${p.withdrawnWhy}`} ${p.body.score} 分`,
                  ...p.body.triggers.map((t) => `  条件:${t.name}`),
                  ...p.body.rows.map(
                    (r) => `  −${r.deduction.points} → ${r.running} ${r.deduction.why}`,
                  ),
                  `  ${p.body.voidWhen.text}`,
                ].join('\n'),
              )
              .join('\n'),
      )
    }),
  )
}
