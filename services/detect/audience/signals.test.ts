import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { compileLexicon, type Lexicon } from '#shared/text/compile.ts'
import { type Hall, signalsOf } from './signals.ts'

let lexicon: Lexicon
let policy: AudiencePolicy
beforeAll(async () => {
  lexicon = compileLexicon(smallLexicon(), 'test')
  const { versions } = await loadPolicy('policies/audience.yaml', policyFile(AudiencePolicy))
  const [first] = versions
  if (!first) throw new Error('no policy')
  policy = first
})

type Written = readonly [seconds: number, sender: string | null, text: string]
const hallOf = (written: readonly Written[], host: readonly [number, string][] = []): Hall => ({
  sentences: host.map(([seconds, text]) => ({ startMs: seconds * 1000, text })),
  comments: written.map(([seconds, sender, text], seq) => ({
    ...{ seq, tMs: seconds * 1000, sender, text, staff: false },
  })),
  claims: new Set(),
})
const kinds = (hall: Hall) =>
  signalsOf(lexicon, policy, hall).signals.map(
    ({ kind, key, count, senders }) =>
      `${kind} ${kind === 'complaints' ? key : ''} ${count}/${senders}`,
  )
/** `n` comments by `senders` people, one every so many seconds. */
const many = (n: number, senders: number, every: number, text: (i: number) => string): Written[] =>
  Array.from({ length: n }, (_, i) => [i * every, `u${i % senders}`, text(i)])

describe('what everybody writes is no signal', () => {
  test.each([
    ['666'],
    ['666666666'],
    ['来了来了'],
    ['扣1'],
    ['哈哈哈哈哈哈哈哈'],
    ['主播晚上好呀家人们'],
    ['想要想要想要想要'],
    ['已拍已拍拍了拍了'],
    ['加油加油主播加油'],
    ['来了来了主播来了主播'],
    ['我要我要上链接上链接'],
    ['1111111111'],
    ['❤❤❤❤❤❤❤❤'],
    ['多少钱一斤怎么卖的啊'],
    ['什么时候发货呀主播?'],
    ['有没有大一点的规格呀'],
    ['这个是不是真的有效果呀'],
  ])('%s', (text) => {
    expect(kinds(hallOf(many(60, 40, 2, () => text)))).toEqual([])
  })

  test('nor what the host asked for, while it was just asked', () => {
    const written = many(60, 40, 2, (i) => (i % 3 ? '东海渔嫂福气满满' : '我要东海渔嫂福气满满'))
    const late = written.map(([s, who, text]): Written => [s + 3600, who, text])
    const host: [number, string][] = [[0, '想抽奖的评论区打东海渔嫂福气满满']]
    expect(kinds(hallOf(written, host))).toEqual([])
    expect(
      kinds(
        hallOf(written, [
          [0, '大家评论区打起来'],
          [3, '东海渔嫂福气满满'],
        ]),
      ),
    ).toEqual([])
    expect(kinds(hallOf(late, host))).toEqual(['duplicates  60/40'])
    expect(kinds(hallOf(written))).toEqual(['duplicates  60/40'])
    const staff = { seq: 99, tMs: 0, sender: 's', text: '打东海渔嫂福气满满抽大奖', staff: true }
    const hall = hallOf(written)
    expect(kinds({ ...hall, comments: [...hall.comments, staff] })).toEqual([])
  })

  test('nor one viewer, however often, nor comments nobody is known to have sent', () => {
    expect(kinds(hallOf(many(60, 1, 2, () => '不给退款的骗子商家')))).toEqual([])
    expect(kinds(hallOf(many(60, 1, 2, () => '这家紫菜真的好吃强烈推荐')))).toEqual([])
    const nobody = many(60, 9, 2, () => '喝了一个月血压降下来了').map(
      ([s, , text]): Written => [s, null, text],
    )
    expect(kinds(hallOf(nobody))).toEqual([])
  })

  test('nor the room itself', () => {
    const hall = hallOf(many(60, 40, 2, () => '喝了一个月血压真的降下来了'))
    expect(kinds({ ...hall, comments: hall.comments.map((c) => ({ ...c, staff: true })) })).toEqual(
      [],
    )
    const named = hallOf(many(60, 40, 2, () => '小助理:喝了一个月血压真的降下来了'))
    expect(kinds(named)).toEqual([])
  })
})

describe('thresholds', () => {
  const text = '东海渔嫂家的东西我认准了'
  test.each([
    [8, 3, 40, ['duplicates  8/3']],
    [7, 3, 40, []],
    [8, 2, 40, []],
    [8, 3, 50, []],
    [40, 20, 400, []],
  ])('%d like comments by %d viewers, every %d s', (n, senders, every, wanted) => {
    expect(kinds(hallOf(many(n, senders, every, () => text)))).toEqual(wanted)
  })
  test.each([
    [5, 5, 120, ['complaints refund 5/5']],
    [9, 4, 60, []],
    [5, 5, 200, []],
  ])('%d complaints by %d viewers, every %d s', (n, senders, every, wanted) => {
    const words = ['不给退款', '客服不理人啊', '退货被拒了', '把我拉黑了', '售后一直不回我']
    expect(kinds(hallOf(many(n, senders, every, (i) => words[i % 5] ?? '')))).toEqual(wanted)
  })
  test.each([
    [
      'emoji',
      (i: number) =>
        ['收到的都臭了', '虾发霉了', '吃了拉肚子', '质量太差', '里面没有生产日期'][i % 5] ?? '',
      'quality',
    ],
    [
      'weight',
      (i: number) =>
        ['缺斤少两', '少了半斤', '一半都是冰', '分量不足啊', '少发了两袋'][i % 5] ?? '',
      'short-weight',
    ],
    [
      'delivery',
      (i: number) =>
        ['虚假发货', '拍了半个月还没发货', '单号是假的', '下单十天了没动静', '一直不发货'][i % 5] ??
        '',
      'delivery',
    ],
    ['fakes', () => '收到的是假货', 'counterfeit'],
  ])('complaints of %s', (_, text_, key) => {
    expect(kinds(hallOf(many(5, 5, 30, text_)))).toEqual([`complaints ${key} 5/5`])
  })
  test.each([
    ['不会是假货吧'],
    ['怕是收到死的'],
    ['是不是缺斤少两'],
    ['听说不给退款'],
    ['有没有假货啊'],
    ['不是假货放心'],
  ])('a doubt is no complaint: %s', (text_) =>
    expect(kinds(hallOf(many(30, 30, 5, () => text_)))).toEqual([]),
  )
})

test('testimonials of cure gather, in whatever words; the lexicon may add its own', () => {
  const words = [
    '喝了一个月血压降下来了',
    '我妈关节不疼了',
    '用了两周白了好多',
    '吃了半个月尿酸正常了',
    '真的有效我三天就好了',
    '我婆婆失眠好了',
  ]
  const hall = hallOf(many(6, 6, 60, (i) => words[i] ?? ''))
  expect(kinds(hall)).toEqual(['testimonials  6/6'])
  const other = hallOf(many(6, 6, 60, (i) => `说不清楚但就是舒坦${'甲乙丙丁戊己'[i]}`))
  expect(kinds(other)).toEqual([])
  expect(kinds({ ...other, claims: new Set([0, 1, 2, 3, 4, 5]) })).toEqual(['testimonials  6/6'])
})

describe('paid comments', () => {
  const template = (i: number) =>
    `我${['妈', '婆婆', '奶奶', '邻居'][i % 4]}吃了这家的海参,全家都爱吃,强烈推荐`
  test('one template, a word changed, in one breath, by accounts that only praise', () => {
    const [found] = signalsOf(lexicon, policy, hallOf(many(24, 8, 3, template))).signals
    expect(found).toMatchObject({
      kind: 'paid',
      category: 'fake-sales-popularity',
      count: 24,
      senders: 8,
    })
    expect(found?.because).toEqual([
      '8 个账号发了 24 条雷同的好评',
      '同一句式的 4 种写法,只换一两个词',
      '100% 的账号只发好评、不说别的',
      '10 秒内 3 个账号同时发',
    ])
    expect(found?.score).toBe(1)
    expect(found?.samples).toHaveLength(4)
  })
  test('praise of one text, spread out, by people who talk of other things too, is only alike', () => {
    const written = many(9, 9, 35, () => '这家海参真的好吃强烈推荐')
    const chat = many(9, 9, 35, (i) => `${'风雨雪雾潮浪雷云霜'[i]}大`)
    expect(kinds(hallOf([...written, ...chat]))).toEqual(['duplicates  9/9'])
  })
  test('accounts that only praise, never the same words', () => {
    const praise = [
      '真的好吃',
      '物流很快',
      '回购第三次了',
      '质量很好',
      '包装不错',
      '味道好极了',
      '太划算了',
      '超级新鲜',
    ]
    const crowd = many(40, 5, 400, (i) => `${praise[i % 8]}`)
    expect(kinds(hallOf(crowd))).toContain('paid  40/5')
    const mixed = crowd.map(([s, who, text], i): Written => [s, who, i < 5 ? '今天几点下播' : text])
    expect(kinds(hallOf(mixed))).toEqual([])
  })
})

test('contact data is masked, the sender not shown, the thresholds are', () => {
  const { signals } = signalsOf(
    lexicon,
    policy,
    hallOf(many(9, 9, 10, () => '加微信fish888688领取内部优惠')),
  )
  expect(signals).toHaveLength(1)
  expect(JSON.stringify(signals)).not.toMatch(/fish888688|u[0-8]"/)
  expect(signals[0]?.thresholds).toMatchObject({
    comments: 8,
    senders: 3,
    windowMinutes: 5,
    policy: '2026-默认稿',
  })
})

const texts = [
  '这家紫菜真的好吃强烈推荐',
  '那家紫菜真的好吃强烈推荐',
  '不给退款',
  '客服不理',
  '666',
  '喝了一周血压降下来了',
  '今天风大不大呀主播',
  '东海渔嫂家的东西我认准了',
]
const comments = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 900 }),
    fc.integer({ min: 0, max: 6 }),
    fc.constantFrom(...texts),
  ),
  { maxLength: 120 },
)

test('the order in which comments are read does not matter', () => {
  fc.assert(
    fc.property(comments, fc.integer(), (list, salt) => {
      const hall = hallOf(list.map(([s, who, text]): Written => [s, `u${who}`, text]))
      const order = (seq: number) => Math.imul(seq ^ salt, 0x9e3779b1) >>> 0
      const turned = hall.comments.toSorted((a, b) => order(a.seq) - order(b.seq))
      expect(signalsOf(lexicon, policy, { ...hall, comments: turned })).toEqual(
        signalsOf(lexicon, policy, hall),
      )
    }),
    { numRuns: 60 },
  )
})

test('no signal is of fewer than its thresholds say', () => {
  fc.assert(
    fc.property(comments, (list) => {
      const hall = hallOf(list.map(([s, who, text]): Written => [s, `u${who}`, text]))
      for (const { count, senders, thresholds, fromMs, toMs } of signalsOf(lexicon, policy, hall)
        .signals) {
        if (typeof thresholds.comments === 'number')
          expect(count).toBeGreaterThanOrEqual(thresholds.comments)
        if (typeof thresholds.senders === 'number')
          expect(senders).toBeGreaterThanOrEqual(thresholds.senders)
        expect(toMs).toBeGreaterThanOrEqual(fromMs)
      }
    }),
    { numRuns: 60 },
  )
})

test('work grows with the comments and no faster; what is held does not grow with them', () => {
  const chars = [...'潮起东海风平浪静渔舟唱晚蟹肥虾鲜灯火万家归帆点点月照码头鱼汛将至网重人欢']
  const talk = (n: number) =>
    hallOf(
      Array.from({ length: n }, (_, i): Written => {
        const text = Array.from(
          { length: 10 },
          (_, k) => chars[(i * (k + 7) * 31 + k * i) % chars.length],
        )
        return [i / 4, `u${i % 997}`, text.join('')]
      }),
    )
  const [small, large] = [4000, 16_000].map((n) => signalsOf(lexicon, policy, talk(n)).work)
  expect(large?.comments).toBe(16_000)
  expect(large?.comparisons ?? 0).toBeLessThan(16_000 * 32)
  expect(large?.comparisons ?? 0).toBeLessThan((small?.comparisons ?? 0) * 4 * 1.5 + 1000)
  expect(large?.peakGroups).toBeLessThanOrEqual(1201)
})
