import { type Chat, chat, help, type Show, say } from './show.ts'

const staff = (text: string, more: Omit<Chat, 'user' | 'text'> = {}): Chat => ({
  user: '东海渔嫂小助理',
  text,
  staff: true,
  ...more,
})
const lowestPrice = { category: 'false-lowest-price', quote: '全网最低价' }

/** A seller who knows her goods, tells a great deal that is right, and eight things that are not. */
export const seafood: Show = {
  room: '东海渔嫂海鲜',
  roomId: 33090301,
  title: '今晚讲淡晒虾皮和东海带鱼',
  region: 'putuo',
  goods: 'seafood',
  startedAt: '2026-03-11T19:09:52.000+08:00',
  voices: {
    host: { variant: 'f2', speed: 212, pitch: 52, gain: 0.8 },
    assistant: { variant: 'm3', speed: 206, pitch: 44, gain: 0.62 },
  },
  look: {
    wall: ['#ffe8c6', '#eda177'],
    wood: ['#b5793f', '#8d5728'],
    apron: '#e8743b',
    scarf: '#2f6d9a',
    accent: '#d9482b',
    table: 'shrimp',
  },
  products: [
    { name: '淡晒虾皮', spec: '500 克 / 袋', origin: '产地 舟山沈家门', price: '49.9' },
    { name: '东海带鱼段', spec: '1250 克 / 盒', origin: '产地 东海海域', price: '69.9' },
    { name: '虾皮小袋', spec: '100 克 / 袋', origin: '产地 舟山沈家门', price: '12.8' },
  ],
  notices: ['干货未拆封七天无理由退货', '四十八小时内发货 · 坏单包赔', '客服在线 9:00 至 22:00'],
  lines: [
    say('各位晚上好，欢迎来到东海渔嫂海鲜直播间。', {
      chat: [chat('海边的风', '晚上好'), chat('momo', '渔嫂好')],
    }),
    say('我是渔嫂，在舟山沈家门做海产生意，有十二年了。', {
      chat: [staff('欢迎大家，今晚讲虾皮和带鱼，有问题打在公屏上')],
    }),
    say('今天讲两样东西，淡晒虾皮和东海带鱼。'),
    say('不着急下单，先听我把产地和做法讲清楚。', { chat: [chat('桂花糕', '来啦来啦')] }),
    help('大家有问题可以打在公屏上，我来念。'),
    say('先看一号链接，淡晒虾皮，五百克一袋。', {
      product: 0,
      chat: [staff('一号链接：淡晒虾皮 500 克 49.9 元')],
    }),
    say('虾是东海的毛虾，沈家门码头上岸，当天蒸煮，当天晾晒。', {
      chat: [chat('小鱼干', '是毛虾吗')],
    }),
    say('淡晒就是不另外加盐，吃起来是虾本身的鲜味。'),
    say('大家看镜头，虾皮是淡黄色的，一只一只分得开。', {
      chat: [chat('爱吃饭的阿明', '看着挺干净')],
    }),
    say('用手抓一把，是干爽的，不粘手，也没有刺鼻的味道。'),
    say('我跟你们说，这就是全国最好的虾皮。', {
      planted: { category: 'absolute-terms', quote: '全国最好的' },
      chat: [chat('平安喜乐', '这么有信心'), chat('桂花糕', '哈哈哈')],
    }),
    help('有朋友问，虾皮怎么保存。', { chat: [chat('小鱼干', '怎么保存呀')] }),
    say('虾皮最好冷藏保存，开袋以后一个月内吃完。', {
      lookAlike: {
        category: 'absolute-terms',
        quote: '最好冷藏保存',
        why: '保存方法的建议，不是对商品的评价（广告绝对化用语执法指南第六条）',
      },
    }),
    say('袋子背面有生产日期、保质期和生产厂家，收到可以核对。'),
    say('一号链接五百克，四十九块九，运费详情页里写了。', {
      chat: [chat('海边的风', '多少钱一袋'), chat('Leo_97', '四十九块九')],
    }),
    say('这个价格是全网最低价，你们放心拍。', {
      planted: lowestPrice,
      chat: [chat('阿May', '拍了一袋'), chat('豆包不加糖', '已拍')],
    }),
    help('偏远地区运费另算，详情页里写清楚了。', { chat: [chat('天山来客', '新疆发吗')] }),
    say('虾皮怎么吃呢，我说三个家常做法。'),
    say('第一个，紫菜汤，水开下紫菜，再抓一小把虾皮。', {
      chat: [chat('厨房小白', '这个我会')],
    }),
    say('第二个，炒鸡蛋，虾皮先用温水洗一遍，再和鸡蛋一起下锅。'),
    say('第三个，包饺子的时候在馅里放一勺，味精就不用放了。', {
      chat: [chat('momo', '学到了'), { user: '海边的风', text: '小心心', gift: true }],
    }),
    say('家里老人也爱吃，吃了能降血压。', {
      planted: { category: 'food-medical-claim', quote: '吃了能降血压' },
      chat: [chat('平安喜乐', '真的吗'), chat('云朵', '我妈也爱吃虾皮')],
    }),
    help('有朋友问，对虾过敏能不能吃。', { chat: [chat('云朵', '过敏能吃吗')] }),
    say('对虾蟹过敏的朋友不要吃，这个一定要注意。'),
    say('痛风的朋友海鲜要少吃，这个我每场都讲。', {
      lookAlike: {
        category: 'food-medical-claim',
        quote: '痛风的朋友海鲜要少吃',
        why: '食用禁忌的提醒，不是疗效宣称',
      },
      chat: [chat('爱吃饭的阿明', '实在人')],
    }),
    say('再看二号链接，东海带鱼段，两斤半一盒。', {
      product: 1,
      chat: [staff('二号链接：东海带鱼段 1250 克 69.9 元')],
    }),
    say('带鱼在船上就速冻了，肉质紧，刺也好去。', { chat: [chat('小鱼干', '一盒几段')] }),
    say('一盒十到十二段，去了头尾，去了内脏。'),
    say('鱼鳞不用刮，银色那一层洗干净就可以下锅。', { chat: [chat('厨房小白', '原来不用刮')] }),
    say('带鱼原价一百九十九，现在只要六十九块九。', {
      planted: { category: 'fictitious-original-price', quote: '原价一百九十九' },
      chat: [chat('Leo_97', '便宜这么多'), chat('豆包不加糖', '我看看')],
    }),
    say('家里常做的是红烧和清蒸。'),
    say('红烧先把鱼段擦干，拍一层淀粉，两面煎到金黄。', {
      chat: [chat('桂花糕', '听饿了'), chat('厨房小白', '火要大还是小')],
    }),
    say('再放姜片、葱段、料酒和酱油，小火焖十分钟。'),
    say('清蒸放姜丝，水开以后蒸八分钟，出锅淋一勺热油。', {
      chat: [{ user: 'momo', text: '小花花', gift: true }],
    }),
    say('解冻不要用热水，前一天晚上放冷藏室，慢慢化开。'),
    help('有朋友问，带鱼怎么发货。', { chat: [chat('天山来客', '带鱼怎么发')] }),
    say('带鱼走冷链，泡沫箱加冰袋，四十八小时之内发货。', {
      chat: [
        staff('想多买的朋友可以加微信 donghaiyusao', {
          planted: { category: 'off-platform-diversion', quote: '加微信' },
        }),
      ],
    }),
    say('收到以后要是化冻了，有异味，拍照联系客服，我们包赔。', {
      chat: [chat('海边的风', '这个好'), chat('阿May', '上次收到还是冰的')],
    }),
    say('我们舟山的渔民号子是国家级非遗，我公公年轻时就会唱。', {
      lookAlike: {
        category: 'absolute-terms',
        quote: '国家级非遗',
        why: '客观事实，与商品无关（广告绝对化用语执法指南第五条）',
      },
      chat: [chat('平安喜乐', '唱一个'), chat('云朵', '长知识了')],
    }),
    say('以前出海，一边拉网一边喊，现在会唱的人不多了。'),
    help('有朋友问，买回去不想要了，能不能退。', { chat: [chat('爱吃饭的阿明', '能退吗')] }),
    say('虾皮是干货，没有拆封，支持七天无理由退货。'),
    say('带鱼是生鲜，不支持七天无理由，质量有问题照样退款。', {
      lookAlike: {
        category: 'refuse-consumer-rights',
        quote: '不支持七天无理由',
        why: '鲜活易腐商品不适用七天无理由退货（消费者权益保护法第二十五条）',
      },
    }),
    say('不过今天特价的这一批，一经售出概不退换。', {
      planted: { category: 'refuse-consumer-rights', quote: '一经售出概不退换' },
      chat: [chat('Leo_97', '啊？坏了也不退吗'), chat('桂花糕', '这不合适吧')],
    }),
    help('想开发票的朋友，下单以后找客服申请就行。', { chat: [chat('momo', '能开发票吗')] }),
    say('袋子上有追溯码，能查到批次和检验报告。', { product: 0 }),
    say('我再说一遍，虾皮四十九块九，全网最低价。', {
      planted: lowestPrice,
      chat: [chat('豆包不加糖', '再来一袋')],
    }),
    help('渔嫂，有朋友问，有没有小包装。', { chat: [chat('小鱼干', '有小包装吗')] }),
    say('有的，三号链接一百克一袋，十二块八，可以先尝一尝。', {
      product: 2,
      chat: [staff('三号链接：虾皮小袋 100 克 12.8 元')],
    }),
    say('吃得惯再买大袋，不要一次囤太多。', { chat: [chat('云朵', '渔嫂说得对')] }),
    say('一岁以内的宝宝，辅食里先不要加虾皮。'),
    say('拍的时候看清楚规格，五百克和一百克不要拍错了。', {
      chat: [chat('阿May', '差点拍错')],
    }),
    say('对处理不满意，可以向平台投诉，也可以打一二三一五。'),
    say('临走再提醒一句，虾皮全网最低价，喜欢的可以拍。', {
      product: 0,
      planted: lowestPrice,
      chat: [chat('海边的风', '拍好了')],
    }),
    help('明天晚上七点，我们讲鱿鱼干和紫菜。', { chat: [chat('桂花糕', '明天见')] }),
    say('谢谢大家陪我聊天，早点休息，明天见。', {
      chat: [chat('momo', '晚安'), chat('平安喜乐', '明天见')],
    }),
  ],
}
