import { attemptJob, backoff, type Outcome } from './attempt.ts'
import { defaultBackoffMs, keyOf, type Queue, type QueueOptions } from './port.ts'

interface Task {
  /** JSON, as Redis would keep it. */
  data: string
  attempt: number
  state: 'waiting' | 'delayed' | 'running'
  /** Payload that came while this one ran: it runs once more with it. */
  next?: string
}

interface Lane {
  readonly tasks: Map<string, Task>
  /** Keys in the order they became due. */
  readonly due: string[]
  concurrency: number
  running: number
  perform: (task: Task) => Promise<Outcome>
}

/** The queue of one process. It forgets on exit, which costs nothing: rows imply the work. */
export function memoryQueue(options: QueueOptions): Queue {
  const { log, backoffMs = defaultBackoffMs, stop = new AbortController().signal } = options
  const lanes = new Map<string, Lane>()
  const runs = new Set<Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  const idlers: (() => void)[] = []
  let closed = false

  const lane = (name: string): Lane => {
    const found = lanes.get(name)
    if (found) return found
    const perform = () => Promise.reject(new Error(`nobody works on ${name}`))
    const made: Lane = { tasks: new Map(), due: [], concurrency: 0, running: 0, perform }
    lanes.set(name, made)
    return made
  }

  const pump = (it: Lane) => {
    while (!closed && !stop.aborted && it.running < it.concurrency) {
      const key = it.due.shift()
      const task = key === undefined ? undefined : it.tasks.get(key)
      if (key === undefined || !task) return
      task.state = 'running'
      it.running += 1
      const run = perform(it, key, task).finally(() => runs.delete(run))
      runs.add(run)
    }
  }

  const perform = async (it: Lane, key: string, task: Task) => {
    // A turn of the event loop between jobs lets the API answer while a long list is worked off.
    await new Promise(setImmediate)
    const outcome = await it.perform(task)
    it.running -= 1
    settle(it, key, task, outcome)
    pump(it)
    if (isIdle()) for (const wake of idlers.splice(0)) wake()
  }

  const settle = (it: Lane, key: string, task: Task, outcome: Outcome) => {
    if (outcome.end === 'later') return delay(it, key, task, outcome.delayMs)
    if (outcome.end === 'retry') {
      delay(it, key, task, backoff(task.attempt, backoffMs))
      task.attempt += 1
      return
    }
    it.tasks.delete(key)
    if (task.next !== undefined) enqueue(it, key, task.next)
  }

  const delay = (it: Lane, key: string, task: Task, delayMs: number) => {
    task.state = 'delayed'
    if (closed) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      task.state = 'waiting'
      it.due.push(key)
      pump(it)
    }, delayMs)
    timers.add(timer)
  }

  const enqueue = (it: Lane, key: string, data: string) => {
    it.tasks.set(key, { data, attempt: 1, state: 'waiting' })
    it.due.push(key)
    pump(it)
  }

  const isIdle = () => closed || [...lanes.values()].every(({ tasks }) => tasks.size === 0)

  return {
    async add(job, payload) {
      const [key, data] = [keyOf(job, payload), JSON.stringify(payload)]
      const known = lane(job.name).tasks.get(key)
      if (!known) enqueue(lane(job.name), key, data)
      else if (known.state === 'running') known.next = data
    },
    async ensure(job, payload) {
      const key = keyOf(job, payload)
      if (!lane(job.name).tasks.has(key)) enqueue(lane(job.name), key, JSON.stringify(payload))
    },
    work(job, concurrency, handler) {
      const it = lane(job.name)
      if (it.concurrency > 0) throw new Error(`${job.name} has its worker already`)
      it.concurrency = concurrency
      it.perform = ({ data, attempt }) =>
        attemptJob({ job, handler, data: JSON.parse(data), attempt, stop, log })
      pump(it)
    },
    async counts({ name }) {
      const states = [...lane(name).tasks.values()].map(({ state }) => state)
      const count = (state: Task['state']) => states.filter((s) => s === state).length
      return { waiting: count('waiting'), delayed: count('delayed'), running: count('running') }
    },
    async idle() {
      if (!isIdle()) await new Promise<void>((wake) => idlers.push(wake))
    },
    async close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(runs)
      for (const wake of idlers.splice(0)) wake()
    },
  }
}
