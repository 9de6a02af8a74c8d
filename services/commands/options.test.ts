import { describe, expect, it } from 'vitest'
import { goodsOf } from './options.ts'

describe('goodsOf', () => {
  it('takes the goods by either name', () => {
    expect(goodsOf('seafood')).toBe('seafood')
    expect(goodsOf('水产海鲜')).toBe('seafood')
    expect(goodsOf(undefined)).toBeUndefined()
  })

  it('names all there are, by both names', () => {
    expect(() => goodsOf('鱼')).toThrow('food(普通食品)、health-food(保健食品)')
  })
})
