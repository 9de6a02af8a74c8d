/** Words of the review page's keys, batches, arrivals and unsent verdicts. */
export const zhReview = {
  'keys.batch': '同一话术一并判定',
  'keys.park': '搁置一天',
  'keys.copy': '看下一样本 / 同话术',
  'keys.leave': '移出 / 放回本批',
  'keys.load': '载入新到线索',
  'keys.hitBefore': '上一命中',
  'keys.hitAfter': '下一命中',
  'keys.move': '{action}：现为 {key}，点按后换键',
  'keys.press': '按新键',
  'keys.reset': '恢复原键位',

  'review.copies': '同话术 {n} 条',
  'review.arrived': '新到 {n} 条，载入',
  'review.lookedAt': '{name} 在看',
  'review.parked': '已搁置一天，期满回到清单。',

  'batch.title': '同一话术 {n} 条 · {rooms} 个直播间',
  'batch.samples': '样本已看 {n}/{of}',
  'batch.sample': '样本',
  'batch.opened': '已看',
  'batch.in': '计入本批：{room}',
  'batch.show': '查看全部 {n} 条',
  'batch.judge': '一并判定 {n} 条',
  'batch.openFirst': '一并判定前先看样本（{n}/{of}）。',
  'batch.done': '{n} 条已一并判定：{verdict}，30 分钟内可整批撤销。',
  'batch.many': '等 {n} 条',

  'exposure.first': '请先听完命中处或看过静帧，再判成立。',
  'exposure.wait': '命中处播完后可判成立',

  'unsent.waiting': '网络中断：{n} 条判定存在本机，恢复后自动提交。',
  'unsent.full': '网络中断，本机已存满 {n} 条，请恢复网络后继续。',
  'unsent.refused': '“{phrase}”未提交：{why}',
  'unsent.open': '打开',
  'unsent.dismiss': '知道了',
  'unsent.mark': '待联网',
} as const
