import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice, sentenceOf } from '../frame/states.tsx'
import { Change } from '../sign-in/steps.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { OneTimeCode } from './code.tsx'
import { type Account, accountQuery } from './queries.ts'
import './account.css'

/** 我的账号: one's password, one-time code and sessions. */
export function AccountPage() {
  const say = useWords()
  const { signedIn } = useSession()
  if (!signedIn)
    return <Notice icon="person" title={say('account.mine')} hint={say('account.none')} />
  return <Mine />
}

function Mine() {
  const say = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const mine = useQuery(accountQuery)
  return (
    <Loaded query={mine}>
      {(account) => (
        <div className="page account">
          <section className="panel">
            <h2>{say('account.password')}</h2>
            {account.changedAt && (
              <p className="quiet">
                {say('account.passwordSince', { time: dateTime(account.changedAt) })}
              </p>
            )}
            <Change
              known=""
              label={say('account.change')}
              then={() => {
                void message.success(say('account.changed'))
                void queries.invalidateQueries(accountQuery)
              }}
            />
          </section>
          <OneTimeCode on={account.secondFactor ?? false} />
          <Sessions sessions={account.sessions} />
        </div>
      )}
    </Loaded>
  )
}

function Sessions({ sessions }: { readonly sessions: Account['sessions'] }) {
  const say = useWords()
  const queries = useQueryClient()
  const ending = useMutation({
    mutationFn: (id: string | null) =>
      id === null
        ? read(api.account.sessions.$delete())
        : read(api.account.sessions[':id'].$delete({ param: { id } })),
    onSettled: () => queries.invalidateQueries(accountQuery),
  })
  return (
    <section className="panel wide">
      <div className="bar">
        <h2>{say('account.sessions')}</h2>
        <span className="quiet small">{say('account.sessionsHint')}</span>
        {sessions.length > 1 && (
          <Button className="end" onClick={() => ending.mutate(null)} loading={ending.isPending}>
            {say('account.endOthers')}
          </Button>
        )}
      </div>
      {ending.error && <Alert type="error" title={sentenceOf(ending.error, say)} />}
      <table className="sums">
        <thead>
          <tr>
            {(['device', 'address', 'since', 'last'] as const).map((key) => (
              <th key={key} scope="col">
                {say(`account.${key}`)}
              </th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <tr key={one.id} data-testid="session-row">
              <td>
                <bdi>{browserOf(one.userAgent ?? '')}</bdi>
              </td>
              <td className="num">{one.ipAddress || '—'}</td>
              <td className="num">{dateTime(one.createdAt)}</td>
              <td className="num">{dateTime(one.updatedAt)}</td>
              <td>
                {one.current ? (
                  <span className="pill strong">{say('account.here')}</span>
                ) : (
                  <button type="button" className="as-link" onClick={() => ending.mutate(one.id)}>
                    {say('account.end')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What people call their browser and system, out of what it says of itself. */
function browserOf(agent: string): string {
  const browser = /(Edg|Firefox|Chrome|Safari)\/(\d+)/.exec(agent)
  const system = /Windows|Mac OS X|Android|iPhone|iPad|Linux/.exec(agent)?.[0]
  const name = browser ? `${browser[1] === 'Edg' ? 'Edge' : browser[1]} ${browser[2]}` : agent
  return [name.slice(0, 60) || '—', system].filter(Boolean).join(' · ')
}
