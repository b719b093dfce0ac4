import { readFile } from 'node:fs/promises'
import { RomaeError } from '@romae/tokenizer'
import { defineModality, type Source } from '@romae/tokenizer/modality'
import { fitQuakes, type Quake, quakeTokenizer, type Sequence } from './quake-tokenizer.ts'

type Feature = { geometry: { coordinates: [number, number, number] }; properties: { time: number; mag: number } }

/** Earthquakes of a GeoJSON catalogue, as the U.S. Geological Survey publishes them: some that follow each other are a sample. */
export default defineModality({
  specVersion: 1,
  name: 'quakes',
  samples: 'sequences of earthquakes',
  files: 'GeoJSON catalogues of earthquakes',
  options: { window: { kind: 'integer', least: 2, default: 16, help: 'how many earthquakes a sample has' } },
  async read(sources, { window }) {
    const quakes = (await Promise.all(sources.map(readCatalogue))).flat().sort((one, other) => one.time - other.time)
    const starts = Array.from({ length: Math.floor(quakes.length / window) }, (_, index) => index * window)
    const samples = starts.map((start): Sequence => quakes.slice(start, start + window))
    return { samples, ids: samples.map(([first]) => new Date(first!.time).toISOString()) }
  },
  fit: (samples) => fitQuakes(samples as Sequence[]),
  restore: ({ state }) => quakeTokenizer(state as { mean: number; std: number }),
  suggests: { cpu: { pretraining: { maskRatio: 0.5, batchSize: 16 } }, smoke: { pretraining: { epochs: 4 } } },
})

async function readCatalogue(source: Source): Promise<Quake[]> {
  const bytes = typeof source === 'string' ? await readFile(source) : await source.arrayBuffer()
  try {
    const features: Feature[] = JSON.parse(new TextDecoder().decode(bytes)).features
    const quakes = features.map(({ geometry, properties: { time, mag: magnitude } }): Quake => {
      const [longitude, latitude, depth] = geometry.coordinates
      return { time, latitude, longitude, depth, magnitude }
    })
    return quakes.filter((quake) => Object.values(quake).every(Number.isFinite)) // of some, no magnitude is known
  } catch (cause) {
    const name = typeof source === 'string' ? source : source.name
    throw new RomaeError('QUAKES_CATALOGUE', `${name} is no GeoJSON catalogue of earthquakes`, { name }, cause)
  }
}
