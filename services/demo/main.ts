import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Listr } from 'listr2'
import { loadConfig } from '#shared/config/env.ts'
import { takeOver } from '#shared/db/membership.ts'
import { ensureRoom } from '#shared/db/rooms.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { addDays, dayMs, dayOf } from '#shared/domain/calendar.ts'
import { AppError } from '#shared/errors.ts'
import { createLog } from '#shared/log.ts'
import { type House, openHouse } from '../house.ts'
import { registerRecording } from '../intake/register.ts'
import { judgeFlag } from '../pool/judge.ts'
import { createOperator } from '../registry/operators.ts'
import { buildReport } from '../report/build.ts'
import { serveHouse } from '../serve.ts'
import { fillCity } from './big-city/fill.ts'
import { fillCases } from './casework/fill.ts'
import { portalActor } from './casework/portal.ts'
import { demoOperator, demoRooms, demoVerdicts } from './city.ts'
import { demoPeople, registrar } from './people.ts'
import { summary } from './summary.ts'
import { watchedFlags } from './watched.ts'
import { demoWeek } from './week.ts'

const samples = fileURLToPath(new URL('../../samples', import.meta.url))

/** The main job on the embedded default, stage by stage, on the broadcasts in samples/; then the console. */
async function demo(exitAfterSummary: boolean): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lvbo-demo-'))
  const config = loadConfig({
    LOG_LEVEL: 'error',
    // Hears the samples' synthetic speech and nothing else; whoever has an engine of their own sets it.
    ASR_MODEL_DIR: join(samples, 'espeak-zh-ctc'),
    ...process.env,
    DATABASE_URL: `pglite:${join(dataDir, 'db')}`,
    QUEUE_URL: 'memory:',
    DATA_DIR: dataDir,
    ROLES: '',
    LLM_URL: '',
  })
  const log = createLog({ level: config.LOG_LEVEL, to: 'stderr' })
  process.stdout.write(`绿播演示 / lvbo demo\n数据目录 data: ${dataDir}\n`)
  const people: Actor[] = Object.values(demoPeople)
  const house = await openHouse(config, {
    log,
    undoMinutes: 0,
    screenEverySeconds: 30,
    catchUpDays: 1,
    demo: people,
  })
  try {
    await steps(house, dataDir).run()
    // Known only now: whose portal it is, is decided by the casework.
    const operator = await portalActor(house.deps)
    if (operator) people.push(operator)
    process.stdout.write(await summary(house))
    if (exitAfterSummary) return
    // From here on people judge, and may take back what they did.
    const policies = house.deps.policies.map((policy) => ({ ...policy, undoMinutes: 1 }))
    Object.assign(house.deps, { policies })
    const server = await serveHouse(house, log)
    process.stdout.write(`控制台 console: ${server.url}   (Ctrl-C 停止)\n`)
    await new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
    })
    await server.close()
  } finally {
    await house.close()
  }
}

function steps(house: House, dataDir: string) {
  const { deps } = house
  return new Listr([
    {
      title: '装入一座演示城市:三个县区、六十个直播间、一个月的监测',
      task: async () => {
        const { published } = await deps.shelf.versions()
        await fillCity(deps.db, {
          seed: 1,
          rooms: 60,
          days: 30,
          flagsPerDay: 90,
          caughtUp: true,
          until: addDays(dayOf(deps.now().getTime()), -1),
          city: deps.region,
          lexicon: published,
          policies: deps.policies,
        })
      },
    },
    {
      title: '登记正在看的 6 个直播间',
      task: async () => {
        const lookedUpOn = addDays(dayOf(deps.now().getTime()), -6)
        const since = new Date(deps.now().getTime() - 20 * dayMs)
        for (const [n, { state, ...room }] of demoRooms.entries()) {
          const form = demoOperator(n, lookedUpOn)
          const operator = form && (await createOperator(deps, registrar, form))
          const whose = operator ? { operatorId: operator.id } : {}
          const { id } = await ensureRoom(deps.db, { ...room, ...whose }, since)
          await takeOver(deps.db, id, state, since)
        }
      },
    },
    {
      title: '登记录像、弹幕、字幕',
      task: async (_, task) => {
        const truth = await readFile(join(samples, 'truth.json'), 'utf8')
        const { recordings } = JSON.parse(truth) as {
          recordings: { file: string; room: string; title: string }[]
        }
        const dir = join(dataDir, 'recordings')
        for (const { path, ...options } of await demoWeek(samples, recordings, dir, deps.now())) {
          const title = recordings.find(({ room }) => room === options.room)?.title
          const named = { ...options, title, region: deps.region }
          await registerRecording(deps.db, path, named, deps.now())
          task.title = `登记录像、弹幕、字幕:${basename(path)}`
        }
        task.title = '登记录像、弹幕、字幕:5 段(FLV、TS、MP4;一段没有字幕,由本机模型听写)'
      },
    },
    {
      title: '读取 → 转写 → 比对词库 → 截取证据片段',
      task: () => {
        house.start()
        return house.settle()
      },
    },
    {
      title: '判定(演示由脚本代替复核员;真实判定只由人作出)',
      task: async () => {
        const actor = { name: '演示复核员', roles: ['reviewer' as const], region: deps.region }
        for (const flag of await watchedFlags(house, 'open')) {
          const verdict = flag.audience ? undefined : demoVerdicts[flag.category]
          if (verdict) await judgeFlag(deps, flag.id, verdict, actor)
        }
      },
    },
    {
      title: '计入培育库:扣分、颜色、移出建议',
      task: () => house.settle(),
    },
    {
      title: '办理:申报、整改告知、移出案件、线索移交,各个环节都有',
      task: async () => {
        await fillCases(deps)
        return house.settle()
      },
    },
    {
      title: '生成昨日动态监测日报',
      task: async () => {
        const day = addDays(dayOf(deps.now().getTime()), -1)
        await buildReport(deps, { period: 'day', day, region: deps.region })
      },
    },
  ])
}

demo(process.argv.includes('--exit')).catch((error: unknown) => {
  const why =
    error instanceof AppError ? error.message : error instanceof Error ? error.stack : error
  process.stderr.write(`演示未能完成:${why}\n`)
  process.exitCode = 1
})
