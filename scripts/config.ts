/** npm run config: writes the table of settings into README.md and .env.example from shared/config/env.ts. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { envFields } from '../shared/config/env.ts'

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const [begin, end] = ['<!-- config:begin -->', '<!-- config:end -->']

/** Name, default and meaning of every setting, in the order of the schema. */
export const settings = Object.entries(envFields).map(([name, field]) => {
  const parsed = field.safeParse(undefined)
  const value = parsed.success && !(parsed.data instanceof Map) ? String(parsed.data) : ''
  return { name, value, meaning: field.description ?? '' }
})

export function withTable(readme: string): string {
  const rows = settings.map(
    (s) => `| \`${s.name}\` | ${s.value ? `\`${s.value}\`` : ''} | ${s.meaning} |`,
  )
  const table = ['| 变量 | 缺省 | 说明 |', '|---|---|---|', ...rows].join('\n')
  const from = readme.indexOf(begin)
  const to = readme.indexOf(end)
  if (from < 0 || to < from) throw new Error(`README.md needs ${begin} and ${end}`)
  return `${readme.slice(0, from + begin.length)}\n${table}\n${readme.slice(to)}`
}

export function envExample(): string {
  const head = '# 复制为 .env 后按需修改;由 `npm run config` 从 shared/config/env.ts 生成。\n'
  return `${head}${settings.map((s) => `\n# ${s.meaning}\n${s.name}=${s.value}\n`).join('')}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(root('README.md'), withTable(readFileSync(root('README.md'), 'utf8')))
  writeFileSync(root('.env.example'), envExample())
}
