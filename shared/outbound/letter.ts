/** What leaves the building, in any way: `id` tells the other side when it gets the same again. */
export interface Letter {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly text: string
  readonly data: Readonly<Record<string, unknown>>
  readonly files: readonly {
    readonly name: string
    readonly mime: string
    readonly bytes: Buffer
  }[]
}
