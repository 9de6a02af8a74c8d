import { afterAll, beforeAll, test } from 'vitest'
import { applicationToListing } from './application.ts'
import { keyboardRun } from './keyboard.ts'
import { graveVerdictOffline } from './offline.ts'
import { papersRead } from './papers.ts'
import { parkedWithReason } from './park.ts'
import { removalThroughSixStages } from './removal.ts'
import { reportSigned } from './report.ts'
import { openWorld, type World } from './world.ts'

/** What people come to the house for, from the first key to the last row, in the system's Chromium. */

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world?.close())

test('by keyboard: twenty verdicts, two taken back, one batch', () =>
  keyboardRun(world, '初审一', false))
test('the same through an input method', () => keyboardRun(world, '初审二', true))
test('a grave lead is judged without a network', () => graveVerdictOffline(world))
test('a lead is set aside with a reason', () => parkedWithReason(world))
test('a report is reviewed by one and signed by another, by keyboard', () => reportSigned(world))
test('six people take a removal through its six stages', () => removalThroughSixStages(world))
test('an operator applies, and is listed', () => applicationToListing(world))
test('papers handed in are read beside the criteria', () => papersRead(world))
