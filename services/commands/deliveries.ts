import type { Command } from 'commander'
import { listAlerts } from '#shared/db/alerts.ts'
import { type Delivery, listDeliveries } from '#shared/db/deliveries.ts'
import { alertNames } from '#shared/domain/alert.ts'
import { DeliveryState, deliveryStateNames } from '#shared/domain/delivery.ts'
import { retryDelivery } from '../deliver/retry.ts'
import { deliverStage } from '../deliver/stage.ts'
import { byPrefix, cliActor, type Io, inHouse, show } from './context.ts'
import { oneOf } from './forms.ts'
import { shanghai } from './words.ts'

/** `deliveries`: what left the building and what should. */
export function deliveriesCommand(command: Command, io: Io): void {
  command
    .option('--state <state>', `只看 ${DeliveryState.options.join('、')}`)
    .option('--retry <id>', '立即重发一项(编号可只写前几位) / try one again')
    .option('--json', '输出 JSON / print JSON')
    .action((given: { state?: string; retry?: string; json?: boolean }) =>
      inHouse(io, async (house) => {
        const state = oneOf('--state', DeliveryState.options, given.state)
        const actor = cliActor(house)
        const filter = { state, limit: 500 }
        const rows = await listDeliveries(house.deps.db, actor, filter)
        if (given.retry) {
          const { id } = byPrefix(rows, given.retry)
          await retryDelivery(house.deps, actor, id)
          await deliverStage.run({ deliveryId: id }, house.deps, io.signal)
          const [again] = (await listDeliveries(house.deps.db, actor, filter)).filter(
            (row) => row.id === id,
          )
          show(io, given.json, again, () => (again ? lineOf(again) : ''))
          return
        }
        show(io, given.json, rows, () =>
          rows.length === 0
            ? '没有外发记录。收件方在 policies/deliveries.yaml 中设置。'
            : rows.map(lineOf).join('\n'),
        )
      }),
    )
}

/** `alerts`: what cannot wait. */
export function alertsCommand(command: Command, io: Io): void {
  command.option('--json', '输出 JSON / print JSON').action((given: { json?: boolean }) =>
    inHouse(io, async ({ deps, config }) => {
      const scope = { region: config.REGION }
      const { rows } = await listAlerts(deps.db, scope, { closedHours: 0, limit: 200 }, deps.now())
      show(io, given.json, rows, () =>
        rows.length === 0
          ? '没有未消除的提醒。'
          : rows
              .map(
                (row) =>
                  `${shanghai(row.openedAt.getTime())}  ${alertNames[row.kind]}  ${row.title}  ${row.detail}`,
              )
              .join('\n'),
      )
    }),
  )
}

function lineOf(row: Delivery): string {
  const { id, state, recipient, title, attempts, confirmation, failure } = row
  const outcome = confirmation ?? failure ?? ''
  return `${id.slice(0, 8)}  ${deliveryStateNames[state]}  ${recipient}  ${title}  第 ${attempts} 次  ${outcome}`
}
