import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { useWords } from '../words/words.ts'
import { Icon } from './icons.tsx'
import { maxNameLength, personName } from './person.ts'
import { useStored } from './stored.ts'

/** The name under which this browser's verdicts are given. */
export function PersonChip() {
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
