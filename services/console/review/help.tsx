import { Modal, Switch } from 'antd'
import { useStored } from '../frame/stored.ts'
import { useWords } from '../words/words.ts'
import { keymap, singleKeys } from './keys.ts'

const groups = ['judge', 'move', 'play', 'other'] as const

/** The keyboard map, and the switch for people whom single keys disturb. */
export function Help({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const say = useWords()
  const [keys, setKeys] = useStored(singleKeys)
  return (
    <Modal open={open} onCancel={close} footer={null} title={say('keys.title')} width={640}>
      <label className="key-switch" htmlFor="single-keys">
        <Switch
          id="single-keys"
          checked={keys === 'on'}
          onChange={(on) => setKeys(on ? 'on' : 'off')}
        />
        {say('keys.on')}
      </label>
      <div className="key-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3>{say(`keys.${group}`)}</h3>
            <dl>
              {keymap
                .filter((binding) => binding.group === group)
                .map(({ code, key, word }) => (
                  <div key={code}>
                    <dt>
                      <kbd className="key">{key}</kbd>
                    </dt>
                    <dd>{say(word)}</dd>
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
