import { openDb } from '#shared/db/client.ts'
import { registryTasks } from '#shared/db/registry-tasks.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { creditCheckDigit } from '#shared/domain/operator.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { startPostgres } from '#shared/testing/services.ts'
import { exportRooms } from '../../services/registry/export.ts'
import { importRooms } from '../../services/registry/import/run.ts'
import { openRegistry } from '../../services/registry/open.ts'
import { similarRooms } from '../../services/registry/rooms.ts'
import { toCsv, toXlsx } from '../../services/registry/sheet.ts'
import { type Cell, printTable } from './table.ts'

const rooms = 20_000
const counties = ['定海区', '普陀区', '岱山县', '嵊泗县']
const actor = { name: '量', roles: everyRole, region: 'zhoushan' }

function ledger(changed: boolean) {
  const header = [
    '直播间名称',
    '平台',
    '账号ID',
    '链接',
    '主营品类',
    '区划',
    '经营主体',
    '统一社会信用代码',
  ]
  const rows = Array.from({ length: rooms }, (_, i) => {
    const n = Math.floor(i / 2)
    const first = `91330903MA${String(n).padStart(7, '0')}`
    const id = `7459${String(i).padStart(9, '0')}`
    const name = `东海渔嫂${i}号直播间${changed && i % 10 === 0 ? '改' : ''}`
    const operator = [`舟山第${n}海鲜有限公司`, first + creditCheckDigit(first)]
    const region = counties[n % counties.length] ?? ''
    return [name, '抖音', id, `https://live.douyin.com/${id}`, '海鲜、食品', region, ...operator]
  })
  return { header, rows }
}

/** Import of the largest ledger, its re-import with a tenth changed, lists, look-alikes and export, on both databases. */
export async function benchRegistry(): Promise<void> {
  const postgres = await startPostgres()
  const registry = await openRegistry(Buffer.alloc(32))
  const files = [
    ['20,000 rows .xlsx, all new', await toXlsx(ledger(false))],
    ['the same again', await toXlsx(ledger(false))],
    ['a tenth changed, CSV', toCsv(ledger(true))],
  ] as const
  try {
    for (const [name, url] of [
      ['PGlite', 'pglite::memory:'],
      ['PostgreSQL', postgres.url],
    ] as const) {
      const { db, close } = await openDb(url)
      const deps = { ...registry, db, now: () => new Date() }
      const rows: Cell[][] = []
      const timed = async (what: string, verb: () => Promise<string>) => {
        const began = performance.now()
        const cpu = process.cpuUsage()
        const outcome = await verb()
        const { user, system } = process.cpuUsage(cpu)
        const rss = process.memoryUsage.rss() / 1e6
        rows.push([what, (performance.now() - began) / 1000, (user + system) / 1e6, rss, outcome])
      }
      for (const [what, bytes] of files)
        await timed(what, async () => {
          const done = await importRooms(deps, actor, { name: 'ledger', bytes })
          return `+${done.created} ~${done.updated} =${done.unchanged} !${done.refused}`
        })
      await timed('list, first page of 100', async () => {
        const page = await listRooms(db, actor, { limit: 100 })
        return `${page.rows.length} of ${page.total}`
      })
      await timed('list, one county, text, by name', async () => {
        const page = await listRooms(db, actor, {
          ...{ limit: 100, text: '渔嫂199', region: 'zhoushan/putuo', sort: 'name' },
        })
        return `${page.rows.length} of ${page.total}`
      })
      await timed('look-alikes while typing', async () => {
        const found = await similarRooms(deps, actor, { name: '东海渔嫂1234号' })
        return `${found.length}`
      })
      await timed('tasks, first page of 100', async () => {
        const policy = policyOn(deps.registry, Date.now())
        return `${(await registryTasks(db, actor, policy, '2026-03-12', { limit: 100 })).total}`
      })
      await timed('export .xlsx', async () => {
        const bytes = await toXlsx(await exportRooms(deps, actor, {}))
        return `${Math.round(bytes.length / 1000)} kB`
      })
      await close()
      printTable(
        `Registry on ${name}`,
        ['step', 'seconds', 'CPU seconds', 'RSS MB', 'outcome'],
        rows,
      )
    }
  } finally {
    await postgres.stop()
  }
}
