import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import type { Channel, Goods } from '#shared/domain/channel.ts'
import { useWords } from '../words/words.ts'

const channels: readonly Channel[] = ['speech', 'danmaku', 'title', 'screen', 'link']
const goodsKinds: readonly Goods[] = [
  ...(['food', 'health-food', 'infant', 'seafood', 'tea', 'alcohol', 'cosmetics'] as const),
  ...(['medical-device', 'drug', 'apparel', 'jewelry', 'electronics', 'household'] as const),
  ...(['education', 'finance', 'other'] as const),
]

export interface Spoken {
  readonly text: string
  readonly channel: Channel
  readonly goods?: Goods
}

/** A sentence to be judged, where it was said and about what goods. */
export function Sentence({
  busy,
  ask,
}: {
  readonly busy: boolean
  readonly ask: (spoken: Spoken) => void
}) {
  const say = useWords()
  const [text, setText] = useState('')
  const [channel, setChannel] = useState<Channel>('speech')
  const [goods, setGoods] = useState<Goods | ''>('')
  const put = () => {
    if (text.trim()) ask({ text, channel, ...(goods ? { goods } : {}) })
  }
  return (
    <form
      className="sentence"
      onSubmit={(event) => {
        event.preventDefault()
        put()
      }}
    >
      <label htmlFor="try-text">{say('rules.sentence')}</label>
      <Input.TextArea
        id="try-text"
        data-testid="try-text"
        rows={2}
        maxLength={2000}
        placeholder={say('rules.sentenceHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={(event) => {
          // While an input method composes, Enter chooses its word.
          if (event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          put()
        }}
      />
      <div className="bar">
        <Select
          style={{ width: 110 }}
          aria-label={say('rules.channel')}
          value={channel}
          onChange={setChannel}
          options={channels.map((value) => ({ value, label: say(`channel.${value}`) }))}
        />
        <Select
          style={{ width: 140 }}
          aria-label={say('rules.goods')}
          value={goods}
          onChange={setGoods}
          options={[
            { value: '', label: say('rules.anyGoods') },
            ...goodsKinds.map((value) => ({ value, label: say(`goods.${value}`) })),
          ]}
        />
        <Button htmlType="submit" type="primary" loading={busy} data-testid="try">
          {say('rules.try')}
        </Button>
      </div>
    </form>
  )
}
