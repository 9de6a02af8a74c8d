import type { Command } from 'commander'
import { listSignals } from '#shared/db/signals.ts'
import { type Signal, SignalKind, signalKindNames } from '#shared/domain/signal.ts'
import { AppError } from '#shared/errors.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'
import { oneOf } from './forms.ts'
import { clock, shanghai } from './words.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

interface Options {
  readonly kind?: string
  readonly broadcast?: string
  readonly json?: boolean
}

/** `signals`: what viewers' comments together may mean. */
export function signalsCommand(command: Command, io: Io): void {
  command
    .option('--kind <kind>', `种类 / kind: ${SignalKind.options.join(', ')}`)
    .option('--broadcast <id>', '只看一个场次 / one broadcast')
    .option('--json', '输出 JSON / print JSON')
    .action((options: Options) => {
      const kind = oneOf('--kind', SignalKind.options, options.kind)
      const { broadcast } = options
      if (broadcast !== undefined && !uuid.test(broadcast))
        throw new AppError('invalid', '--broadcast 应为场次的完整编号。')
      return inHouse(io, async (house) => {
        const filter = { kind, broadcastId: broadcast, limit: 500, offset: 0 }
        const { rows, total } = await listSignals(house.deps.db, cliActor(house), filter)
        show(io, options.json, rows, () =>
          [
            rows.length === 0 ? '没有信号。' : `信号 ${total} 个(只供核实,不是主播的行为):`,
            ...rows.map((row) => `${shanghai(row.fromAt)} ${row.room} ${signalText(row)}`),
          ].join('\n'),
        )
      })
    })
}

/** A signal on one line, its samples below. */
export function signalText(signal: Signal): string {
  const { kind, topic, fromMs, toMs, count, senders, because, samples } = signal
  return [
    `${signalKindNames[kind]}:${topic} ${clock(fromMs)}–${clock(toMs)} ${senders} 人 ${count} 条${because.length > 0 ? `(${because.join(';')})` : ''}`,
    ...samples.map(({ tMs, text }) => `    ${clock(tMs)} ${text}`),
  ].join('\n')
}
