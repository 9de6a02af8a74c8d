import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useWords } from '../words/words.ts'
import { DayPicker } from './day-picker.tsx'
import { sentenceOf } from './states.tsx'

/** One thing a person fills in; a half stands beside its neighbour. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly kind: 'line' | 'text' | 'day' | 'number' | 'choice' | 'switch'
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  /** Without it nothing is sent. */
  readonly must?: boolean
  readonly hint?: string
  readonly max?: number
  readonly rows?: number
  readonly half?: boolean
}

/** What a form sends: blanks as null for days and numbers, as empty text for lines. */
type Value = string | number | boolean | null
export type Values = Readonly<Record<string, Value>>

/** The one form in which records of the registry are entered and put right: fields, what went wrong, one button. */
export function RecordForm<Filled extends Values>({
  fields,
  initial,
  button,
  save,
  testId,
}: {
  readonly fields: readonly Field[]
  readonly initial: Filled
  readonly button: string
  /** Rejects with the sentence of why not; what was filled in stays. */
  readonly save: (filled: Filled) => Promise<unknown>
  readonly testId: string
}) {
  const say = useWords()
  const saving = useMutation({
    mutationFn: (typed: Partial<Record<string, Value>>) =>
      save({ ...initial, ...filledIn(fields, typed) }),
  })
  return (
    <Form
      className="record-form"
      layout="vertical"
      requiredMark="optional"
      initialValues={initial}
      onFinish={(typed) => saving.mutate(typed)}
      data-testid={testId}
    >
      {fields.map((field) => (
        <Form.Item
          key={field.name}
          name={field.name}
          label={field.label}
          className={field.half ? 'half' : ''}
          extra={field.hint}
          required={
            field.must || typeof initial[field.name] === 'boolean' || isChosen(field, initial)
          }
          {...(field.kind === 'switch' && { valuePropName: 'checked' })}
          rules={
            field.must ? [{ required: true, message: say('form.must', { name: field.label }) }] : []
          }
        >
          <Control field={field} />
        </Form.Item>
      ))}
      {saving.error && <Alert type="error" showIcon title={sentenceOf(saving.error, say)} />}
      <Button
        type="primary"
        htmlType="submit"
        loading={saving.isPending}
        data-testid={`${testId}-save`}
      >
        {button}
      </Button>
    </Form>
  )
}

/** Of a choice that stands already something always stays chosen: it is not optional. */
const isChosen = ({ name, kind }: Field, initial: Values) => kind === 'choice' && !!initial[name]

/** What antd hands down to the control of an item. */
interface Handed {
  readonly id?: string
  readonly value?: never
  readonly checked?: never
  readonly onChange?: never
}

function Control({ field, ...handed }: { readonly field: Field } & Handed) {
  const { kind, options = [], max = 200, rows = 3 } = field
  switch (kind) {
    case 'line':
      return <Input {...handed} maxLength={max} />
    case 'text':
      return <Input.TextArea {...handed} rows={rows} maxLength={max} />
    case 'day':
      return <DayPicker {...handed} label={field.label} />
    case 'number':
      return <InputNumber {...handed} min={0} max={max} style={{ width: '100%' }} />
    case 'choice':
      return (
        <Select {...handed} options={[...options]} showSearch={{ optionFilterProp: 'label' }} />
      )
    case 'switch':
      return <Switch {...handed} />
  }
}

function filledIn(fields: readonly Field[], typed: Partial<Record<string, Value>>) {
  const entries = fields.map(({ name, kind }) => {
    const value = typed[name]
    const blank = value === undefined || value === null || value === ''
    const nothing = kind === 'day' || kind === 'number' ? null : ''
    return [name, blank ? nothing : value]
  })
  return Object.fromEntries(entries)
}
