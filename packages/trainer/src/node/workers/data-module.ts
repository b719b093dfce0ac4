import { checkTokenizer, RomaeError, type Tokenizer } from '@romae/tokenizer'
import type { SampleSource } from '../../data/sample-source.ts'
import { errors, reasonOf } from '../../errors.ts'

/** A tokenizer and what it is to tokenize. */
export interface DataSet<Sample> {
  readonly tokenizer: Tokenizer<Sample>
  readonly samples: SampleSource<Sample>
}

/** Makes a data set; of what it also gives, such as labels, only the caller's thread makes use. */
// biome-ignore lint/suspicious/noExplicitAny: a function of any one argument, giving a data set of any samples.
export type MakeDataSet = (options?: any) => DataSet<any> | Promise<DataSet<any>>

/** Where a data set is made: plain data, so that it can be sent to a worker. */
export interface DataModule {
  /** URL. */
  readonly module: string
  /** Name of the exported function. */
  readonly exportName: string
  /** What the function is given. */
  readonly options: unknown
}

/**
 * Imports the module and makes its data set.
 *
 * @throws RomaeError `TRAINER_DATA_MODULE`, `TOKENIZER_*`, and what the function throws if that is a `RomaeError`
 */
export async function makeDataSet({ module, exportName, options }: DataModule): Promise<DataSet<unknown>> {
  const fail = (reason: string, cause?: unknown) => errors.TRAINER_DATA_MODULE({ module, reason }, cause)
  const exported = await importModule(module, fail)
  const make = exported[exportName]
  if (typeof make !== 'function') throw fail(`its export "${exportName}" is no function`)
  let made: Partial<DataSet<unknown>> | null | undefined
  try {
    made = await (make as MakeDataSet)(options)
  } catch (cause) {
    throw RomaeError.isInstance(cause) ? cause : fail(`${exportName}() failed: ${reasonOf(cause)}`, cause)
  }
  const { tokenizer, samples } = made ?? {}
  checkTokenizer(tokenizer)
  if (typeof samples?.sample !== 'function') throw fail(`${exportName}() gave no samples with length and sample()`)
  return { ...made, tokenizer, samples }
}

async function importModule(module: string, fail: (reason: string, cause: unknown) => RomaeError) {
  try {
    return (await import(/* @vite-ignore */ module)) as Readonly<Record<string, unknown>>
  } catch (cause) {
    const remedy = /\.[cm]?ts['"]?$|file extension "\.[cm]?ts"/.test(`${module} ${reasonOf(cause)}`)
      ? '; where Node does not run TypeScript itself, start it with node --import tsx'
      : ''
    throw fail(`it cannot be imported: ${reasonOf(cause)}${remedy}`, cause)
  }
}
