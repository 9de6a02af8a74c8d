import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { agrees, truthRows } from './truth.ts'

const data = process.env.TRUTH_DATA ?? resolve('../shared/data')

test.skipIf(!existsSync(data))('every statement of the truth files holds', async () => {
  const rows = await truthRows(data)
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter((row) => !agrees(row))).toEqual([])
})
