import { element, make, show } from './elements.ts'
import type { FileKind, OfferedFile } from './training-messages.ts'

const what: Readonly<Record<FileKind, string>> = {
  embeddings: 'What the model makes of each, as a table: a row a file, parted by commas',
  vector: 'What the model makes of it, as numbers parted by commas',
  filled: 'The file with its gaps filled; all else is as it was',
  forecast: 'The rows that follow, in the columns of the file',
  intervals: 'Of each value the interval that holds the true one nine times in ten, and its median',
  methods: 'Which method each filled value is from',
  model: 'The model, to be opened here; unpacked, for --model of romae, and for programs',
  onnx: 'The model as one ONNX file, for any ONNX Runtime',
}

let addresses: string[] = []
let offered: readonly OfferedFile[] = []

/** Offers one file more, in place of one of its kind. */
export function addDownload(file: OfferedFile): void {
  showDownloads([...offered.filter(({ kind }) => kind !== file.kind), file])
}

/** Offers files; those that were offered before are let go of. */
export function showDownloads(files: readonly OfferedFile[]): void {
  for (const address of addresses) URL.revokeObjectURL(address)
  addresses = []
  offered = files
  element('links').replaceChildren(
    ...files.map(({ kind, name, content }) => {
      const href = URL.createObjectURL(content)
      addresses.push(href)
      const link = make('a', name, { href, download: name, 'data-kind': kind })
      return make('li', [link, make('span', `${what[kind]} (${size(content.size)})`, { class: 'muted' })])
    }),
  )
  show('downloads', files.length > 0)
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
