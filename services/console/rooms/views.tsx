import { Button, Input, Popover, Select } from 'antd'
import { useState } from 'react'
import { go, useRoute } from '../frame/router.ts'
import { stored, useStored } from '../frame/stored.ts'
import { useWords } from '../words/words.ts'

/** Filters somebody named, in this browser: name → the address's parameters. */
const saved = stored<string>('room-views', '{}')

function viewsOf(text: string): Record<string, string> {
  const parsed: unknown = JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, string>) : {}
}

/** Goes to a saved filter, and keeps the present one under a name. */
export function SavedViews() {
  const say = useWords()
  const { path, params } = useRoute()
  const [text, setText] = useStored(saved)
  const [name, setName] = useState('')
  const views = viewsOf(text)
  const search = params.toString()
  const current = Object.keys(views).find((view) => views[view] === search)
  const keep = (next: Record<string, string>) => setText(JSON.stringify(next))
  return (
    <>
      {Object.keys(views).length > 0 && (
        <Select
          style={{ width: 150 }}
          aria-label={say('rooms.views')}
          placeholder={say('rooms.views')}
          value={current ?? null}
          onChange={(view: string) => go(`${path}?${views[view] ?? ''}`, { replace: true })}
          options={Object.keys(views).map((view) => ({ value: view, label: view }))}
        />
      )}
      {search !== '' && !current && (
        <Popover
          trigger="click"
          content={
            <form
              className="bar"
              onSubmit={(event) => {
                event.preventDefault()
                if (name.trim()) keep({ ...views, [name.trim()]: search })
              }}
            >
              <Input
                style={{ width: 160 }}
                aria-label={say('rooms.viewName')}
                placeholder={say('rooms.viewName')}
                maxLength={20}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <Button htmlType="submit" type="primary">
                {say('person.save')}
              </Button>
            </form>
          }
        >
          <Button>{say('rooms.saveView')}</Button>
        </Popover>
      )}
      {current && (
        <Button
          type="text"
          onClick={() => {
            const { [current]: _, ...rest } = views
            keep(rest)
          }}
        >
          {say('rooms.dropView')}
        </Button>
      )}
    </>
  )
}
