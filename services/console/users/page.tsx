import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Drawer, Input, Select, Table } from 'antd'
import { Role } from '#shared/domain/role.ts'
import { useCan } from '../frame/can.ts'
import { type Changes, useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { NewUser } from './new-user.tsx'
import { Person } from './person.tsx'
import { loginWord, type UserRow, usersQuery } from './queries.ts'
import './users.css'

/** 用户与授权: who has an account, what each may do and where; one opens accounts, another grants rights. */
export function UsersPage() {
  const say = useWords()
  const can = useCan()
  const [params, change] = useParams()
  const list = useQuery(usersQuery)
  const text = params.get('q') ?? ''
  const role = params.get('role') ?? ''
  const chosen = params.get('id')
  const shown = (rows: readonly UserRow[]) =>
    rows.filter(
      (one) =>
        `${one.name} ${one.displayName}`.includes(text) &&
        (role === '' || one.roles.some((held) => held === role)),
    )
  return (
    <div className="page users">
      <Alert
        type="info"
        showIcon
        title={say(
          can('user.create')
            ? 'users.asSystem'
            : can('user.grant')
              ? 'users.asSecurity'
              : 'users.asAuditor',
        )}
      />
      <Bar text={text} role={role} change={change} />
      <Loaded query={list}>
        {({ rows }) => (
          <>
            <List rows={shown(rows)} choose={(id) => change({ id })} />
            <Drawer
              open={chosen !== null}
              size={480}
              title={
                chosen === 'new'
                  ? say('users.new')
                  : rows.find(({ id }) => id === chosen)?.displayName
              }
              onClose={() => change({ id: null })}
            >
              {chosen === 'new' ? (
                <NewUser made={(id) => change({ id })} />
              ) : (
                rows
                  .filter(({ id }) => id === chosen)
                  .map((user) => <Person key={user.id} user={user} />)
              )}
            </Drawer>
          </>
        )}
      </Loaded>
    </div>
  )
}

function Bar({
  text,
  role,
  change,
}: {
  readonly text: string
  readonly role: string
  readonly change: (to: Changes) => void
}) {
  const say = useWords()
  const can = useCan()
  return (
    <div className="bar">
      <Input.Search
        allowClear
        style={{ width: 220 }}
        placeholder={say('users.search')}
        aria-label={say('users.search')}
        defaultValue={text}
        onChange={(event) => change({ q: event.target.value })}
      />
      <Select
        style={{ width: 150 }}
        aria-label={say('users.roles')}
        value={role}
        onChange={(next: string) => change({ role: next })}
        options={[
          { value: '', label: say('users.anyRole') },
          ...Role.options
            .filter((one) => one !== 'system')
            .map((value) => ({ value, label: say(`role.${value}`) })),
        ]}
      />
      {can('user.create') && (
        <Button
          type="primary"
          className="end"
          onClick={() => change({ id: 'new' })}
          data-testid="user-new"
        >
          {say('users.new')}
        </Button>
      )}
    </div>
  )
}

function List({
  rows,
  choose,
}: {
  readonly rows: readonly UserRow[]
  readonly choose: (id: string) => void
}) {
  const say = useWords()
  const { regionOf } = useSession()
  if (rows.length === 0) return <Notice title={say('users.none')} hint={say('users.noneHint')} />
  return (
    <Table<UserRow>
      className="panel"
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...rows]}
      columns={[
        {
          title: say('signIn.name'),
          dataIndex: 'name',
          render: (name: string, { id }) => (
            <button
              type="button"
              className="as-link"
              data-testid="user-row"
              onClick={() => choose(id)}
            >
              {name}
            </button>
          ),
        },
        { title: say('signIn.displayName'), dataIndex: 'displayName' },
        { title: say('users.region'), dataIndex: 'region', render: regionOf },
        {
          title: say('users.roles'),
          dataIndex: 'roles',
          render: (roles: UserRow['roles']) =>
            roles.length > 0 ? (
              roles.map((one) => say(`role.${one}`)).join('、')
            ) : (
              <span className="quiet">{say('users.noRole')}</span>
            ),
        },
        {
          title: say('users.signsIn'),
          dataIndex: 'login',
          render: (login: UserRow['login']) => say(loginWord(login)),
        },
        {
          title: say('users.state'),
          dataIndex: 'active',
          render: (active: boolean) => (
            <span className={active ? 'pill strong' : 'pill'}>
              {say(active ? 'users.active' : 'users.closed')}
            </span>
          ),
        },
      ]}
    />
  )
}
