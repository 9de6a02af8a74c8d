import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Db } from '#shared/db/client.ts'
import * as schema from '#shared/db/schema/index.ts'

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly Plans?: readonly PlanNode[]
}

/** A table this large is not to be read from end to end for a page. */
const bigRows = 50_000

/**
 * How the database does what `run` asks of it, from EXPLAIN ANALYZE of every query it sends: the indexes used, and the
 * big tables read whole.
 */
export async function planOf(url: string, run: (db: Db) => Promise<unknown>): Promise<string> {
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  try {
    const sent: { readonly query: string; readonly params: unknown[] }[] = []
    const logger = { logQuery: (query: string, params: unknown[]) => sent.push({ query, params }) }
    await run(drizzle(pool, { schema, logger }))
    const big = await bigTables(pool)
    const indexes = new Set<string>()
    const whole = new Set<string>()
    for (const { query, params } of sent) {
      if (!/^\s*(select|with)\b/i.test(query)) continue
      const { rows } = await pool.query(`explain (analyze, format json) ${query}`, params)
      for (const node of nodesOf(rows[0]?.['QUERY PLAN']?.[0]?.Plan)) {
        if (node['Index Name']) indexes.add(node['Index Name'])
        const table = node['Relation Name'] ?? ''
        if (node['Node Type'] === 'Seq Scan' && big.has(table)) whole.add(table)
      }
    }
    const used = [...indexes].sort().join(', ') || 'no index'
    return whole.size > 0 ? `${used}; WHOLE ${[...whole].join(', ')}` : used
  } finally {
    await pool.end()
  }
}

async function bigTables(pool: pg.Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ relname: string }>(
    `select relname from pg_class where relkind = 'r' and reltuples > $1`,
    [bigRows],
  )
  return new Set(rows.map(({ relname }) => relname))
}

function nodesOf(node: PlanNode | undefined): PlanNode[] {
  return node ? [node, ...(node.Plans ?? []).flatMap(nodesOf)] : []
}
