import { Button, Input, Select } from 'antd'
import type { MaterialKind, MendItem } from '#shared/domain/application.ts'
import { useWords } from '../words/words.ts'
import { fieldNames } from './fields.tsx'

export type MendLine = MendItem

const materials: readonly MaterialKind[] = [
  ...(['business-licence', 'permit', 'agreement', 'compliance-system', 'certificate'] as const),
  ...(['training', 'screenshot', 'inspection', 'other'] as const),
]

/** 退回补正: one line for each field or paper, with what is wrong with it. */
export function Mend({
  lines,
  change,
}: {
  readonly lines: readonly MendLine[]
  readonly change: (lines: readonly MendLine[]) => void
}) {
  const say = useWords()
  const put = (at: number, part: Partial<MendLine>) =>
    change(lines.map((line, i) => (i === at ? { ...line, ...part } : line)))
  const used = lines.map(({ what }) => what)
  const options = [
    {
      label: say('applications.form'),
      options: fieldNames.map((value) => ({ value, label: say(`field.${value}`) })),
    },
    {
      label: say('applications.papers'),
      options: materials.map((value) => ({ value, label: say(`material.${value}`) })),
    },
  ]
  return (
    <fieldset className="choices mend">
      <legend>{say('applications.mend')}</legend>
      {lines.map((line, i) => (
        <div key={line.what} className="line">
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={say('applications.mendWhat')}
            value={line.what}
            onChange={(what: MendLine['what']) => put(i, { what })}
            options={options}
          />
          <Input
            maxLength={500}
            aria-label={say('applications.mendWhy')}
            placeholder={say('applications.mendWhy')}
            value={line.why}
            onChange={(event) => put(i, { why: event.target.value })}
          />
          <Button type="text" onClick={() => change(lines.filter((_, at) => at !== i))}>
            {say('applications.mendDrop')}
          </Button>
        </div>
      ))}
      <Button
        size="small"
        data-testid="mend-add"
        onClick={() => {
          const what = [...materials, ...fieldNames].find((name) => !used.includes(name))
          if (what) change([...lines, { what, why: '' }])
        }}
      >
        {say('applications.mendAdd')}
      </Button>
    </fieldset>
  )
}
