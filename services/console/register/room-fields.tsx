import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useEffect } from 'react'
import { Goods, RoomType } from '#shared/domain/channel.ts'
import { creditCodeFault } from '#shared/domain/operator.ts'
import { Platform } from '#shared/domain/room.ts'
import { useSession } from '../frame/session.tsx'
import { platformWord } from '../rooms/platform.ts'
import { useWords } from '../words/words.ts'
import { linkQuery, operatorByCodeQuery } from './queries.ts'
import type { RoomDraft } from './save-room.ts'

/** A pasted link or share text; what it says of platform and account is filled in. */
export function LinkField({ text }: { readonly text: string }) {
  const say = useWords()
  const form = Form.useFormInstance<RoomDraft>()
  const reading = useQuery(linkQuery(text)).data
  useEffect(() => {
    if (!reading || reading.kind === 'none') return
    const { platform } = reading
    form.setFieldsValue({
      platform,
      ...(reading.kind === 'found' ? { platformId: reading.platformId } : {}),
    })
  }, [form, reading])
  return (
    <Form.Item name="link" label={say('register.link')} extra={reading?.advice}>
      <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} data-testid="register-link" />
    </Form.Item>
  )
}

export function RoomFields() {
  const say = useWords()
  const { regions } = useSession()
  return (
    <>
      <div className="two">
        <Form.Item name="platform" label={say('rooms.platform')} rules={[{ required: true }]}>
          <Select
            options={Platform.options.map((value) => ({ value, label: say(platformWord(value)) }))}
          />
        </Form.Item>
        <Form.Item
          name="platformId"
          label={say('register.platformId')}
          rules={[{ required: true, message: say('register.needPlatformId') }]}
        >
          <Input data-testid="register-id" maxLength={100} />
        </Form.Item>
      </div>
      <Form.Item
        name="name"
        label={say('rooms.name')}
        rules={[{ required: true, whitespace: true, message: say('register.needName') }]}
      >
        <Input data-testid="register-name" maxLength={100} />
      </Form.Item>
      <div className="two">
        <Form.Item name="type" label={say('register.type')}>
          <Select
            options={RoomType.options.map((value) => ({ value, label: say(`type.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="region" label={say('rooms.region')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={regions.map(({ path, name }) => ({ value: path, label: name }))}
          />
        </Form.Item>
      </div>
      <Form.Item name="goods" label={say('register.goods')}>
        <Select
          mode="multiple"
          options={Goods.options.map((value) => ({ value, label: say(`goods.${value}`) }))}
        />
      </Form.Item>
    </>
  )
}

/** Whose room it is, by code; the name only where the register has nobody of that code. */
export function OperatorFields({ code }: { readonly code: string }) {
  const say = useWords()
  const operator = useQuery(operatorByCodeQuery(creditCodeFault(code) === null ? code : '')).data
  return (
    <>
      <Form.Item
        name="code"
        label={say('register.code')}
        extra={operator && say('register.known', { name: operator.name })}
        rules={[
          {
            validator: async (_, value: string) => {
              const fault = value ? creditCodeFault(value.trim().toUpperCase()) : null
              if (fault) throw new Error(fault)
            },
          },
        ]}
      >
        <Input data-testid="register-code" maxLength={24} placeholder={say('register.codeHint')} />
      </Form.Item>
      {operator === null && (
        <Form.Item
          name="operatorName"
          label={say('register.newOperator')}
          rules={[{ required: true, whitespace: true, message: say('register.needOperator') }]}
        >
          <Input maxLength={200} data-testid="register-operator" />
        </Form.Item>
      )}
    </>
  )
}
