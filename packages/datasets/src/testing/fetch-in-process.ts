import { defaultTransport } from '@romae/internal/download'
import { fetchEntry } from '../registry/fetch-dataset.ts'

/** A process of its own that fetches a set of one zip archive and says where it found it: `<address> <cache>`. */
const [url, cacheDir] = process.argv.slice(2)
const files = [{ name: 'a.zip', url: url!, sha256: null }]
const entry = { name: 'test/A', description: '', homepage: '', files, layouts: [{ needs: ['A_TRAIN.ts'], path: '' }] }
const { source } = await fetchEntry(entry, { cacheDir: cacheDir! }, defaultTransport)
process.stdout.write(source)
