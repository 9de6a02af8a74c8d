import type { Command } from 'commander'
import { loadConfig } from '#shared/config/env.ts'
import { Goods } from '#shared/domain/channel.ts'
import { AppError } from '#shared/errors.ts'
import { createLog } from '#shared/log.ts'
import { ingestJob } from '#shared/queue/jobs.ts'
import { openHouse } from '../house.ts'
import { registerRecording } from '../intake/register.ts'
import { serveHouse } from '../serve.ts'
import { type Io, inHouse, show } from './context.ts'
import { checkUp } from './doctor.ts'
import { type RecordingOptions, registerOptions } from './options.ts'

interface Json {
  readonly json?: boolean
}

/** `ingest`, `migrate`, `serve`, `doctor`: the house at work. */
export function houseCommands(program: Command, io: Io): void {
  program
    .command('ingest <recording...>')
    .description('登记录像并分析 / register recordings and analyse them')
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

  program
    .command('migrate')
    .description('建立或升级数据库 / create or upgrade the database')
    .action(() =>
      inHouse(io, async ({ deps }) => {
        const { published } = await deps.shelf.versions()
        io.out(`数据库已是最新,词库版本 ${published.slice(0, 12)}。\n`)
      }),
    )

  program
    .command('serve')
    .description('启动服务与控制台 / run the pipeline, the API and the console')
    .action(async () => {
      const config = loadConfig(io.env)
      const log = createLog({ level: config.LOG_LEVEL, to: 'stderr' })
      const house = await openHouse(config, { log })
      const server = await serveHouse(house, log)
      house.start()
      house.keep()
      io.out(`绿播控制台:${server.url}\n`)
      if (!io.signal.aborted)
        await new Promise((resolve) => io.signal.addEventListener('abort', resolve))
      await server.close()
      await house.close()
    })

  program
    .command('doctor')
    .description('自检 / check this installation')
    .option('--json', '输出 JSON / print JSON')
    .action(async ({ json }: Json) => {
      const checks = await checkUp(loadConfig(io.env))
      show(io, json, checks, () =>
        checks.map(({ name, ok, detail }) => `${ok ? '✓' : '✗'} ${name}:${detail}`).join('\n'),
      )
      if (checks.some(({ ok, needed }) => !ok && needed))
        throw new AppError('unavailable', '有必需的项目未通过,请按上面的提示处理。')
    })
}
