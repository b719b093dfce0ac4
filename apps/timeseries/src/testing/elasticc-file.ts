import { createRandom } from '@romae/internal/random'
import { File, ready } from 'h5wasm/node'

/** Of every curve and band. */
const PLACES = 12
const BANDS = 6

/**
 * Writes light curves in the layout of ATAT's `elasticc_final.h5`: classes in turn that differ in how their flux goes up and
 * down; of the last two observations of each band there is no alert.
 *
 * @param curves how many of each class are in the training, the validation and the test split
 */
export async function writeLightCurves(
  path: string,
  classes: number,
  curves: { readonly train: number; readonly valid: number; readonly test: number },
): Promise<void> {
  await ready
  const count = classes * (curves.train + curves.valid + curves.test)
  const shape = [count, PLACES, BANDS]
  const cubes = Object.fromEntries(
    ['time', 'data', 'data-var', 'mask', 'mask_alert'].map((name) => [name, new Float64Array(count * PLACES * BANDS)]),
  ) as Record<'time' | 'data' | 'data-var' | 'mask' | 'mask_alert', Float64Array>
  for (let curve = 0; curve < count; curve++) {
    const random = createRandom(1, 'light curve', curve)
    const rate = 0.1 + 0.25 * (curve % classes)
    for (let at = curve * PLACES * BANDS; at < (curve + 1) * PLACES * BANDS; at++) {
      const [place, band] = [Math.floor(at / BANDS) % PLACES, at % BANDS]
      cubes.time[at] = 4 * place + 0.5 * band + (place === 0 && band === 0 ? 0 : random.uniform())
      cubes.data[at] = 100 * Math.sin(rate * cubes.time[at]!) + 5 * random.normal()
      cubes['data-var'][at] = 5
      // Bands have observations of different numbers, as they do.
      const isSeen = place < PLACES - (band % 3)
      cubes.mask[at] = isSeen ? 1 : 0
      cubes.mask_alert[at] = isSeen && place < PLACES - 4 ? 1 : 0
    }
  }
  const rows = (from: number, each: number) =>
    Array.from({ length: classes * each }, (_, index) => classes * from + index)
  const integers = (numbers: readonly number[]) => ({
    data: BigInt64Array.from(numbers, BigInt),
    shape: [numbers.length],
    dtype: '<q',
  })
  const all = Array.from({ length: count }, (_, curve) => curve)
  const arrays = {
    ...Object.fromEntries(Object.entries(cubes).map(([name, data]) => [name, { data, shape }])),
    labels: integers(all.map((curve) => curve % classes)),
    SNID: { data: all.map((curve) => String(1000 + curve)), shape: [count], dtype: 'S8' },
    training_0: integers(rows(0, curves.train)),
    validation_0: integers(rows(curves.train, curves.valid)),
    test: integers(rows(curves.train + curves.valid, curves.test)),
  }
  const file = new File(path, 'w')
  for (const [name, array] of Object.entries(arrays)) {
    file.create_dataset({ name, ...array } as Parameters<File['create_dataset']>[0])
  }
  file.close()
}
