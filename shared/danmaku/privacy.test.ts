import { describe, expect, it } from 'vitest'
import { maskContacts, pseudonymise } from './privacy.ts'

describe('pseudonymise', () => {
  it('is stable under one salt, different under another, and short', () => {
    const name = pseudonymise('10001', 'march')
    expect(name).toMatch(/^[\w-]{16}$/)
    expect(pseudonymise('10001', 'march')).toBe(name)
    expect(pseudonymise('10001', 'april')).not.toBe(name)
    expect(pseudonymise('10002', 'march')).not.toBe(name)
  })
})

describe('maskContacts', () => {
  const masked: readonly [string, string][] = [
    ['打13812340001找我', '打138****0001找我'],
    ['+86 138 1234 0001', '+86 138 **** 0001'],
    ['138-1234-0001', '138-****-0001'],
    ['1 3 8 1 2 3 4 0 0 0 1', '1 3 8 * * * * 0 0 0 1'],
    ['１３８１２３４０００１', '１３８****０００１'],
    ['座机010-12345678', '座机***-****5678'],
    ['身份证11010519491231002X', '身份证110105********002X'],
    ['卡号6222 0212 3456 7894', '卡号6222 **** **** 7894'],
    ['发到zhang.san@example.com吧', '发到z***@example.com吧'],
    ['加我微信 zhangsan_88', '加我微信 z*********8'],
    ['vx:abc12345', 'vx:a******5'],
    ['加v abc123456', '加v a*******6'],
    ['微信号是12345678', '微信号是1******8'],
    ['wxid_abcdef123456', 'wxid_************'],
    ['QQ:123456789', 'QQ:1*******9'],
    ['QQ\uff1a123456789', 'QQ\uff1a1*******9'],
    ['微信\uff1aabc12345', '微信\uff1aa******5'],
    ['ｖｘ\uff1aａｂｃ１２３', 'ｖｘ\uff1aａ****３'],
    ['微 信 号 abc12345', '微 信 号 a******5'],
    ['扣扣12345', '扣扣1***5'],
    ['a@b.cn', 'a***@b.cn'],
    ['qq群 12345678', 'qq群 1******8'],
    ['寄到建设路128号3栋502室', '寄到建设路***号*栋***室'],
    ['阳光小区12栋1单元501', '阳光小区**栋*单元***'],
    ['住3号楼2单元1802', '住*号楼*单元****'],
  ]
  it.each(masked)('covers %s', (text, expected) => {
    expect(maskContacts(text)).toBe(expected)
  })

  const kept = [
    '19.9元三件,券后1999',
    '已售13812340001单',
    '3号链接还有货吗',
    '今天拍了138单',
    '订单号 2026031119095212345',
    '2026-03-11 19:09:52',
    '来自河南的朋友报到',
    '一号链接二号链接都要',
    '加我V❤️xin 便宜一半',
    '价格 < 99 才买',
    '净含量1380克*12',
    '全是套路 3号链接没货',
    '1380013.8001元',
    '1773227392000',
    'WX系列和VX系列哪个好',
    '微信支付可以吗',
    'iPhone15Pro有吗',
    '这味道1组多少钱',
    '全是套路3号没货',
    '你知道2楼在哪吗',
  ]
  it.each(kept)('leaves %s', (text) => {
    expect(maskContacts(text)).toBe(text)
  })

  it('changes nothing the second time', () => {
    for (const [, expected] of masked) expect(maskContacts(expected)).toBe(expected)
  })

  it('stays quick on text made to be slow', () => {
    const before = performance.now()
    for (const piece of ['1-', '1', '建设', '1栋', 'a.', 'a@', '微信', '1 3'])
      maskContacts(piece.repeat(20_000))
    expect(performance.now() - before).toBeLessThan(3000)
  })
})
