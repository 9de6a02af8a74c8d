// The native engine's own process: a bad model file aborts or exits the process it is loaded in, and nothing else dies with it.
// Plain JavaScript, so that it starts in a twentieth of a second. One request is one message with an id, and so is its answer.
import { createRequire } from 'node:module'

const sherpa = createRequire(import.meta.url)('sherpa-onnx-node')
let recogniser
let vad
let window = 512
let left = new Float32Array(0)

const actions = {
  version: () => sherpa.version,

  async load({ config }) {
    recogniser = await sherpa.OfflineRecognizer.createAsync(config)
    // A model of the wrong kind may load and fall over its first frame: better now than in a recording.
    await actions.decode({ samples: new Int16Array(16_000) })
  },

  async decode({ samples }) {
    const stream = recogniser.createStream()
    stream.acceptWaveform({ sampleRate: 16_000, samples: floats(samples) })
    return recogniser.decodeAsync(stream)
  },

  openVad({ config, bufferSeconds }) {
    window = config.sileroVad.windowSize
    vad = new sherpa.Vad(config, bufferSeconds)
    if (!vad.handle) throw new Error('voice activity model not loaded')
  },

  /** Stretches of speech that ended in these samples, in samples from the beginning. */
  vad({ samples, last }) {
    const all = new Float32Array(left.length + samples.length)
    all.set(left)
    all.set(floats(samples), left.length)
    let at = 0
    for (; at + window <= all.length; at += window)
      vad.acceptWaveform(all.subarray(at, at + window))
    left = all.slice(at)
    if (last) vad.flush()
    const found = []
    for (; !vad.isEmpty(); vad.pop()) {
      const { start, samples: spoken } = vad.front(false)
      found.push([start, start + spoken.length])
    }
    return found
  },
}

function floats(samples) {
  const out = new Float32Array(samples.length)
  for (let i = 0; i < samples.length; i++) out[i] = samples[i] / 32_768
  return out
}

process.on('message', async ({ id, act, ...rest }) => {
  const before = process.cpuUsage()
  try {
    const value = await actions[act](rest)
    const { user, system } = process.cpuUsage(before)
    const { rss } = process.memoryUsage()
    process.send({ id, value, rss, cpuMs: (user + system) / 1000 })
  } catch (error) {
    process.send({ id, error: String(error?.message ?? error) })
  }
})
process.on('disconnect', () => process.exit(0))
