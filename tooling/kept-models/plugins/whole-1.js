// Never edit this file: it is a plugin as somebody published it for version 1 of the modality contract, with every field that the
// contract had on 2026-11-29. Whatever the contract becomes, this file has to go on working as it is. A test holds its checksum.
import { readFile } from 'node:fs/promises'
import { RomaeError } from '@romae/tokenizer'
import { defineModality } from '@romae/tokenizer/modality'

/** @typedef {readonly number[]} Walk */

/**
 * One number a token, at its place in the walk.
 * @param {{ mean: number, step: number }} state
 * @returns {import('@romae/tokenizer').Tokenizer<Walk>}
 */
function walkTokenizer({ mean, step }) {
  return {
    specVersion: 1,
    name: 'walks/numbers',
    axes: ['place'],
    tokenSize: 1,
    package: 'romae-walks',
    version: '1.2.3',
    tokenize(walk) {
      if (walk.length === 0) throw new RomaeError('WALKS_EMPTY', 'a walk needs a step')
      return {
        values: Float32Array.from(walk, (value) => value - mean),
        positions: Float32Array.from(walk, (_, place) => place * step),
        length: walk.length,
      }
    },
    detokenize: ({ values }) => Array.from(values, (value) => value + mean),
    toJSON: () => ({ mean, step }),
  }
}

export default defineModality({
  specVersion: 1,
  name: 'walks',
  samples: 'walks',
  files: 'text files with a walk a line: its name, its place, its kind, and numbers',
  extensions: ['.walks'],
  readsOnDemand: true,
  options: {
    most: { kind: 'integer', least: 1, default: 100, help: 'the most numbers of a walk', placeholder: 'count' },
    kinds: { kind: 'flag', default: true, help: 'whether walks have kinds' },
    augment: { noise: { kind: 'number', least: 0, default: 0 } },
  },
  tokenizerOptions: {
    step: { kind: 'number', above: 0, default: 1 },
    centre: { kind: 'choice', of: ['mean', 'none'], default: 'mean' },
  },
  foundOptions: { places: { kind: 'list', item: { kind: 'text' } } },
  async read(sources, options, { purpose, note }) {
    /** @type {{ name: string, place: string, kind: string, walk: Walk }[]} */
    const rows = []
    for (const source of sources) {
      const text =
        typeof source === 'string'
          ? await readFile(source, 'utf8')
          : new TextDecoder().decode(await source.arrayBuffer())
      for (const line of text.trim().split('\n')) {
        const [name = '', place = '', kind = '', ...numbers] = line.split(' ')
        if (numbers.length > options.most) note(`${name} is cut`)
        rows.push({ name, place, kind, walk: numbers.slice(0, options.most).map(Number) })
      }
    }
    return {
      samples: {
        length: rows.length,
        sample: async (index) => /** @type {Walk} */ (rows[index]?.walk),
        alike: false,
        file: () => null,
        bytes: (walk) => 8 * walk.length,
      },
      ids: rows.map(({ name }) => name),
      givenIds: rows.map(({ name }) => name),
      ...(options.kinds && { labels: rows.map(({ kind }) => kind), classes: ['long', 'short'] }),
      groups: rows.map(({ place }) => place),
      content: (index) => JSON.stringify(rows[index]?.walk),
      options: { ...options, places: [...new Set(rows.map(({ place }) => place))] },
      notes: [`read to ${purpose}`],
    }
  },
  async fit(samples, { step, centre }) {
    let [sum, count] = [0, 0]
    for (let index = 0; centre === 'mean' && index < samples.length; index++) {
      const walk = 'sample' in samples ? await samples.sample(index) : (samples[index] ?? [])
      for (const value of walk) {
        sum += value
        count++
      }
    }
    return walkTokenizer({ mean: count === 0 ? 0 : sum / count, step })
  },
  restore: ({ state }) => walkTokenizer(/** @type {{ mean: number, step: number }} */ (state)),
  optionsForModel: (saved, purpose) => (purpose === 'predict' ? { ...saved, kinds: false } : saved),
  augmentationKey: ({ augment }) => ({ augment }),
  unusedOptions: ({ tokenizer }) => (tokenizer?.centre === 'none' ? { 'tokenizer.centre': 'it is none' } : {}),
  describe: (tokenizer) => [`${tokenizer.name}, from ${tokenizer.package}`],
  inspect: (walks) => [['longest', String(Math.max(...walks.map((walk) => walk.length)))]],
  augment: ({ augment: { noise } }) =>
    noise === 0 ? null : (walk, random) => walk.map((value) => value + noise * (random.uniform() - 0.5)),
  figureCount: 2,
  figures: (reconstructions) => [
    {
      kind: 'curves',
      heading: 'Walks',
      x: { label: 'place' },
      y: { label: 'value' },
      curves: reconstructions.map(({ id, filled: { positions, values } }) => ({ label: id, x: positions, y: values })),
    },
  ],
  suggests: { smoke: { pretraining: { epochs: 2 } }, cpu: { model: { size: 'tiny-shallow' } }, paper: {} },
})
