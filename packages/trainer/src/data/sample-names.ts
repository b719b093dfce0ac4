import type { Samples } from './samples.ts'

/** What a sample is called in messages. */
export type NameOf = (sample: number) => string

/** The name of a sample of which only the place is known. */
export function numbered(sample: number): string {
  return `sample ${sample}`
}

/**
 * Names that hold the samples' `id`s, where they are in an array and have some: `sample 3 ("s3")`.
 *
 * @param what comes before the number
 */
export function namesOf<Sample>(samples: Samples<Sample>, what = 'sample'): NameOf {
  return (index) => {
    const { id } = ((Array.isArray(samples) ? samples[index] : null) ?? {}) as { readonly id?: unknown }
    return typeof id === 'string' && id !== '' ? `${what} ${index} ("${id}")` : `${what} ${index}`
  }
}
