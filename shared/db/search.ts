/** A pattern that finds the text as it is written anywhere in a value: its own `%`, `_` and `\` are text. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
