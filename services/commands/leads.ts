import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { listLeads } from '#shared/db/leads.ts'
import { LeadSource, leadSourceNames, leadStateNames } from '#shared/domain/lead.ts'
import { importLeads } from '../leads/import.ts'
import { type Act, byPerson, day } from './cases.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'
import { checked, type Json } from './forms.ts'
import { tableText } from './words.ts'

const page = { limit: 500 }

/** `leads`: what was handed over, and what came from elsewhere. */
export function leadsCommand(command: Command, io: Io): void {
  command.option('--json', '输出 JSON / print JSON').action(({ json }: Json) =>
    inHouse(io, async (house) => {
      const { rows } = await listLeads(house.deps.db, cliActor(house), page)
      show(io, json, rows, () =>
        tableText([
          ['线索编号', '来源', '状态', '直播间', '市外', '核查截止', '内容'],
          ...rows.map(({ lead: l, room }) => [
            l.number,
            leadSourceNames[l.source],
            leadStateNames[l.state],
            room ?? l.facts.account,
            l.outside ? '是' : '',
            day(l.checkDueAt, l.dueUnknown),
            (l.facts.title || l.facts.text).slice(0, 20),
          ]),
        ]),
      )
    }),
  )
}

/** `leads-import`: leads of other systems, from a file. */
export function leadsImportCommand(command: Command, io: Io): void {
  byPerson(command)
    .requiredOption('--source <source>', LeadSource.options.join(', '))
    .action((file: string, { by, json, source }: Act & { source: string }) =>
      inHouse(io, async (house) => {
        const from = checked(LeadSource.exclude(['monitoring']), source)
        const bytes = await readFile(file)
        const actor = cliActor(house, by)
        const done = await importLeads(house.deps, actor, from, { name: basename(file), bytes })
        show(io, json, done, () =>
          [
            `新增 ${done.created},更新 ${done.updated},未变 ${done.unchanged};匹配到直播间 ${done.matched},市外 ${done.outside}。`,
            ...done.errors.map(({ line, why }) => `第 ${line} 行:${why}`),
          ].join('\n'),
        )
      }),
    )
}
