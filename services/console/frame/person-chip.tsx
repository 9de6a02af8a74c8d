import { Button, Dropdown, Input, Popover } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useWords } from '../words/words.ts'
import { Icon } from './icons.tsx'
import { maxNameLength, personName } from './person.ts'
import { go } from './router.ts'
import { useSession } from './session.tsx'
import { useStored } from './stored.ts'

/** Who acts: an account, with the way to it and out of it; or the name given for this browser, where none is needed. */
export function PersonChip() {
  const { signedIn, name } = useSession()
  return signedIn ? <SignedIn name={name} /> : <GivenName />
}

function SignedIn({ name }: { readonly name: string }) {
  const say = useWords()
  async function leave() {
    await read(api.auth['sign-out'].$post())
    location.assign('/')
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'account', label: say('account.mine'), onClick: () => go('/account') },
          { key: 'out', label: say('account.signOut'), onClick: () => void leave() },
        ],
      }}
    >
      <Button type="text" data-testid="person">
        <span className="person-chip">
          <Icon name="person" size={16} />
          {name}
        </span>
      </Button>
    </Dropdown>
  )
}

function GivenName() {
  const say = useWords()
  const [name, setName] = useStored(personName)
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState(name)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={(next) => {
        setDraft(name)
        setOpen(next)
      }}
      content={
        <form
          style={{ width: 240, display: 'grid', gap: 8 }}
          onSubmit={(event) => {
            event.preventDefault()
            setName(draft.trim())
            setOpen(false)
          }}
        >
          <label htmlFor="person-name">{say('person.label')}</label>
          <Input
            id="person-name"
            data-testid="person-name"
            maxLength={maxNameLength}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          <span className="quiet small">{say('person.why')}</span>
          <Button type="primary" htmlType="submit">
            {say('person.save')}
          </Button>
        </form>
      }
    >
      <Button type="text" data-testid="person">
        <span className="person-chip">
          {name ? <Icon name="person" size={16} /> : <i className="dot" />}
          {name || say('person.none')}
        </span>
      </Button>
    </Popover>
  )
}
