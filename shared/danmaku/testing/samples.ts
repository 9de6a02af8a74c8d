import type { DanmakuDialect } from '../dialect.ts'

/** One small invented file of a dialect and what must be read from it. Times in ms; `from`/`to` are first and last chat. */
export interface Sample {
  readonly dialect: DanmakuDialect
  readonly name: string
  readonly text: string
  readonly chat: number
  readonly others?: Readonly<Record<string, number>>
  readonly from: readonly [tMs: number | null, atMs: number | null, text: string]
  readonly to?: readonly [tMs: number | null, atMs: number | null, text: string]
  readonly errors?: number
  readonly repaired?: number
  readonly duplicates?: number
  readonly empty?: number
  readonly startAtMs?: number
}

/** 2026-03-11 19:09:52 in China. */
const start = 1773227392000
const json = (...records: unknown[]) => records.map((record) => JSON.stringify(record)).join('\n')
const webcast = (id: string, method: string, more: object) => ({
  id,
  method: `Webcast${method}Message`,
  user: { id: 'sec1', name: '甲' },
  ...more,
})

export const xmlSamples: readonly Sample[] = [
  {
    dialect: 'bilibili-xml',
    name: 'video.xml',
    text: `<?xml version="1.0" encoding="UTF-8"?><i><chatserver>chat.bilibili.com</chatserver><source>k-v</source><d p="9.5,1,25,16777215,1481940619,0,9369f6e1,27553494150000000">A&amp;B &lt;二&gt;</d><d p="1.25000,5,25,0,1653692078,0,70e36298,1062005140992593408,11">第一</d><d p="2,7,25,0,1296057987,1,75599940,12424515">["85","82","1-1","0.5","飘字","0","0"]</d><d p="3,8,25,0,1296057987,2,75599940,12424516">alert(1)</d><d p="">坏的</d></i>`,
    chat: 2,
    others: { special: 2 },
    from: [1250, null, '第一'],
    to: [9500, null, 'A&B <二>'],
    errors: 1,
  },
  {
    dialect: 'bilibili-client-xml',
    name: 'client.xml',
    text: `<?xml version="2.0" encoding="UTF-8"?><i><d p="90001,0,1500,1,25,16777215,1481940619,0,abcd1234">客户端</d></i>`,
    chat: 1,
    from: [1500, null, '客户端'],
  },
  {
    dialect: 'bililive-recorder',
    name: 'a.xml',
    text: `\ufeff<?xml version="1.0" encoding="utf-8"?>
<i>
  <!-- <d p="1,1,25,0,1,0,1,0">注释里的不算</d> -->
  <BililiveRecorder version="2.17.3" />
  <BililiveRecorderRecordInfo roomid="1" shortid="0" name="主播&amp;友" title="&lt;全场&gt;" start_time="2026-03-11T19:09:52.1540000+08:00" />
  <d p="0.823,4,25,5566168,1773227392977,0,42,0" user="O&#x27;Neil">--&gt;</d>
  <d p="0.900,1,25,5566168,1773227393054,0,43,0" user="主播&amp;友">我来回答</d>
  <d p="1.000,1,25,5566168,1773227393154,0,44,0" user="乙">   </d>
  <gift ts="28.550" user="丙" uid="6" giftname="小心心" giftcount="2" />
  <sc ts="38.620" user="丙" uid="6" price="30" time="60">问一下 &amp; 产地</sc>
  <guard ts="40" user="丁" uid="7" level="3" count="1" />
  <d p="50.5,1,25,5566168,1773227442654,0,45,0" user="戊" raw="[[0,1],&quot;最后&quot;,[45,&quot;戊&quot;,1,0]]">最后</d>
  <d p="51.5,1,25,5566168,17732274436`,
    chat: 3,
    others: { gift: 1, super_chat: 1, guard: 1 },
    from: [823, start + 977, '-->'],
    to: [50500, start + 50654, '最后'],
    errors: 1,
    empty: 1,
    startAtMs: start + 154,
  },
  {
    dialect: 'blrec',
    name: 'blive_1.xml',
    text: `<?xml version="1.0" encoding="UTF-8"?>
<i><metadata><user_name>主播</user_name><room_id>1</room_id><record_start_time>2026-03-11T19:09:52+08:00</record_start_time><recorder>blrec v2.0.0</recorder></metadata>
    <d p="22.232,1,25,5566168,1773227414232,0,1cf68a42,89411" uid="48" user="阿May">1&amp;gt;2 还是 2&amp;gt;1</d>
    <d p="30.000,1,25,5566168,1773227422000,0,1cf68a42,89411" uid="48" user="阿May">同一人再说</d>
    <toast ts="33.000" uid="1" user="甲" unit="月" count="1" price="198000" role="舰长" level="3">开通了舰长</toast>
</i>`,
    chat: 2,
    others: { guard: 1 },
    from: [22232, start + 22232, '1>2 还是 2>1'],
    to: [30000, start + 30000, '同一人再说'],
    startAtMs: start,
  },
  {
    dialect: 'biliup',
    name: 'up.xml',
    text: `<?xml version="1.0" encoding="UTF-8"?>
<i>
	<d p="2.512,1,25,5566168,1773227394,0,757423187,0" timestamp="1773227394" uid="757423187" user="平安">&amp;lt;b&amp;gt;</d>
	<s timestamp="1773227395" uid="7" username="乙" price="100" type="gift" num="1" giftname="玫瑰">送出玫瑰</s>
	<s timestamp="1773227396" uid="8" username="丙" price="30" type="super_chat" num="1">付费问</s>
	<o timestamp="1773227396">{"cmd":"X"}</o>
</i>`,
    chat: 1,
    others: { gift: 1, super_chat: 1, system: 1 },
    from: [2512, start + 2000, '&lt;b&gt;'],
  },
  {
    dialect: 'bililive-tools',
    name: 'tools.xml',
    text: `<?xml version="1.0" encoding="utf-8"?><i><metadata><platform>DouYin</platform><video_start_time>1773227392000</video_start_time><room_title>t</room_title><user_name>主播</user_name><room_id>1</room_id></metadata>
<d p="5.1,1,25,16777215,1773227397100,0,77,77,0" user="甲" uid="77" timestamp="1773227397100">甲说</d>
<gift ts="4.0" giftname="灯牌" giftcount="1" price="1000" user="乙" uid="78" timestamp="1773227396000"></gift>
<d p="3.1,1,25,16777215,1773227395100,0,77,77,0" user="甲" uid="77" timestamp="1773227395100">先说的后写</d></i>`,
    chat: 2,
    others: { gift: 1 },
    from: [3100, start + 3100, '先说的后写'],
    to: [5100, start + 5100, '甲说'],
    startAtMs: start,
  },
  {
    dialect: 'rust-srec',
    name: 'srec.xml',
    text: `<?xml version="1.0" encoding="utf-8"?><!-- rust-srec 0.9 --><i>
<d p="1.000,1,25,16777215,1773227393000,0,3068213889,1" user="甲">开始了</d>
<gift ts="2.0" user="乙" giftname="灯牌" giftcount="1" timestamp="1773227394000"/></i>`,
    chat: 1,
    others: { gift: 1 },
    from: [1000, start + 1000, '开始了'],
  },
  {
    dialect: 'live-xml',
    name: 'stream-rec.xml',
    text: `<?xml version="1.0" encoding="utf-8"?><i>
<d p="1.000,1,25,16777215,1773227393000,0,11,0" user="甲">没有抬头</d>
<d p="1.000,1,25,16777215,1773227399000,0,12,0" user="乙">断流时</d>
<d p="1.000,1,25,16777215,1773227405000,0,13,0" user="丙">都停在一秒</d>
<d p="20.000,1,25,16777215,1773227412000,0,14,0" user="丁">恢复</d></i>`,
    chat: 4,
    from: [1000, start + 1000, '没有抬头'],
    to: [20000, start + 20000, '恢复'],
  },
  {
    dialect: 'douyin-xml',
    name: '抖音.xml',
    text: `<?xml version="1.0" encoding="utf-8"?>
<i>
  <d p="4.69,1,25,16777215,1773227396690,0,1602022773,0" user="<匿名>">]]></d>
  <d p="5.69,1,25,16777215,1773227397690,0,1602022773,0" user="奶奶的"围巾"">价格 < 99 & 才买 &lt;</d>
  <d p="6.69,1,25,16777215,1773227398690,0,1602022773,0" user=">_<">第一行
第二行 <d> "引号"></d>
</i>`,
    chat: 3,
    from: [4690, start + 4690, ']]>'],
    to: [6690, start + 6690, '第一行\n第二行 <d> "引号">'],
  },
  {
    dialect: 'bilibili-xml',
    name: 'broken.xml',
    text: `<i><chatserver>x</chatserver><d p="0,1,25,16777215,1296965347,0,c4c06db0,1">一</d>
<d p="1,1,25,16777215,1299993365,0,Dea1a7cd,2">二没关
<d p="2,1,25,16777215,1309012585,0,D75a006c,3"三缺括号</d>
<d p="3,1,25,16777215,1310784225,0,D31ffff4,4">四\u0001\u0008</d>
</i><?xml version="1.0"?><i><d p="4,1,25,16777215,1310784237,0,D31ffff4,5"><![CDATA[五 <b>]]></d><d p="5,1,25,16777215,1310784237,0,D31ffff4,5">重复的行号</d>
<d p="6,1,25,16777215,1310784300,0,D31ffff4,6">六断在这里</`,
    chat: 6,
    from: [0, null, '一'],
    to: [6000, null, '六断在这里'],
    repaired: 3,
    duplicates: 1,
  },
  {
    dialect: 'niconico-xml',
    name: 'nico.xml',
    text: `<?xml version="1.0"?><packet><thread thread="1"/><chat thread="1" no="1" vpos="150" date="1644307158" user_id="u1">こ&amp;ん</chat><chat vpos="300" date="1" premium="3">/vote start</chat></packet>`,
    chat: 1,
    others: { system: 1 },
    from: [1500, null, 'こ&ん'],
  },
]

export const liveSamples: readonly Sample[] = [
  {
    dialect: 'bilibili-live',
    name: 'raw.jsonl',
    text: `${json(
      {
        cmd: 'DANMU_MSG',
        info: [[0, 1, 25, 0, start + 5, 0, 0, '06f3'], ']]>', [11, '甲', 0]],
      },
      {
        cmd: 'DANMU_MSG:4:0:2:2:2:0',
        info: [[0, 4, 25, 0, start + 9000, 0, 0, '06f3'], '房管说', [12, '乙', 1]],
      },
      { cmd: 'INTERACT_WORD', data: { uid: 1, timestamp: 1773227394, msg_type: 1 } },
      { cmd: 'INTERACT_WORD', data: { uid: 1, timestamp: 1773227394, msg_type: 2 } },
      { cmd: 'SEND_GIFT', data: { uid: 1, giftName: '辣条', timestamp: 1773227394 } },
      { cmd: 'SUPER_CHAT_MESSAGE', data: { uid: 2, id: 5, message: '问产地', ts: 1773227394 } },
      { cmd: 'ROOM_CHANGE', data: { title: '清仓', area_id: 1 }, send_time: start + 60_000 },
      { cmd: 'WATCHED_CHANGE', data: { num: 1 } },
    )}\n{"cmd":"DANMU_MSG","info":[[0,1`,
    chat: 2,
    others: { enter: 1, follow: 1, gift: 1, super_chat: 1, title: 1, system: 1 },
    from: [null, start + 5, ']]>'],
    to: [null, start + 9000, '房管说'],
    errors: 1,
  },
  {
    dialect: 'douyin-jsonl',
    name: 'x.danmu.jsonl',
    text: `${json(
      { event_ts_ms: start + 3001, user_id: 1, user_name: '甲', content: '后面的先到' },
      { event_ts_ms: start + 1001, user_id: 2, user_name: '乙', content: '666' },
      { event_ts_ms: start + 1001, user_id: 2, user_name: '乙', content: '666', recv_iso: 'x' },
      { event_ts_ms: start + 2001, user_id: 2, user_name: '乙', content: '666' },
      { event_iso: '2026-03-11T19:09:55.500+08:00', user_id: 3, content: '只有文字时间' },
    )}\n{"event_ts_ms": 17732`,
    chat: 4,
    from: [null, start + 1001, '666'],
    to: [null, start + 3500, '只有文字时间'],
    errors: 1,
    duplicates: 1,
  },
  {
    dialect: 'douyin-jsonl',
    name: 'export.json',
    text: JSON.stringify(
      {
        code: 0,
        data: {
          list: ['第一', '引"号"', '断了', '最后'].map((content, i) => ({
            ...{ event_ts_ms: start + i * 1000 + 1, user: { badges: [{ level: 1 }, {}] } },
            ...{ content, user_id: i },
          })),
        },
      },
      null,
      2,
    )
      .replaceAll('\\"', '"')
      .replace('断了",', '断了,'),
    chat: 3,
    from: [null, start + 1, '第一'],
    to: [null, start + 3001, '最后'],
    errors: 1,
    repaired: 1,
  },
  {
    dialect: 'dycast',
    name: '[1]2026-03-11_190952(2).json',
    text: JSON.stringify(
      [
        webcast('7615953695730488064', 'Chat', { content: '一' }),
        webcast('7615953695730488065', 'Gift', { gift: { name: '小心心' } }),
        webcast('7615953695730488066', 'Member', { content: '来了' }),
        webcast('7615953695730488067', 'ProductChange', {
          updateProductInfoList: [{ promotionId: '366' }],
        }),
        webcast('7615957479538759839', 'Chat', { content: '二' }),
      ],
      null,
      2,
    ),
    chat: 2,
    others: { gift: 1, enter: 1, product: 1 },
    from: [null, 1773227401000, '一'],
    to: [null, 1773228282000, '二'],
  },
  {
    dialect: 'douyin-wire',
    name: 'wire.jsonl',
    text: json(
      {
        common: { method: 'WebcastChatMessage', msg_id: '1', create_time: '1773227393' },
        user: { id: 5, nickname: '甲' },
        content: '蛇形',
        event_time: '1773227394',
      },
      {
        common: { method: 'WebcastLiveShoppingMessage', msgId: '2', createTime: 1773227395000 },
        promotionId: '366',
      },
    ),
    chat: 1,
    others: { product: 1 },
    from: [null, start + 2000, '蛇形'],
  },
  {
    dialect: 'barrage-grab',
    name: 'grab.jsonl',
    text: json(
      {
        Type: 1,
        Data: JSON.stringify({
          MsgId: 7615953695730488,
          User: { Id: 9, Nickname: '甲' },
          Content: '在吗',
        }),
      },
      { Type: 5, Data: JSON.stringify({ User: { Id: 9 }, GiftName: '灯牌' }) },
      { Type: 3, Data: JSON.stringify({ User: { Id: 9 }, Content: '来了' }) },
      { Type: 1, Data: '{坏' },
    ),
    chat: 1,
    others: { gift: 1, enter: 1 },
    from: [null, null, '在吗'],
    errors: 1,
  },
  {
    dialect: 'live-control',
    name: 'control.json',
    text: JSON.stringify([
      { time: start + 1000, msg_type: 'comment', msg_id: 'a', nick_name: '甲', content: '多少钱' },
      { time: start + 1000, msg_type: 'comment', msg_id: 'a', nick_name: '甲', content: '多少钱' },
      {
        time: start + 2000,
        msg_type: 'live_order',
        msg_id: 'b',
        product_id: '1',
        product_title: '茶',
      },
      { time: start + 3000, msg_type: 'room_enter', msg_id: 'c', nick_name: '乙' },
    ]),
    chat: 1,
    others: { order: 1, enter: 1 },
    from: [null, start + 1000, '多少钱'],
    duplicates: 1,
  },
  {
    dialect: 'wechat-channels',
    name: 'wx.json',
    text: json(
      {
        events: [
          {
            msg_time: start + 1000,
            decoded_type: 'comment',
            seq: 1,
            content: '好',
            nickname: '甲',
            decoded_openid: 'o1',
          },
          {
            msg_time: start + 1001,
            decoded_type: 'comment',
            seq: 1,
            content: '好',
            nickname: '甲',
            decoded_openid: 'o1',
          },
          {
            msg_time: start + 1002,
            decoded_type: 'enter',
            seq: 2,
            nickname: '乙',
            decoded_openid: 'o2',
          },
        ],
        host_info: { wechat_uin: '1' },
        live_info: { live_id: '1', start_time: 1773227000, list: [] },
      },
      { events: [{ msg_time: start + 5000, decoded_type: 'comment', seq: 3, content: '再来' }] },
    ),
    chat: 2,
    others: { enter: 1 },
    from: [null, start + 1000, '好'],
    to: [null, start + 5000, '再来'],
    duplicates: 1,
  },
  {
    dialect: 'kuaishou',
    name: 'ks.jsonl',
    text: json(
      {
        timestamp: start + 1000,
        comment: [{ id: 'k1', user: { userName: '甲' }, content: '老铁', deviceHash: 'h' }],
        like: [{ id: 'k2', user: { userName: '乙' } }],
      },
      {
        payloadType: 310,
        payload: { timestamp: start + 2000, commentFeeds: [{ id: 'k3', content: '双击' }] },
      },
    ),
    chat: 2,
    others: { like: 1 },
    from: [null, start + 1000, '老铁'],
    to: [null, start + 2000, '双击'],
  },
  {
    dialect: 'taobao',
    name: 'tb.json',
    text: JSON.stringify({
      paging: 1,
      comments: [
        {
          commentId: 't1',
          publisherNick: '甲',
          publisherId: 1,
          content: '有券吗',
          timestamp: start + 1000,
        },
      ],
    }),
    chat: 1,
    from: [null, start + 1000, '有券吗'],
  },
  {
    dialect: 'tiktok',
    name: 'tt.jsonl',
    text: json(
      { uniqueId: 'a', userId: '1', comment: 'hi', msgId: '1', createTime: `${start + 1000}` },
      { uniqueId: 'a', giftId: 1, giftType: 1, repeatEnd: false, msgId: '2' },
      {
        uniqueId: 'a',
        giftId: 1,
        giftType: 1,
        repeatEnd: true,
        msgId: '3',
        createTime: `${start}`,
      },
      { event: 'member', data: { uniqueId: 'b', msgId: '4', createTime: `${start}` } },
    ),
    chat: 1,
    others: { gift: 1, enter: 1 },
    from: [null, start + 1000, 'hi'],
  },
  {
    dialect: 'youtube-chat',
    name: 'v.live_chat.json',
    text: json(
      {
        replayChatItemAction: {
          actions: [
            {
              addChatItemAction: {
                item: {
                  liveChatTextMessageRenderer: {
                    id: 'y1',
                    message: {
                      runs: [{ text: 'hello ' }, { emoji: { shortcuts: [':wave:'] } }],
                    },
                    authorExternalChannelId: 'UC1',
                    timestampUsec: `${(start + 1000) * 1000}`,
                  },
                },
              },
            },
          ],
          videoOffsetTimeMsec: '1000',
        },
      },
      {
        replayChatItemAction: {
          actions: [{ addChatItemAction: { item: { liveChatPaidMessageRenderer: { id: 'y2' } } } }],
          videoOffsetTimeMsec: '2000',
        },
      },
    ),
    chat: 1,
    others: { super_chat: 1 },
    from: [1000, start + 1000, 'hello :wave:'],
  },
  {
    dialect: 'json',
    name: 'other.json',
    text: JSON.stringify({
      room: '1',
      list: [
        { uid: 1, nickname: '甲', msg: '随便哪个工具', time: '2026-03-11 19:09:53' },
        { user: { nickname: '乙' }, msg: '来了', type: '进场', time: '2026-03-11 19:09:54' },
      ],
    }),
    chat: 1,
    others: { enter: 1 },
    from: [null, start + 1000, '随便哪个工具'],
  },
]

export const replaySamples: readonly Sample[] = [
  {
    dialect: 'acfun',
    name: 'ac.json',
    text: JSON.stringify([
      [{ c: '98.2,16777215,1,25,guest,1315564729.0', m: '一\r二' }],
      [{ c: '29.8,0,7,25,abc,1315733928.0,uuid-1', m: '{"n":"定位","x":1}' }],
      [],
    ]),
    chat: 1,
    others: { special: 1 },
    from: [98200, null, '一\n二'],
  },
  {
    dialect: 'niconico',
    name: 'nico.json',
    text: JSON.stringify([
      { ping: { content: 'rs:0' } },
      { thread: { thread: '1' } },
      { chat: { thread: '1', no: 1, vpos: 150, date: 1, user_id: 'u1', content: '一\n二' } },
      { chat: { thread: '1', no: 2, vpos: 300, content: '/hb ifseetno', premium: 3 } },
    ]),
    chat: 1,
    others: { system: 1 },
    from: [1500, null, '一\n二'],
  },
  {
    dialect: 'niconico',
    name: 'nico-v1.json',
    text: JSON.stringify({
      threads: [
        {
          id: '1',
          comments: [{ id: 'c1', no: 1, vposMs: 1500, body: '新接口', commands: [], userId: 'u' }],
        },
        {
          id: '2',
          comments: [{ id: 'c2', no: 1, vposMs: 2500, body: '另一串', commands: ['ue'] }],
        },
      ],
    }),
    chat: 2,
    from: [1500, null, '新接口'],
    to: [2500, null, '另一串'],
  },
  {
    dialect: 'dandanplay',
    name: 'ddp.json',
    text: JSON.stringify({
      count: 1,
      comments: [{ cid: 5, p: '12.5,1,16777215,[x]u', m: '弹弹' }],
    }),
    chat: 1,
    from: [12500, null, '弹弹'],
  },
  {
    dialect: 'dplayer',
    name: 'dp.json',
    text: JSON.stringify({ code: 0, data: [[1.5, 0, 16777215, '甲', '[方括号]"引号']] }),
    chat: 1,
    from: [1500, null, '[方括号]"引号'],
  },
  {
    dialect: 'player-json',
    name: 'art.json',
    text: JSON.stringify([{ text: '播放器', time: 2.25, color: '#fff', mode: 0, border: false }]),
    chat: 1,
    from: [2250, null, '播放器'],
  },
  {
    dialect: 'bilibili-json',
    name: 'seg.json',
    text: JSON.stringify({
      elems: [
        { idStr: '1', progress: 1500, mode: 1, midHash: 'ab', content: '分段', ctime: '1' },
        { idStr: '2', mode: 7, midHash: 'ab', content: '[]', ctime: '1' },
      ],
    }),
    chat: 1,
    others: { special: 1 },
    from: [1500, null, '分段'],
  },
  {
    dialect: 'ass',
    name: 'd.ass',
    text: String.raw`[Script Info]
Title: x

[V4+ Styles]
Format: Name, Fontname
Style: R2L,Noto

[Events]
Format: Layer, Start, End, Style, Name, Text
Dialogue: 0,0:00:01.50,0:00:08.00,R2L,,{\move(722.5,25,-162.5,25)\c&HFFFFFF&}第一,带逗号\N第二行
Dialogue: 0,1:00:00.00,1:00:08.00,R2L,,{\move(1,2,3,4)}一小时
Comment: 0,0:00:01.00,0:00:02.00,R2L,,不算
Dialogue: 0,坏的`,
    chat: 2,
    from: [1500, null, '第一,带逗号\n第二行'],
    to: [3_600_000, null, '一小时'],
    errors: 1,
  },
  {
    dialect: 'srt',
    name: 'x.danmaku.srt',
    text: '1\n00:00:01,500 --> 00:00:05,000\n甲: 你好\n2\n00:00:03,000 --> 00:00:05,000\n两行\n第二\n\n',
    chat: 2,
    from: [1500, null, '甲: 你好'],
    to: [3000, null, '两行\n第二'],
  },
  {
    dialect: 'csv',
    name: '导出.csv',
    text: '直播间,某某\r\n时间,用户,内容\r\n00:00:12,"Q&A","一,""二""\r\n换行"\r\n00:01:30,乙,没有"引号\r\n1:02:03,丙,最后\r\n坏时间,丙,x\r\n00:09',
    chat: 3,
    from: [12000, null, '一,"二"\r\n换行'],
    to: [3723000, null, '最后'],
    errors: 2,
  },
  {
    dialect: 'csv',
    name: '弹幕_2026-03-11.csv',
    text: '发送时间\t昵称\t评论内容\t类型\n23:59:59\t甲\t零点前\t弹幕\n00:00:01\t乙\t零点后\t弹幕\n00:00:02\t乙\t小心心\t礼物\n',
    chat: 2,
    others: { gift: 1 },
    from: [null, start + 17407000, '零点前'],
    to: [null, start + 17409000, '零点后'],
  },
  {
    dialect: 'csv',
    name: 'en.csv',
    text: 'timestamp;username;message\n2026-03-11 19:09:53;a;full date\n1773227394000;b;epoch\n',
    chat: 2,
    from: [null, start + 1000, 'full date'],
    to: [null, start + 2000, 'epoch'],
  },
  {
    dialect: 'lines',
    name: 'chat.txt',
    text: '[2026-03-11 19:09:53] 甲: 有日期\n[2026-03-11 19:09:54] 乙:全角冒号\n',
    chat: 2,
    from: [null, start + 1000, '有日期'],
    to: [null, start + 2000, '全角冒号'],
  },
  {
    dialect: 'lines',
    name: 'print.txt',
    text: '【聊天msg】[123]甲: 在吗\n【进场msg】[124][男]乙 进入了直播间\n【礼物msg】丙 送出了 小心心x1\n【点赞msg】丁 点了3个赞\n',
    chat: 1,
    others: { enter: 1, gift: 1, like: 1 },
    from: [null, null, '在吗'],
  },
]

export const samples: readonly Sample[] = [...xmlSamples, ...liveSamples, ...replaySamples]
