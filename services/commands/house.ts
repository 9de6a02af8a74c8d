import type { Command } from 'commander'
import { Goods } from '#shared/domain/channel.ts'
import { ingestJob } from '#shared/queue/jobs.ts'
import { registerRecording } from '../intake/register.ts'
import { type Io, inHouse, show } from './context.ts'
import type { Json } from './forms.ts'
import { type RecordingOptions, registerOptions } from './options.ts'

/** `ingest`: recordings registered, and the work that follows done. */
export function ingestCommand(command: Command, io: Io): void {
  command
    .option('--danmaku <file>', '弹幕文件 / danmaku file')
    .option('--transcript <file>', '字幕文件 / captions file')
    .option('--room <name>', '直播间名称 / room name')
    .option('--title <text>', '直播标题 / broadcast title')
    .option('--goods <goods>', `商品类别 / goods: ${Goods.options.join(', ')}`)
    .option('--started-at <iso>', '开始时间 / start, ISO 8601')
    .option('--json', '输出 JSON / print JSON')
    .action((paths: string[], options: RecordingOptions & Json) =>
      inHouse(
        io,
        async ({ deps, queue }) => {
          const registered: { id: string; room: string; path: string; created: boolean }[] = []
          for (const path of paths) {
            const { recording, room, created } = await registerRecording(
              deps.db,
              path,
              { ...registerOptions(options), region: deps.region },
              deps.now(),
              io.signal,
            )
            await queue.add(ingestJob, { recordingId: recording.id })
            registered.push({ id: recording.id, room: room.name, path: recording.path, created })
          }
          show(io, options.json, registered, () =>
            registered
              .map(({ path, room, created }) =>
                created ? `已登记:${path}(${room})` : `已登记过,未重复:${path}(${room})`,
              )
              .join('\n'),
          )
        },
        { work: true },
      ),
    )
}

/** `migrate`: the database as this version wants it. */
export function migrateCommand(command: Command, io: Io): void {
  command.action(() =>
    inHouse(io, async ({ deps }) => {
      const { published } = await deps.shelf.versions()
      io.out(`数据库已是最新,词库版本 ${published.slice(0, 12)}。\n`)
    }),
  )
}
