import { Alert, App, Button, Form } from 'antd'
import { useDeferredValue } from 'react'
import { useSession } from '../frame/session.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { LinkField, OperatorFields, RoomFields } from './room-fields.tsx'
import { codeOf, type RoomDraft, useSaveRoom } from './save-room.ts'
import { Similar } from './similar.tsx'

/** One room: paste its link, read what that says, see who is there already, save and go on with the next. */
export function OneRoom() {
  const say = useWords()
  const { message } = App.useApp()
  const { region } = useSession()
  const [form] = Form.useForm<RoomDraft>()
  const typed = useDeferredValue(Form.useWatch([], form) as RoomDraft | undefined)
  const code = codeOf(typed)
  const saving = useSaveRoom((name) => {
    message.success(say('register.saved', { name }))
    form.resetFields(['link', 'platformId', 'name', 'code', 'operatorName'])
    form.getFieldInstance('link')?.focus()
  })
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
        <LinkField text={(typed?.link ?? '').trim()} />
        <RoomFields />
        <OperatorFields code={code} />
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
