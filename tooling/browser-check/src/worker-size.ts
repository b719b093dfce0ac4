import { gzipSync } from 'node:zlib'
import { build, defaultClientConditions, type Rolldown } from 'vite'

const entryId = 'virtual:worker'

/** A worker that trains on tables, continues, saves and loads. */
const script = `
import { timeseries } from '@romae/timeseries/modality'
import { exposeTraining, loadModel, pretrain, saveModel } from '@romae/trainer/browser'
exposeTraining({ pretrain, load: (place) => loadModel(place, { modalities: [timeseries] }), saveModel, read: timeseries.read })
`

/** What is not the library’s own: ONNX Runtime; and, fetched where they are asked for, the engine of all of tfjs, Parquet, and archives of NumPy. */
const others = /\/node_modules\/(?:@tensorflow|onnxruntime-web|hyparquet[^/]*|hysnappy|@zip\.js)\//

/**
 * Bytes of the scripts of a training worker for tables, as a production build of Vite makes them, compressed by gzip; without
 * tfjs-core, ONNX Runtime, and what is fetched for Parquet and NPZ files alone.
 *
 * @param root a folder that has the packages among its dependencies
 */
export async function workerSize(root: string): Promise<number> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@romae/source', ...defaultClientConditions] },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: entryId, external: /^@tensorflow\/tfjs-core/, preserveEntrySignatures: false },
    },
    plugins: [
      {
        name: 'worker',
        resolveId: (id) => (id === entryId ? `${root}/worker.js` : null),
        load: (id) => (id === `${root}/worker.js` ? script : null),
      },
    ],
  })
  const { output } = result as Rolldown.RolldownOutput
  const scripts = output.filter((file) => file.type === 'chunk')
  const own = scripts.filter(({ moduleIds }) => !moduleIds.some((id) => others.test(id)))
  return own.reduce((size, { code }) => size + gzipSync(code).length, 0)
}
