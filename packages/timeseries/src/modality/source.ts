import { splitName } from '@romae/internal/files'
import type { ReadContext, Source } from '@romae/tokenizer/modality'
import type { TextSource } from '../readers/text/source-types.ts'

/** The word for standard input. */
const STANDARD_INPUT = '-'

/** What a source is called, in messages. */
export function nameOf(source: Source): string {
  return typeof source === 'string' ? source : source.name
}

/** The text of a source, from the start at each call. Standard input can be had once. */
export async function openSource(
  source: Source,
  { standardInput }: Pick<ReadContext, 'standardInput'>,
): Promise<() => TextSource> {
  if (source === STANDARD_INPUT) return standardInput()
  return () => source
}

/** What a file is called without its folder and its endings, for names of series; `stdin` for standard input. */
export function stemOf(path: string): string {
  if (path === STANDARD_INPUT) return 'stdin'
  return splitName(path).stem
}

/** Whether a source is in one of the formats of the UEA archive, which say by themselves what a label is. */
export function isUea(name: string): boolean {
  return ['.ts', '.arff'].includes(splitName(name).ending)
}
