import { html } from 'hono/html'
import { type DailyFigures, per100Hours } from '#shared/domain/daily-report.ts'
import { type FlagState, FlagState as States } from '#shared/domain/flag.ts'
import { colourNames } from '#shared/domain/pool-policy.ts'
import { verdictNames } from '#shared/domain/verdict.ts'

const stateName = (state: FlagState) => (state === 'open' ? '待复核' : verdictNames[state])

export interface ReportNames {
  readonly category: (id: string) => string
  readonly region: (path: string) => string
}

const style = `body{font:16px/1.7 "Noto Serif CJK SC","Songti SC",serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{text-align:center;color:#b3261e;font-size:1.6rem;border-bottom:3px solid #b3261e;padding-bottom:.5rem}
h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.25rem .6rem;text-align:left}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}tfoot td{font-weight:bold}.note{color:#555;font-size:.9rem}`

const minutes = (value: number) => `${Math.floor(value / 60)} 小时 ${Math.round(value % 60)} 分`

/** A table of leads with its total, which `checkSums` has proved. */
function table(head: string, rows: readonly { name: string; flags: number }[], total: number) {
  return html`<table>
    <thead><tr><th>${head}</th><th class="n">线索(条)</th></tr></thead>
    <tbody>${rows.map(({ name, flags }) => html`<tr><td>${name}</td><td class="n">${flags}</td></tr>`)}</tbody>
    <tfoot><tr><td>合计</td><td class="n">${total}</td></tr></tfoot>
  </table>`
}

/** The day's page: coverage before findings, and no more said than was heard. */
export function renderReport(figures: DailyFigures, version: number, names: ReportNames) {
  const { coverage: c, findings: f, pool } = figures
  const rate = per100Hours(f.flags, c.transcribedMin)
  const byState = States.options.map((state) => ({
    name: stateName(state),
    flags: f.byState.find(({ key }) => key === state)?.flags ?? 0,
  }))
  return html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${figures.day} 动态监测日报</title><style>${style}</style></head><body>
  <h1>${names.region(figures.region)}“绿色直播间”动态监测日报</h1>
  <p class="note">${figures.day} 00:00–24:00 · 第 ${version} 版 · 生成于 ${figures.builtAt} · 规则 ${figures.policyVersion}</p>
  <h2>一、监测覆盖</h2>
  <p>辖区直播间 ${c.rooms} 个,当日开播 ${c.roomsOnAir} 个、${c.broadcasts} 场;登记录像 ${c.recordings} 段${
    c.refused > 0 ? `,其中 ${c.refused} 段无法读取` : ''
  }${c.waitingForTranscriber > 0 ? `,${c.waitingForTranscriber} 段等待转写` : ''}。
  录得 ${minutes(c.recordedMin)},可听 ${minutes(c.audibleMin)},已转写 ${minutes(c.transcribedMin)},弹幕正常 ${minutes(c.danmakuMin)}。</p>
  <p class="note">以下“未发现”仅指已转写的 ${minutes(c.transcribedMin)};其余时段未监听,不作结论。</p>
  <h2>二、疑似线索</h2>
  <p>系统提示线索 ${f.flags} 条(命中 ${f.hits} 处)${rate === null ? '' : html`,每百小时 ${rate} 条`};语境排除 ${f.suppressedHits} 处;观众弹幕信号 ${f.audienceSignals} 条,不计入直播间线索。线索经人工判定方为成立(涉嫌)。</p>
  ${table(
    '类别',
    f.byCategory.map(({ key, flags }) => ({ name: names.category(key), flags })),
    f.flags,
  )}
  <h2>三、判定进展</h2>
  ${table('判定', byState, f.flags)}
  <h2>四、区划与直播间</h2>
  ${table(
    '区划',
    f.byRegion.map(({ key, flags }) => ({ name: names.region(key), flags })),
    f.flags,
  )}
  ${table(
    '直播间',
    f.byRoom.map(({ name, flags, confirmed }) => ({
      name: confirmed > 0 ? `${name}(成立 ${confirmed})` : name,
      flags,
    })),
    f.flags,
  )}
  <h2>五、培育库</h2>
  <p>在库 ${pool.inPool} 个:${pool.byColour.map(({ key, rooms }) => `${colourNames[key]} ${rooms}`).join('、') || '无'}。当日起草移出建议 ${pool.proposalsDrafted} 件,撤回 ${pool.proposalsWithdrawn} 件,在办 ${pool.proposalsOpen} 件。</p>
  </body></html>`
}
