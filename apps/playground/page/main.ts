import { element } from './elements.ts'
import { isolate } from './isolation.ts'
import { forgetWork, keptWork } from './kept-file.ts'
import { Playground } from './playground.ts'
import { showProblem } from './problem-view.ts'
import { sampleFile } from './sample.ts'
import { chosenRoles } from './table-view.ts'

const playground = new Playground()
const newRun = () => `run-${Date.now().toString(36)}`
const begin = (file: File) => playground.take({ file, roles: null, run: newRun() })
const failed = (title: string) => (error: unknown) => showProblem(title, error)

const input = element<HTMLInputElement>('file')
input.addEventListener('change', () => {
  const [file] = input.files ?? []
  if (file !== undefined) void begin(file)
  // The same file may be taken once more.
  input.value = ''
})
element('sample').addEventListener('click', () => {
  sampleFile().then(begin).catch(failed('The sample could not be loaded'))
})

const drop = element('drop')
// A file that falls beside the frame is taken, too, and not opened by the browser.
for (const type of ['dragover', 'drop'] as const) document.addEventListener(type, (event) => event.preventDefault())
document.addEventListener('dragover', () => drop.classList.add('over'))
document.addEventListener('dragleave', () => drop.classList.remove('over'))
document.addEventListener('drop', ({ dataTransfer }) => {
  drop.classList.remove('over')
  const [file] = dataTransfer?.files ?? []
  if (file !== undefined) void begin(file)
})

element('pause').addEventListener('click', () => playground.toggle())
element('undo-button').addEventListener('click', () => void playground.back())
element('again').addEventListener('click', () => {
  const roles = chosenRoles()
  if (roles === null) showProblem('No column has the times', new Error('Say which column has the times.'))
  else if (playground.work !== null) void playground.take({ file: playground.work.file, roles, run: newRun() })
})
element('forget').addEventListener('click', () => {
  playground.close()
  forgetWork().catch(failed('The file could not be removed from this browser'))
})

await isolate()
playground.warm()
const kept = await keptWork()
if (kept !== null && playground.work === null) await playground.take(kept)
