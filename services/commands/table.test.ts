import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { commandTable } from './table.ts'

const rows = Object.values(commandTable).flat()
const nameOf = (usage: string) => new Command(usage.split(' ')[0]).name()
const exported = (name: string) =>
  `${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Command`

/** Registered within the group `lexicon`. */
const guests = ['backtestCommand', 'healthCommand']

test('every command a file of this folder knows has its own row, and no row another’s command', async () => {
  const known = new Map<string, unknown>()
  for (const file of await readdir(import.meta.dirname))
    if (file.endsWith('.ts') && !file.endsWith('.test.ts'))
      for (const [name, value] of Object.entries(
        await import(/* @vite-ignore */ join(import.meta.dirname, file)),
      ))
        if (name.endsWith('Command') && !guests.includes(name)) known.set(name, value)

  expect(rows.map(({ usage }) => exported(nameOf(usage))).toSorted()).toEqual(
    [...known.keys()].toSorted(),
  )
  for (const { usage, load } of rows)
    expect(await load(), usage).toBe(known.get(exported(nameOf(usage))))
})
