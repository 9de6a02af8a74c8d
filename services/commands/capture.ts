import type { Command } from 'commander'
import { listCaptures, stopCapture } from '#shared/db/captures.ts'
import { ensureRoom, roomByName } from '#shared/db/rooms.ts'
import { startCapture } from '../capture/want.ts'
import { byPrefix, cliActor, type Io, inHouse, show } from './context.ts'
import type { Json } from './forms.ts'
import { shanghai, tableText } from './words.ts'

/** `capture add | list | stop`: streams recorded while they run, by whatever process has the role. */
export function captureCommand(capture: Command, io: Io): void {
  capture
    .command('add <address>')
    .description('开始采集(HLS、HTTP-FLV、RTMP) / record a live stream')
    .requiredOption('--room <name>', '直播间名称 / room name')
    .option('--danmaku <file>', '另一程序正在写的弹幕文件 / a growing danmaku file')
    .option('--json', '输出 JSON / print JSON')
    .action((address: string, options: Json & { room: string; danmaku?: string }) =>
      inHouse(io, async (house) => {
        const { db, region, now } = house.deps
        const { room: name, danmaku } = options
        const room =
          (await roomByName(db, name)) ??
          (await ensureRoom(
            db,
            { platform: 'other', platformId: name, name, region, goods: [] },
            now(),
          ))
        const wish = { roomId: room.id, address, danmaku }
        const { id, state } = await startCapture(house.deps, wish, cliActor(house).name)
        show(
          io,
          options.json,
          { id, state, room: name },
          () => `已登记采集:${name}(${id.slice(0, 8)})`,
        )
      }),
    )

  capture
    .command('list')
    .description('采集任务与状态 / captures and how they are')
    .option('--json', '输出 JSON / print JSON')
    .action((options: Json) =>
      inHouse(io, async (house) => {
        const rows = await listCaptures(house.deps.db, cliActor(house))
        show(io, options.json, rows, () =>
          tableText([
            ['编号', '直播间', '状态', '已录到', '未能采集的原因'],
            ...rows.map((row) => [
              row.id.slice(0, 8),
              row.room,
              row.state === 'stopped' ? '已停止' : row.leaseBy ? '采集中' : '等待重试',
              row.recordedUntil ? shanghai(row.recordedUntil.getTime()) : '-',
              row.failure ?? '',
            ]),
          ]),
        )
      }),
    )

  capture
    .command('stop <id>')
    .description('停止采集 / stop a capture')
    .action((id: string) =>
      inHouse(io, async (house) => {
        const { db, now } = house.deps
        const actor = cliActor(house)
        const row = byPrefix(await listCaptures(db, actor), id)
        await stopCapture(db, actor, row.id, actor.name, now())
        io.out(`已停止采集:${row.room}\n`)
      }),
    )
}
