import { chat, type Show, say } from './show.ts'

/** A short broadcast with nothing to find in it, and five sentences that only look like it. */
export const seaweed: Show = {
  room: '岱衢紫菜铺',
  roomId: 33092102,
  title: '新晒坛紫菜 下午茶时间聊一聊',
  region: 'daishan',
  goods: 'seafood',
  startedAt: '2026-03-11T14:30:05.000+08:00',
  voices: {
    host: { variant: 'f4', speed: 204, pitch: 48, gain: 0.8 },
    assistant: { variant: 'm3', speed: 204, pitch: 44, gain: 0.6 },
  },
  look: {
    wall: ['#eef7ee', '#bfe0d2'],
    wood: ['#a9825a', '#7d5a3a'],
    apron: '#3f8f6b',
    scarf: '#c9574a',
    accent: '#2b7a5d',
    table: 'seaweed',
  },
  products: [{ name: '坛紫菜干', spec: '100 克 / 袋', origin: '产地 岱山', price: '19.8' }],
  notices: ['未拆封七天无理由退货', '配料表：坛紫菜'],
  lines: [
    say('大家下午好，这里是岱衢紫菜铺。', { chat: [chat('一只海鸥', '下午好')] }),
    say('今天讲坛紫菜，一百克一袋，十九块八。', {
      product: 0,
      chat: [chat('小满', '这个就是煮汤的吗')],
    }),
    say('紫菜是去年十一月采的，洗净、压饼、烘干，配料表只有紫菜。'),
    say('吃的时候撕开放碗里，加一点葱花，冲开水就行。', { chat: [chat('小满', '简单')] }),
    say('开袋以后要密封，最好放在阴凉干燥的地方。', {
      lookAlike: {
        category: 'absolute-terms',
        quote: '最好放在阴凉干燥的地方',
        why: '保存方法的建议（广告绝对化用语执法指南第六条）',
      },
    }),
    say('有人问价格，我们不能说全网最低，大家自己比一比。', {
      lookAlike: {
        category: 'false-lowest-price',
        quote: '不能说全网最低',
        why: '否定，没有作比较',
      },
      chat: [chat('老周', '别家也差不多'), chat('一只海鸥', '买过，味道可以')],
    }),
    say('紫菜是普通食品，不能治病，也不能代替药。', {
      lookAlike: { category: 'food-medical-claim', quote: '不能治病', why: '否定，是正确的提醒' },
    }),
    say('含碘比较多，一次一小把就够了。', { chat: [chat('老周', '实在')] }),
    say('没有拆封的，支持七天无理由退货。'),
    say('袋子受潮了，拍照给客服，补发或者退款都可以。', { chat: [chat('小满', '好的')] }),
    say('请在平台下单，不要私下转账，也不要加陌生人的微信。', {
      lookAlike: {
        category: 'off-platform-diversion',
        quote: '不要私下转账',
        why: '否定，是防骗提醒',
      },
      chat: [chat('一只海鸥', '放心')],
    }),
    say('晒紫菜要看天，东北风起来的时候，一天就能晒干。'),
    say('我们做得不算大，力争把每一袋都做干净。', {
      lookAlike: {
        category: 'absolute-terms',
        quote: '力争',
        why: '只是追求的目标（广告绝对化用语执法指南第五条）',
      },
    }),
    say('今天就讲到这里，谢谢大家，再见。', { chat: [chat('老周', '再见'), chat('小满', '拜拜')] }),
  ],
}
