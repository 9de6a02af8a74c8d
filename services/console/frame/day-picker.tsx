import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'

/** A day as `YYYY-MM-DD`, or the empty string; in the console's language, which a browser's own field is not. */
export function DayPicker({
  id,
  value = '',
  onChange,
  label,
  clearable = true,
  testId,
}: {
  readonly id?: string
  readonly value?: string
  readonly onChange?: (day: string) => void
  readonly label: string
  readonly clearable?: boolean
  readonly testId?: string
}) {
  return (
    <DatePicker
      {...(id ? { id } : {})}
      {...(testId ? { 'data-testid': testId } : {})}
      allowClear={clearable}
      style={{ width: 150 }}
      aria-label={label}
      placeholder={label}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day ? day.format('YYYY-MM-DD') : '')}
    />
  )
}
