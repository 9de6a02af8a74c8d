import type { GuideForm } from '#shared/domain/guide.ts'

/** 责任清单 and 合规指引 for the demo (舟市监发〔2024〕36号 五(二)); a bureau publishes its own. */
export const guides: readonly GuideForm[] = [
  {
    region: 'zhoushan',
    kind: 'responsibility',
    title: '直播间运营者责任清单（演示）',
    body: [
      '一、公示营业执照、许可信息，账号主体信息变更后及时更新。',
      '二、开播前审核文案、商品和价格标示，留存审核记录。',
      '三、直播内容、商品信息和交易记录保存不少于三年。',
      '四、发现差错当场更正，并在直播间显著位置说明。',
      '五、消费争议及时处理，不拖延、不无理拒绝。',
    ].join('\n'),
  },
  {
    region: 'zhoushan',
    kind: 'guide',
    title: '直播话术与价格标示合规指引（演示）',
    body: [
      '一、用可以证明的事实介绍商品，引用数据同屏标明出处、期间和范围。',
      '二、比较价格时说明比较对象和时间，保存七日内最低成交价的后台记录。',
      '三、普通食品只说成分、口感和食用方法，不说功效。',
      '四、限时限量须真实，库存和时间与后台一致。',
    ].join('\n'),
  },
]
