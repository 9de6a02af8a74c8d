import { Select } from 'antd'
import { api, read } from '../client.ts'
import { useWords, type Word } from '../words/words.ts'
import { useSession } from './session.tsx'

/** In the demo only: as which of its people the visitor looks, with what that one may see and do. */
export function DemoRole({
  people,
}: {
  readonly people: readonly { readonly name: string; readonly roles: readonly string[] }[]
}) {
  const say = useWords()
  const { name } = useSession()
  const now = people.some((one) => one.name === name) ? name : ''
  async function act(as: string) {
    await read(api.auth.demo.$post({ json: { name: as } }))
    // Whatever the page knew belongs to the one before.
    location.assign('/')
  }
  return (
    <span className="demo-role">
      <span className="pill strong">{say('demo.tag')}</span>
      <Select
        size="small"
        variant="borderless"
        popupMatchSelectWidth={false}
        listHeight={480}
        aria-label={say('demo.as')}
        data-testid="demo-role"
        value={now}
        onChange={(as: string) => void act(as)}
        options={[
          { value: '', label: say('demo.all') },
          ...people.map((one) => ({
            value: one.name,
            label: `${one.roles.map((role) => say(`role.${role}` as Word)).join('、')} · ${one.name}`,
          })),
        ]}
      />
    </span>
  )
}
