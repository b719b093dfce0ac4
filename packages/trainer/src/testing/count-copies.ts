import { createEngine } from '@romae/engine'
import { observationTokenizer, readWideCsv, type TimeSeries } from '@romae/timeseries'
import type { Tokenizer } from '@romae/tokenizer'
import { pretrain } from '../pretrain.ts'

/** How many arrays hold a value. */
export interface Copies {
  /** When the table is read: the list that the reader fills, and the series' column. */
  readonly reading: number
  /** From there to the inputs of the engine, these included. */
  readonly training: number
}

/** Exact in single precision, and like no other number here. */
const marker = 123_457
const rows = 300

/**
 * Follows one value of a table, which nothing scales, to the inputs of the first step: every typed array that comes into being in
 * this process meanwhile is kept, and those that hold the value are counted. Views of memory that is there are no copies. It is the
 * last value of its column, so that a list that grows does not count.
 *
 * @param change makes another tokenizer of the one that is used, for the test of this count
 */
export async function countCopies(
  change: (tokenizer: Tokenizer<TimeSeries>) => Tokenizer<TimeSeries> = (tokenizer) => tokenizer,
): Promise<Copies> {
  const made: (Float32Array | Float64Array)[] = []
  const restore = [watch('Float32Array', made), watch('Float64Array', made)]
  const holding = () => made.filter((array) => array.includes(marker)).length
  const engine = await createEngine()
  try {
    const lines = Array.from({ length: rows }, (_, row) => `${row},${Math.sin(row)},${row === rows - 1 ? marker : row}`)
    const table = `time,a,b\n${lines.join('\n')}\n`
    const { series } = await readWideCsv(new Blob([table]).stream(), { time: 'time', channels: ['a', 'b'] })
    const reading = holding()
    const tokenizer = change(observationTokenizer({ channels: 2 }))
    let training = 0
    const train = engine.train.bind(engine)
    const watched = Object.create(engine, {
      train: {
        value: (...given: Parameters<typeof train>) => {
          const session = train(...given)
          const step = session.step.bind(session)
          session.step = (...inputs) => {
            training = holding() - reading
            return step(...inputs)
          }
          return session
        },
      },
    })
    const stack = { dModel: 8, heads: 1, depth: 1 }
    const model = { encoder: stack, decoder: stack, normalizeTargets: false }
    for await (const { type } of pretrain({
      tokenizer,
      samples: series,
      model,
      training: { steps: 1, engine: watched },
    })) {
      if (type === 'step') break
    }
    return { reading, training }
  } finally {
    await engine.dispose()
    for (const undo of restore) undo()
  }
}

/** Keeps every array of a class that is made with memory of its own, also by `from`, `slice`, `map` and `filter`. */
function watch(name: 'Float32Array' | 'Float64Array', made: (Float32Array | Float64Array)[]): () => void {
  const original = globalThis[name]
  const watched = new Proxy(original, {
    construct(target, given, newTarget) {
      const array = Reflect.construct(target, given, newTarget) as Float32Array
      if (!(given[0] instanceof ArrayBuffer)) made.push(array)
      return array
    },
  })
  const set = (value: unknown) => {
    Object.assign(globalThis, { [name]: value })
    Object.defineProperty(original.prototype, 'constructor', { value, configurable: true, writable: true })
  }
  set(watched)
  return () => set(original)
}
