import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Select } from 'antd'
import { useDeferredValue, useEffect } from 'react'
import type { Goods, RoomType } from '#shared/domain/channel.ts'
import { creditCodeFault } from '#shared/domain/operator.ts'
import type { Platform } from '#shared/domain/room.ts'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { platformWord } from '../rooms/platform.ts'
import { useWords } from '../words/words.ts'
import { linkQuery, operatorByCodeQuery } from './queries.ts'
import { Similar } from './similar.tsx'

interface Draft {
  readonly link: string
  readonly platform: Platform
  readonly platformId: string
  readonly name: string
  readonly type: RoomType
  readonly goods: Goods[]
  readonly region: string
  readonly code: string
  readonly operatorName: string
}

const platforms: readonly Platform[] = [
  ...(['douyin', 'kuaishou', 'taobao', 'bilibili'] as const),
  ...(['wechat', 'xiaohongshu', 'pinduoduo', 'other'] as const),
]
const types: readonly RoomType[] = ['shop', 'influencer', 'agency', 'virtual']
const goods: readonly Goods[] = [
  ...(['food', 'health-food', 'cosmetics', 'medical-device', 'drug', 'apparel'] as const),
  ...(['jewelry', 'seafood', 'tea', 'alcohol', 'electronics', 'household'] as const),
  ...(['education', 'finance', 'infant', 'other'] as const),
]

/** One room: paste its link, read what that says, see who is there already, save and go on with the next. */
export function OneRoom() {
  const say = useWords()
  const { message } = App.useApp()
  const { region, regions } = useSession()
  const queries = useQueryClient()
  const [form] = Form.useForm<Draft>()
  const typed = useDeferredValue(Form.useWatch([], form) as Draft | undefined)
  const link = (typed?.link ?? '').trim()
  const code = (typed?.code ?? '').trim().toUpperCase()
  const reading = useQuery(linkQuery(link)).data
  const operator = useQuery(operatorByCodeQuery(creditCodeFault(code) === null ? code : ''))
  useEffect(() => {
    if (!reading || reading.kind === 'none') return
    const { platform } = reading
    form.setFieldsValue({
      platform,
      ...(reading.kind === 'found' ? { platformId: reading.platformId } : {}),
    })
  }, [form, reading])

  const saving = useMutation({
    mutationFn: async (draft: Draft) => {
      const { link: pasted, code: _, operatorName, ...room } = draft
      const url = /https?:\/\/\S+/.exec(pasted ?? '')?.[0] ?? null
      const operatorId = code === '' ? null : (operator.data?.id ?? (await addOperator(draft)))
      return read(api.rooms.$post({ json: { ...room, link: url, operatorId } }))
    },
    onSuccess: async ({ name }) => {
      message.success(say('register.saved', { name }))
      form.resetFields(['link', 'platformId', 'name', 'code', 'operatorName'])
      form.getFieldInstance('link')?.focus()
      await queries.invalidateQueries({ queryKey: ['rooms'] })
    },
  })
  const addOperator = async ({ operatorName, region: place }: Draft) => {
    const none = { registeredPlace: null, actualPlace: null, foundedOn: null }
    const unknown = { ...none, abnormal: null, dishonest: null }
    const json = { ...unknown, code, name: operatorName, region: place }
    const made = await read(api.operators.$post({ json }))
    await queries.invalidateQueries({ queryKey: ['operators'] })
    return made.id
  }

  return (
    <div className="register">
      <Form
        form={form}
        className="panel"
        layout="vertical"
        requiredMark="optional"
        initialValues={{ platform: 'douyin', type: 'shop', goods: [], region }}
        onFinish={(draft) => saving.mutate(draft)}
      >
        <Form.Item name="link" label={say('register.link')} extra={reading?.advice}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} data-testid="register-link" />
        </Form.Item>
        <div className="two">
          <Form.Item name="platform" label={say('rooms.platform')} rules={[{ required: true }]}>
            <Select
              options={platforms.map((value) => ({ value, label: say(platformWord(value)) }))}
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
            <Select options={types.map((value) => ({ value, label: say(`type.${value}`) }))} />
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
            options={goods.map((value) => ({ value, label: say(`goods.${value}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="code"
          label={say('register.code')}
          extra={operator.data && say('register.known', { name: operator.data.name })}
          rules={[
            {
              validator: async (_, value: string) => {
                const fault = value ? creditCodeFault(value.trim().toUpperCase()) : null
                if (fault) throw new Error(fault)
              },
            },
          ]}
        >
          <Input
            data-testid="register-code"
            maxLength={24}
            placeholder={say('register.codeHint')}
          />
        </Form.Item>
        {operator.data === null && (
          <Form.Item
            name="operatorName"
            label={say('register.newOperator')}
            rules={[{ required: true, whitespace: true, message: say('register.needOperator') }]}
          >
            <Input maxLength={200} data-testid="register-operator" />
          </Form.Item>
        )}
        {saving.error && <Alert type="error" showIcon title={sentenceOf(saving.error, say)} />}
        <Button
          type="primary"
          htmlType="submit"
          loading={saving.isPending}
          data-testid="register-save"
        >
          {say('register.save')}
        </Button>
      </Form>
      <Similar
        typed={{
          code,
          platform: typed?.platform ?? '',
          platformId: (typed?.platformId ?? '').trim(),
          name: (typed?.name ?? '').trim(),
        }}
      />
    </div>
  )
}
