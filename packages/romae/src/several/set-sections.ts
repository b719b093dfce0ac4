import { createRandom } from '@romae/core'
import type { Section } from '@romae/report'
import type { SetTokens, TokenizerSet, Tokens } from '@romae/tokenizer'
import type { Reconstruction } from '@romae/tokenizer/modality'
import { fillSetTokens } from '@romae/trainer/node'
import type { ReconstructionContext } from '../modality/host-modality.ts'
import { hide } from '../modality/reconstruct.ts'
import type { Settings } from '../settings/settings.ts'
import { type Member, memberTokenizer, ownData, type Several } from './member.ts'

/** A sample that is shown, and where it stands. */
interface Shown {
  readonly id: string
  readonly sample: Several
  readonly tokens: SetTokens
}

/** Rows that are looked through for samples to show, at most. */
const MOST_LOOKED_AT = 500

/** A panel for each modality: what the model makes of it where parts of it are hidden, and where all of it is. */
export async function setSections(
  members: readonly Member[],
  context: ReconstructionContext<Several>,
): Promise<readonly Section[]> {
  // Up to their mean and spread, reconstructed values are no values.
  if (context.model.config.normalizeTargets) return []
  const sections: Section[] = []
  for (const member of members) sections.push(...(await panelOf(member, members.length, context)))
  return sections
}

async function panelOf(
  member: Member,
  modalities: number,
  context: ReconstructionContext<Several>,
): Promise<Section[]> {
  const { name } = member
  const { maskRatio, maskRatios } = context.experiment.pretraining
  const ratio = maskRatios?.[name] ?? maskRatio
  const parts = await shownSamples(member, context, (own) => own.length > 1 && ratio > 0)
  const whole = modalities === 1 ? [] : await shownSamples(member, context, (own, all) => all.length > own.length)
  return [
    ...(await sectionsOf(member, context, `${name}: parts of it hidden`, parts, (length, index) =>
      hide(length, ratio, context.seed, index),
    )),
    ...(await sectionsOf(member, context, `${name}: told from the others`, whole, (length) =>
      new Uint8Array(length).fill(1),
    )),
  ]
}

async function sectionsOf(
  { name, host }: Member,
  { model, tokenizer, set, engine }: ReconstructionContext<Several>,
  heading: string,
  shown: readonly Shown[],
  hiddenOf: (length: number, index: number) => Uint8Array,
): Promise<Section[]> {
  if (shown.length === 0) return []
  const place = placeOf(tokenizer as TokenizerSet<Several>, name)
  const toFill = shown.map(({ tokens }, index) => ({
    tokens,
    hidden: tokens.parts.map(
      (part, one) => part && (one === place ? hiddenOf(part.length, index) : new Uint8Array(part.length)),
    ),
  }))
  const filled = await fillSetTokens(model, toFill, { engine, tokenizer })
  const reconstructions = shown.map(
    ({ id, sample, tokens }, index): Reconstruction<unknown> => ({
      id,
      sample: sample[name],
      tokens: tokens.parts[place]!,
      masked: toFill[index]!.hidden[place]!,
      filled: filled[index]!.parts[place]!,
    }),
  )
  const data = ownData({ host }, (set.data[name] ?? {}) as Settings)
  const sections = await host.figures(reconstructions, { tokenizer: memberTokenizer(tokenizer, name)!, data })
  // Pictures of all samples are under one heading, curves of each have their own.
  return sections.map((section, index) => {
    if (section.kind === 'chart' && section.heading !== undefined)
      return { ...section, heading: `${heading}, ${section.heading}` }
    return index === 0 ? { ...section, heading } : section
  })
}

/** Samples from all over the set that have the modality, and of it and the rest what is needed. */
async function shownSamples(
  { name, host }: Member,
  { set, tokenizer }: ReconstructionContext<Several>,
  isShown: (own: Tokens, all: SetTokens) => boolean,
): Promise<Shown[]> {
  const { length } = set.samples
  const looked = Math.min(MOST_LOOKED_AT, length)
  const found: Shown[] = []
  const most = Math.max(1, Math.ceil(host.figureCount / 2))
  // In an order in which the first few are from all over the set.
  const order = createRandom(0, 'shown').shuffle(Int32Array.from({ length }, (_, index) => index))
  for (const index of order.subarray(0, looked)) {
    if (found.length === most) break
    const sample = await set.samples.sample(index)
    if (sample[name] == null) continue
    const tokens = await (tokenizer as TokenizerSet<Several>).tokenize(sample)
    const own = tokens.parts[placeOf(tokenizer as TokenizerSet<Several>, name)]!
    if (isShown(own, tokens)) found.push({ id: set.ids[index]!, sample, tokens })
  }
  return found
}

function placeOf({ modalities }: TokenizerSet<Several>, name: string): number {
  return modalities.findIndex((one) => one.name === name)
}
