import { join } from 'node:path'
import { parseJson } from '@romae/internal/json'
import type { CodeSection, FactsSection } from '@romae/report'
import type { RunConfig, RunPlan } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { readText } from '../read-text.ts'
import { formatAmount } from '../terminal/format-amount.ts'
import { formatDuration } from '../terminal/format-duration.ts'

/** A run's settings, environment and command, as sections of a report. @throws RomaeError `APP_SAVED_SETTINGS` */
export async function runFacts(folder: string, heading: string): Promise<readonly [FactsSection, CodeSection]> {
  const read = async (file: string) => parseJson(await readText(join(folder, file)))
  try {
    const [config, plan, sessions] = await Promise.all(['config.json', 'plan.json', 'environment.json'].map(read))
    return sectionsOf(config as RunConfig, plan as RunPlan, sessions as readonly LoggedSession[], heading)
  } catch (cause) {
    // Somebody may have edited the files of a finished run.
    throw errors.APP_SAVED_SETTINGS({ path: folder, reason: (cause as Error).message }, cause)
  }
}

/** An entry of `environment.json`. */
interface LoggedSession {
  readonly command?: string
  readonly versions: RunPlan['versions']
  readonly engine: { readonly name: string; readonly version: string; readonly threads: number | null }
}

function sectionsOf(
  config: RunConfig,
  plan: RunPlan,
  sessions: readonly LoggedSession[],
  heading: string,
): readonly [FactsSection, CodeSection] {
  const { engine, versions, command } = sessions.at(-1)!
  const { dModel, heads, depth } = config.model.encoder
  const { batchSize, learningRate, schedule, optimizer, seed } = config.training
  const facts: FactsSection['facts'] = [
    ['samples', plan.samples],
    ['encoder', `${depth} ${depth === 1 ? 'block' : 'blocks'} of width ${dModel}, ${heads} heads`],
    ['parameters', plan.parameters],
    ['steps', `${plan.steps.toLocaleString('en')} of up to ${batchSize} samples`],
    ['learning rate', `${learningRate}, ${schedule}`],
    ['optimizer', optimizer.kind],
    ['operations a step', formatAmount(plan.flops.step, 'FLOP')],
    ['memory, estimated', formatAmount(plan.memory.total, 'B')],
    ['seed', String(seed)],
    ['engine', `${engine.name} ${engine.version}, ${engine.threads ?? '?'} threads`],
    ['versions', `romae ${versions.trainer}, Node ${versions.node}`],
    ['sessions', sessions.length],
  ]
  return [
    { kind: 'facts', heading, facts },
    { kind: 'code', heading: 'Command', code: command ?? '' },
  ]
}

/** The time that a run's steps took, all sessions together. */
export function trainingTime(events: readonly TimedEvent[]): string {
  return formatDuration(trainingMilliseconds(events))
}

export function trainingMilliseconds(events: readonly TimedEvent[]): number {
  return events.reduce((sum, { type, milliseconds }) => sum + (type === 'step' ? Number(milliseconds) : 0), 0)
}

interface TimedEvent {
  readonly type: string
  readonly milliseconds?: unknown
}
