import { type FactsSection, type Section, trainingSections } from '@romae/report'
import { readMetrics } from '@romae/trainer/node'
import { runFacts, trainingMilliseconds } from './run-facts.ts'

/** What the folder of a finished run has for a report. */
export interface StageReport {
  /** Milliseconds of its steps, all sessions together. */
  readonly trainingTime: number
  readonly curves: readonly Section[]
  readonly facts: FactsSection
}

/**
 * @param heading of the facts: `The pre-training`
 * @param name of the run where a report has several, for the headings of its curves: `Pre-training`
 * @throws RomaeError `APP_SAVED_SETTINGS`, and what `readMetrics` throws
 */
export async function stageReport(folder: string, heading: string, name?: string): Promise<StageReport> {
  const events = await readMetrics(folder)
  const [facts] = await runFacts(folder, heading)
  const curves = trainingSections(events, name === undefined ? {} : { name })
  return { trainingTime: trainingMilliseconds(events), curves, facts }
}
