import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { AppError } from '#shared/errors.ts'
import { acts } from './acts.ts'
import { type Act, byPerson } from './cases.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'
import { checked } from './forms.ts'
import { tableText } from './words.ts'

interface Options extends Act {
  readonly data?: string
}

/** `do`: one act on a case or the registry, by its name; without a name the list of acts. */
export function doCommand(command: Command, io: Io): void {
  byPerson(command)
    .option('--data <json>', '表单,JSON 或 @文件 / the form, JSON or @file')
    .action(async (name: string | undefined, ids: string[], options: Options) => {
      const { by, reason, data, json } = options
      if (name === undefined)
        return show(io, json, Object.keys(acts), () =>
          tableText([['事项', '说明', '用法'], ...usages()]),
        )
      const row = acts[name]
      if (!row)
        throw new AppError(
          'not_found',
          `没有事项“${name}”;lvbo do 列出全部:${near(name).join('、')}`,
        )
      if (ids.length !== row.ids)
        throw new AppError('invalid', `用法:lvbo do ${name}${placeholders(row.ids)}`)
      const body = row.form ? checked(row.form, await formOf(data)) : undefined
      const [id = '', other = ''] = ids
      await inHouse(
        io,
        async (house) => {
          const deed = { deps: house.deps, actor: cliActor(house, by), id, other, reason }
          const done = await row.run(deed, body)
          show(io, json, done, () => `已办理:${row.what}。`)
        },
        { work: true },
      )
    })
}

const placeholders = (ids: number) => ' <编号>'.repeat(ids)

const usages = () =>
  Object.entries(acts).map(([name, { what, ids, form }]) => [
    name,
    what,
    `lvbo do ${name}${placeholders(ids)}${form ? " --data '{…}'" : ''}`,
  ])

/** Acts of the same subject, or all. */
function near(name: string): string[] {
  const subject = `${name.split('.')[0]}.`
  const same = Object.keys(acts).filter((one) => one.startsWith(subject))
  return same.length > 0 ? same : Object.keys(acts)
}

/** The form as given on the line or in a file. Throws `invalid` for what is no JSON. */
async function formOf(data: string | undefined): Promise<unknown> {
  if (data === undefined)
    throw new AppError('invalid', "此事项须填表:--data '{…}' 或 --data @文件。")
  const text = data.startsWith('@') ? await readFile(data.slice(1), 'utf8') : data
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('invalid', '表单不是有效的 JSON,请检查引号与逗号。', { cause: error })
  }
}
