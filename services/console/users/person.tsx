import { Alert, Descriptions } from 'antd'
import { useCan } from '../frame/can.ts'
import { useSession } from '../frame/session.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Door } from './door.tsx'
import { Grant } from './grant.tsx'
import { loginWord, type UserRow } from './queries.ts'
import { Tokens } from './tokens.tsx'

/** One account: what it is, and what this officer may do to it. */
export function Person({ user }: { readonly user: UserRow }) {
  const say = useWords()
  const can = useCan()
  const { regionOf, name: mine } = useSession()
  return (
    <div className="stack" data-testid="user-file">
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'name', label: say('signIn.name'), children: user.name },
          { key: 'region', label: say('users.region'), children: regionOf(user.region) },
          {
            key: 'roles',
            label: say('users.roles'),
            children: user.roles.map((one) => say(`role.${one}`)).join('、') || say('users.noRole'),
          },
          { key: 'login', label: say('users.signsIn'), children: say(loginWord(user.login)) },
          {
            key: 'opened',
            label: say('users.opened'),
            children: `${dateTime(user.createdAt)} · ${user.createdBy}`,
          },
        ]}
      />
      {user.roles.length === 0 && user.active && (
        <Alert type="warning" showIcon title={say('users.waitsForRole')} />
      )}
      {(can('user.password') || can('user.disable')) && <Door user={user} />}
      {can('user.grant') && user.active && user.name !== mine && <Grant user={user} />}
      {can('user.token') && user.active && <Tokens user={user} />}
    </div>
  )
}
