import { Button, Modal, Switch } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { useStored } from '../frame/stored.ts'
import { useWords } from '../words/words.ts'
import { type Binding, singleKeys } from './keys.ts'
import { labelOf } from './own-keys.ts'
import { useOwnKeys } from './use-own-keys.ts'

const groups = ['judge', 'batch', 'move', 'other', 'play'] as const

/** Keys that a page or the browser needs for itself. */
const taken = /^(Tab|Enter|Escape|F\d+|Shift|Control|Alt|Meta|CapsLock|Lang|Convert|NonConvert)/

/** The keyboard map as this person has it, each key to be moved, and the switch for people whom single keys disturb. */
export function Help({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const say = useWords()
  const [single, setSingle] = useStored(singleKeys)
  const { keys, move, reset, changed } = useOwnKeys()
  const [moving, setMoving] = useState<Binding | null>(null)

  function pressed(event: KeyboardEvent, binding: Binding) {
    if (binding !== moving || event.nativeEvent.isComposing) return
    if (event.code === 'Escape') {
      event.stopPropagation()
      setMoving(null)
    }
    if (event.ctrlKey || event.metaKey || event.altKey || taken.test(event.code)) return
    event.preventDefault()
    move(binding, { code: event.code, shift: event.shiftKey })
    setMoving(null)
  }

  return (
    <Modal
      open={open}
      onCancel={close}
      footer={null}
      title={say('keys.title')}
      width={960}
      centered
    >
      <label className="key-switch" htmlFor="single-keys">
        <Switch
          id="single-keys"
          checked={single === 'on'}
          onChange={(on) => setSingle(on ? 'on' : 'off')}
        />
        {say('keys.on')}
        {changed && (
          <Button size="small" type="link" onClick={reset} data-testid="keys-reset">
            {say('keys.reset')}
          </Button>
        )}
      </label>
      <div className="key-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3>{say(`keys.${group}`)}</h3>
            <dl>
              {keys
                .filter((binding) => binding.group === group)
                .map((binding) => (
                  <div key={`${binding.action}-${labelOf(binding)}`}>
                    <dt>
                      <button
                        type="button"
                        className="key"
                        data-testid={`key-${binding.action}`}
                        aria-label={say('keys.move', {
                          key: labelOf(binding),
                          action: say(binding.word),
                        })}
                        onClick={() => setMoving(binding)}
                        onBlur={() => setMoving(null)}
                        onKeyDown={(event) => pressed(event, binding)}
                      >
                        {binding === moving ? say('keys.press') : labelOf(binding)}
                      </button>
                    </dt>
                    <dd>{say(binding.word)}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="quiet small">{say('keys.note')}</p>
    </Modal>
  )
}
