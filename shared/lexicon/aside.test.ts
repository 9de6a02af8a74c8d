import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { compileLexicon } from '#shared/text/compile.ts'
import { detect } from '#shared/text/detect.ts'
import { explain } from '#shared/text/explain.ts'
import { compileAside } from './aside.ts'
import { loadLexicon, versionOf } from './load.ts'

const { source } = await loadLexicon('lexicons')
const version = versionOf(source)

test('a lexicon compiled aside is the same one, and the event loop goes on meanwhile', async () => {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const aside = await compileAside(JSON.stringify(source), version)
  delay.disable()
  const here = compileLexicon(source, version)
  expect(versionOf(aside.source)).toBe(version)
  // Tens of megabytes: `toEqual` would take minutes.
  for (const part of ['claims', 'context', 'corrections', 'table', 'splits', 'openers'] as const)
    expect(isDeepStrictEqual(aside[part], here[part]), part).toBe(true)
  expect(aside.rules).toEqual(here.rules)
  expect(aside.rulesOf).toEqual(here.rulesOf)
  expect(aside.lookAroundSeconds).toBe(here.lookAroundSeconds)
  expect(aside.rules[0]?.rule).toBe(aside.source.rules[0]?.rules[0])
  expect(aside.rules).toContain(aside.rulesOf[0]?.[0])
  const text = '我们这个是全网最低价,吃了能治高血压,不是吹的,全国第一'
  expect(detect(aside, { text, channel: 'speech' })).toEqual(
    detect(here, { text, channel: 'speech' }),
  )
  expect(explain(aside, { text, channel: 'speech' })).toEqual(
    explain(here, { text, channel: 'speech' }),
  )
  // Compiling takes seconds; the exact stall is measured by the bench, where nothing else runs.
  expect(delay.max / 1e6).toBeLessThan(500)
})

test('a lexicon at fault is refused in words for people', async () => {
  const [file] = source.rules
  const rules = [{ ...file, rules: [{ ...file?.rules[0], except: ['no-such-exception'] }] }]
  await expect(compileAside(JSON.stringify({ ...source, rules }), 'v')).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('no-such-exception'),
  })
  await expect(compileAside('{"rules":[]}', 'v')).rejects.toMatchObject({ code: 'invalid' })
})
