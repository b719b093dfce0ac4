import { turn } from '@romae/internal/platform'
import type { TimeSeries } from '@romae/timeseries'
import { baselines, type FillingMethod, type FittedMethod, kalman } from '@romae/timeseries/baselines'
import { errors } from '../errors.ts'
import { meanOf } from './mean-of.ts'

/** Multiplications that a baseline may take without being asked for: about a minute. */
const MOST_WORK = 3e10
const WORK_A_MINUTE = 3e10

/** What the model is called among the methods. */
export const MODEL = 'romae'

/** The mean of the model and the smoother: they err in different ways, so that their mean often errs less than either. */
export const SMOOTHED_MEAN = `${MODEL}+${kalman.name}`

/** The baselines of `--methods`, in their own order; all that are quick without it. */
export function chooseMethods(names: readonly string[] | undefined): readonly FillingMethod[] {
  if (names === undefined) return baselines
  const known = baselines.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw errors.APP_METHOD_UNKNOWN({ name: unknown, known })
  return baselines.filter(({ name }) => names.includes(name))
}

/** A baseline that was fitted. */
export interface Fitted extends FittedMethod {
  readonly name: string
}

/**
 * Fits baselines to series. One that fails, or would take too long and was not asked for, is said and left out: a
 * comparison must not keep a file from being filled.
 *
 * @param isAsked whether the methods were named by the user
 */
export async function fitMethods(
  methods: readonly FillingMethod[],
  training: readonly TimeSeries[],
  isAsked: boolean,
  note: (text: string) => void,
): Promise<readonly Fitted[]> {
  const fitted: Fitted[] = []
  for (const method of methods) {
    const work = method.work?.(training) ?? 0
    if (work > MOST_WORK && !isAsked) {
      const minutes = Math.ceil(work / WORK_A_MINUTE)
      note(
        `${method.label} is left out: it would take about ${minutes} minutes here; --methods ${method.name} takes it`,
      )
      continue
    }
    // A signal is heard between methods.
    await turn()
    const one = tried(method.label, note, () => method.fit(training))
    if (one !== null) fitted.push({ ...one, name: method.name })
  }
  return fitted
}

/** All series filled by a method; null, and a note, where it fails. */
export async function fillBy(
  { name, fill }: Fitted,
  series: readonly TimeSeries[],
  note: (text: string) => void,
): Promise<readonly TimeSeries[] | null> {
  await turn()
  return tried(name, note, () => series.map(fill))
}

function tried<Result>(name: string, note: (text: string) => void, run: () => Result): Result | null {
  try {
    return run()
  } catch (cause) {
    note(`${name} is left out: ${cause instanceof Error ? cause.message : String(cause)}`)
    return null
  }
}

/** What several methods filled, in order, and after them the mean of the model and the smoother where both are there. */
export function withMean(
  filled: ReadonlyMap<string, readonly TimeSeries[]>,
): ReadonlyMap<string, readonly TimeSeries[]> {
  const [model, smoother] = [filled.get(MODEL), filled.get(kalman.name)]
  if (model === undefined || smoother === undefined) return filled
  return new Map([...filled, [SMOOTHED_MEAN, model.map((one, index) => meanOf(one, smoother[index]!))]])
}
