import * as ort from 'onnxruntime-web/wasm'
import type { Cases } from '../case-folder.ts'

/** What the page offers to the check that drives it. */
export interface ExportPage {
  /** Runs the cases of a folder beside the page: the version of onnxruntime-web, and the output of every trial. */
  run(folder: string): Promise<{ version: string; results: { shape: readonly number[]; data: number[] }[][] }>
}

const page: ExportPage = {
  async run(folder) {
    const read = async (file: string) => (await fetch(`${folder}/${file}`)).arrayBuffer()
    const cases: Cases = JSON.parse(new TextDecoder().decode(await read('cases.json')))
    const tensors = new Float32Array(await read('tensors.f32'))
    const results = []
    for (const { file, output, trials } of cases.files) {
      const session = await ort.InferenceSession.create(await read(file), { logSeverityLevel: 3 })
      const ofFile = []
      for (const trial of trials) {
        const feeds = Object.entries(trial).map(([name, { shape, offset }]) => {
          const count = shape.reduce((product, size) => product * size, 1)
          return [name, new ort.Tensor('float32', tensors.subarray(offset, offset + count), shape)]
        })
        const tensor = (await session.run(Object.fromEntries(feeds)))[output]!
        // Numbers: what a page hands to its driver travels as JSON, which typed arrays do not survive.
        ofFile.push({ shape: tensor.dims, data: Array.from(tensor.data as Float32Array) })
      }
      results.push(ofFile)
      await session.release()
    }
    return { version: ort.env.versions.web ?? ort.env.versions.common, results }
  },
}
Object.assign(globalThis, { page })
