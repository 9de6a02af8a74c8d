import { pick, seeded } from './words.ts'

/** What a name in braces stands for. */
const slots: Readonly<Record<string, readonly string[]>> = {
  称: '家人们 姐妹们 宝宝们 各位朋友 大家'.split(' '),
  物: '虾皮 带鱼 紫菜 毛巾 保温杯 外套 牛仔裤 台灯 拖鞋 笔记本 大米 坚果 锅 雨伞 书包 面条 酱油 枕头'.split(
    ' ',
  ),
  号: '一号 二号 三号 五号 六号 八号 十二号'.split(' '),
  数: '两 三 五 六 八 十 十二 二十'.split(' '),
  色: '白色 黑色 米色 蓝色 深灰 墨绿'.split(' '),
  地: '舟山 宁波 杭州 东北 云南 福建 新疆 山东'.split(' '),
  时: '今天 明天 后天 周五 下午 晚上八点 月底'.split(' '),
  事: '拆开看看 先试一下 用温水泡 放冰箱冷藏 挂在通风的地方 跟孩子一起做 慢慢挑'.split(' '),
}

/** What an honest host says: nothing in it is a lead. */
const honest = [
  '{称}我们先看一下{号}链接的{物}，{色}的还有{数}件',
  '这个{物}是{地}发的货，路上大概要{数}天',
  '有人问{色}会不会掉色，第一次洗的时候建议单独洗',
  '你收到以后可以{事}，有问题找客服',
  '尺寸写在详情页里，拿不准的可以量一下再拍',
  '{物}的价格在左下角，运费是包在里面的',
  '{时}的场次我们接着讲{物}，今天先到这里',
  '配料表给{称}看一下，写得很清楚，不爱吃甜的别拍',
  '这个颜色跟图片会有一点差别，以实物为准',
  '刚才那位朋友问的是{数}斤装，在{号}链接',
  '七天之内不喜欢可以退，吊牌不要剪',
  '镜头拉近一点，{称}看看这个走线和口袋',
  '我自己家里也在用{物}，用了大概{数}个月',
  '水开了再下锅，煮{数}分钟就可以捞出来',
  '{地}那边{时}下雨，快递可能会慢一点',
  '声音能听清楚吗，听不清的在公屏上说一声',
  '这批{物}比上一批小一些，所以便宜{数}块钱',
  '买之前想清楚，家里有的就不用再买了',
  '谢谢{色}头像的朋友点的关注，我们继续',
  '讲到这里喝口水，{称}也休息一下眼睛',
]

/** What must be found, and that an honest broadcast has not. */
const leads = [
  '这个就是全网最低价了没有之一',
  '喝了这个茶高血压就降下来了降压药都不用吃了',
  '我们家的品质是全国第一的',
  '想要更便宜的加我微信私下转账',
  '特价商品一经售出不退不换',
  '这款是独一无二的顶级食材',
  '原价九百九十九今天只要九十九',
  '软化血管效果一级棒',
  '历史最低就今天这一场',
  '孕妇也能用零副作用',
]

/** Sentences of a host, about `chars` characters in all; one in `leadEvery` is a lead. The same on every run. */
export function makeTalk(chars: number, leadEvery = 60): string[] {
  const random = seeded(19)
  const out: string[] = []
  for (let made = 0; made < chars; ) {
    const lead = leadEvery > 0 && out.length % leadEvery === leadEvery - 1
    const text = lead ? pick(random, leads) : filled(pick(random, honest), random)
    made += text.length
    out.push(text)
  }
  return out
}

/** Only what an honest host says. */
export const makeHonestTalk = (chars: number): string[] => makeTalk(chars, 0)

function filled(template: string, random: () => number): string {
  return template.replaceAll(/\{(.)\}/g, (_, slot: string) => pick(random, slots[slot] ?? ['']))
}
