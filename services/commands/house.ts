import type { Command } from 'commander'
import { Goods } from '#shared/domain/channel.ts'
import { ingestJob } from '#shared/queue/jobs.ts'
import { registerRecording } from '../intake/register.ts'
import { type Io, inHouse, show } from './context.ts'
import type { Json } from './forms.ts'
import { type RecordingOptions, registerOptions } from './options.ts'

interface Registered {
  readonly id: string
  readonly room: string
  readonly path: string
  readonly created: boolean
  /** It was registered before, and its file has other content by now. */
  readonly wentOn: boolean
}

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
          const registered: Registered[] = []
          for (const path of paths) {
            const { recording, room, created, wentOn } = await registerRecording(
              deps.db,
              path,
              { ...registerOptions(options), region: deps.region },
              deps.now(),
              io.signal,
            )
            await queue.add(ingestJob, { recordingId: recording.id })
            const { id, path: file } = recording
            registered.push({ id, room: room.name, path: file, created, wentOn })
          }
          show(io, options.json, registered, () => registered.map(whatBecame).join('\n'))
        },
        { work: true },
      ),
    )
}

function whatBecame({ path, room, created, wentOn }: Registered): string {
  if (created) return `已登记:${path}(${room})`
  return wentOn
    ? `登记之后录像又有写入,已按现在的内容重新读取:${path}(${room})`
    : `已登记过,内容没有变化,未重复登记:${path}(${room})`
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
