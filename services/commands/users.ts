import type { Command } from 'commander'
import { tokensOf } from '#shared/db/tokens.ts'
import { getUserNamed, listUsers } from '#shared/db/users.ts'
import { Role, roleNames } from '#shared/domain/role.ts'
import { GrantForm, PasswordForm, TokenForm, UserForm } from '#shared/domain/user.ts'
import { AppError } from '#shared/errors.ts'
import { createUser, endToken, grantUser, issueToken, setActive } from '../users/act.ts'
import { setPassword } from '../users/passwords.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'
import { checked, type Json } from './forms.ts'
import { shanghai, tableText } from './words.ts'

const roleList = Role.options
  .filter((role) => role !== 'system')
  .map((role) => `${role}(${roleNames[role]})`)
  .join('、')

const passwordStdin = [
  '--password-stdin',
  '从标准输入读一行作为口令;不写则不设,或由程序生成 / read the password from stdin',
] as const

interface Given {
  readonly passwordStdin?: boolean
}

/** What stands before the first line's end on standard input. */
async function firstLine(io: Io): Promise<string> {
  let text = ''
  for await (const chunk of io.stdin) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return text.split(/\r?\n/, 1)[0] ?? ''
}

/** `user`: accounts, their rights and tokens, by whoever may run commands on the server. */
export function userCommand(user: Command, io: Io): void {
  const verb = (usage: string, words: string) =>
    user.command(usage).description(words).option('--json', '输出 JSON / print JSON')
  const reason = ['--reason <text>', '依据 / why'] as const

  verb('list', '所有账号 / all accounts').action((options: Json) =>
    inHouse(io, async ({ deps }) => {
      const { rows } = await listUsers(deps.db, deps, { limit: 10_000 })
      show(io, options.json, rows, () =>
        tableText([
          ['账号', '姓名', '区划', '角色', '状态'],
          ...rows.map((one) => [
            one.name,
            one.displayName,
            deps.names.region(one.region),
            one.roles.map((role) => roleNames[role]).join('、') || '(未授权)',
            one.active ? '启用' : '停用',
          ]),
        ]),
      )
    }),
  )

  verb('add <name>', '开立账号并授权 / open an account with roles')
    .requiredOption('--display <name>', '姓名 / name')
    .requiredOption('--role <roles>', `角色,逗号分隔 / roles: ${roleList}`)
    .option('--region <path>', '区划路径,缺省为本机构 / region')
    .option('--operator <id>', '运营者账号所属经营主体 / operator of a portal account')
    .option(...passwordStdin)
    .option(reason[0], reason[1], '命令行开户')
    .action((name: string, options: Json & Grant & Given & { display: string }) =>
      inHouse(io, async (house) => {
        const region = options.region ?? house.config.REGION
        const form = checked(UserForm, { name, displayName: options.display, region })
        const grant = grantOf({ ...options, region })
        const actor = cliActor(house)
        await createUser(house.deps, actor, form)
        const password = options.passwordStdin ? await firstLine(io) : null
        const made = await grantUser(house.deps, actor, name, grant)
        if (password !== null)
          await setPassword(house.deps, actor, name, { password, dropCode: false, reason: '开户' })
        show(io, options.json, made, () => `已开立账号 ${name}(${names(made.roles)})。`)
      }),
    )

  verb('password <name>', '设置或重置口令,首次登录须修改 / set a password')
    .option(...passwordStdin)
    .option('--drop-code', '同时停用动态口令,如手机遗失 / drop the one-time code', false)
    .requiredOption(...reason)
    .action((name: string, options: Json & Given & { dropCode: boolean; reason: string }) =>
      inHouse(io, async (house) => {
        const password = options.passwordStdin ? await firstLine(io) : null
        const { dropCode, reason } = options
        const form = checked(PasswordForm, { password, dropCode, reason })
        const made = await setPassword(house.deps, cliActor(house), name, form)
        const shown = made.password ? `${made.password}\n请当面交给本人,不会再次显示。` : ''
        show(io, options.json, made, () => `${shown}\n${name} 首次登录时须修改口令。`.trim())
      }),
    )

  verb('grant <name>', '重新授权 / give other roles')
    .requiredOption('--role <roles>', '角色,逗号分隔 / roles')
    .option('--region <path>', '区划路径,不写则不变 / region')
    .option('--operator <id>', '运营者账号所属经营主体 / operator')
    .requiredOption(...reason)
    .action((name: string, options: Json & Grant) =>
      inHouse(io, async (house) => {
        const made = await grantUser(house.deps, cliActor(house), name, grantOf(options))
        show(io, options.json, made, () => `账号 ${name} 现为 ${names(made.roles)}。`)
      }),
    )

  for (const [usage, active, words] of [
    ['disable <name>', false, '停用账号及其全部令牌 / close an account and its tokens'],
    ['enable <name>', true, '启用账号 / open it again'],
  ] as const)
    verb(usage, words)
      .requiredOption(...reason)
      .action((name: string, options: Json & { reason: string }) =>
        inHouse(io, async (house) => {
          const made = await setActive(house.deps, cliActor(house), name, active, options.reason)
          show(io, options.json, made, () => `账号 ${name} 已${active ? '启用' : '停用'}。`)
        }),
      )

  verb('token <name>', '签发访问令牌,只显示这一次 / issue an API token')
    .option('--label <text>', '用途 / what for', '命令行签发')
    .option('--days <n>', '有效天数 / days', '90')
    .option('--role <roles>', '只限这些角色 / only these roles')
    .action((name: string, options: Json & { label: string; days: string; role?: string }) =>
      inHouse(io, async (house) => {
        const { label, days } = options
        const roles = options.role?.split(',') ?? null
        const form = checked(TokenForm, { label, days: Number(days), roles })
        const made = await issueToken(house.deps, cliActor(house), name, form)
        show(
          io,
          options.json,
          made,
          () => `${made.token}\n有效至 ${shanghai(made.expiresAt)},请妥善保管,不会再次显示。`,
        )
      }),
    )

  verb('tokens <name>', '令牌清单 / tokens of an account').action((name: string, options: Json) =>
    inHouse(io, async ({ deps }) => {
      const rows = await tokensOf(deps.db, (await named(deps, name)).id)
      show(io, options.json, rows, () =>
        tableText([
          ['编号', '用途', '有效至', '最近使用', '状态'],
          ...rows.map((one) => [
            one.id,
            one.label,
            shanghai(one.expiresAt),
            one.lastUsedAt ? shanghai(one.lastUsedAt) : '从未',
            one.revokedAt ? '已停用' : '有效',
          ]),
        ]),
      )
    }),
  )

  verb('revoke <name> <token>', '停用一个令牌 / end one token').action(
    (name: string, tokenId: string, options: Json) =>
      inHouse(io, async (house) => {
        const { id } = await named(house.deps, name)
        const done = await endToken(house.deps, cliActor(house), { id, tokenId })
        show(io, options.json, done, () => '令牌已停用。')
      }),
  )
}

interface Grant {
  readonly role: string
  readonly region?: string
  readonly operator?: string
  readonly reason: string
}

function grantOf({ role, region, operator, reason }: Grant): GrantForm {
  const roles = role.split(',').map((one) => one.trim())
  return checked(GrantForm, { roles, region, operatorId: operator ?? null, reason })
}

const names = (roles: readonly Role[]) => roles.map((role) => roleNames[role]).join('、')

async function named(
  deps: { db: Parameters<typeof getUserNamed>[0]; region: string },
  name: string,
) {
  const user = await getUserNamed(deps.db, deps, name)
  if (!user) throw new AppError('not_found', `没有账号 ${name};可用 lvbo user list 查看。`)
  return user
}
