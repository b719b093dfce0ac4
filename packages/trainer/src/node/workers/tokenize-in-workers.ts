import { availableParallelism } from 'node:os'
import type { ResourceLimits } from 'node:worker_threads'
import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from '../../check-options.ts'
import { readTokens } from '../../data/sample-source.ts'
import { type TokenizedSamples, tokenized } from '../../data/samples.ts'
import type { TokenReader } from '../../data/streamed-tokens.ts'
import { errors } from '../../errors.ts'
import { describeTokenizer } from '../../model/tokenizer-record.ts'
import { type DataModule, type DataSet, type MakeDataSet, makeDataSet } from './data-module.ts'
import { TokenWorkers } from './token-workers.ts'
import { requireWorkerFiles } from './worker-files.ts'

const schema = {
  workers: {
    kind: 'integer',
    least: 0,
    help: 'how many threads, by default one less than the processors, from 1 to 4; 0 reads in this one',
  },
  export: { kind: 'text', default: 'default', help: 'name of the exported function that makes the data set' },
  options: { ...checkedElsewhere<unknown>(), help: 'what that function is given: data that can be cloned' },
  resourceLimits: { ...checkedElsewhere<ResourceLimits>(), help: 'of each worker’s memory, as Node takes them' },
} as const satisfies Schema

/** How `tokenizeInWorkers` works. */
export interface WorkerOptions<Make extends MakeDataSet = MakeDataSet>
  extends Omit<OptionsOf<typeof schema>, 'options'> {
  readonly options?: Parameters<Make>[0]
}

/** What the module's function gives, its samples read by workers. */
export type InWorkers<Make extends MakeDataSet> = Omit<Awaited<ReturnType<Make>>, 'samples'> & {
  /** For `pretrain` and `finetune`: workers read and tokenize them. */
  readonly samples: TokenizedSamples
}

/**
 * Makes a data set whose samples are read and tokenized in worker threads. Functions cannot be sent to a worker, so each
 * worker imports the module and calls its function; it is called here too, for the tokenizer and what else it gives. It
 * should therefore list samples, not read them. The numbers are those of one thread, whatever the number of workers.
 *
 * Workers start when samples are first needed, end with the run, and start again for the next run.
 *
 * @param module URL of the module: `new URL('./data.ts', import.meta.url)`; TypeScript where Node runs it, or under tsx
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION`, `TRAINER_DATA_MODULE`, `TOKENIZER_*`; the run throws
 *   `TRAINER_WORKER_ENDED` where a worker exits or runs out of memory
 */
export async function tokenizeInWorkers<Make extends MakeDataSet = (options: unknown) => DataSet<unknown>>(
  module: URL,
  options: WorkerOptions<Make> = {},
): Promise<InWorkers<Make>> {
  const { workers = usualWorkers(), export: exportName, ...given } = readOptions('tokenizeInWorkers', schema, options)
  if (!(module instanceof URL)) {
    const expected = "a URL, such as new URL('./data.js', import.meta.url)"
    throw errors.TRAINER_OPTION({ key: 'module', got: module, expected })
  }
  const task: DataModule = { module: module.href, exportName, options: given.options }
  const { samples, ...others } = await makeDataSet(task)
  const madeBy = describeTokenizer(others.tokenizer)
  const files = workers === 0 ? null : requireWorkerFiles()
  const reader =
    files === null
      ? inThisThread({ samples, ...others })
      : new TokenWorkers(files, { ...task, length: samples.length, tokenizer: madeBy }, workers, given.resourceLimits)
  const { length, tokenCounts, fingerprint } = samples
  const inWorkers: TokenizedSamples = {
    length,
    ...(tokenCounts !== undefined && { tokenCounts }),
    ...(fingerprint !== undefined && { fingerprint }),
    [tokenized]: { reader, madeBy },
  }
  return { ...others, samples: inWorkers } as unknown as InWorkers<Make>
}

const usualWorkers = () => Math.min(4, Math.max(1, availableParallelism() - 1))

function inThisThread({ samples, tokenizer }: DataSet<unknown>): TokenReader {
  return { read: (indices, pass) => readTokens(samples, tokenizer, indices, pass), close: async () => {} }
}
