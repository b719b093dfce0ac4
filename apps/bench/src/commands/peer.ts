import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { Command } from 'commander'

/** The versions that the bench compares with. */
const TORCH = 'torch==2.15.0'
const MEDIA = ['torchaudio==2.11.0', 'torchvision==0.29.2', 'pillow==13.0.0']
/** For `pnpm check interop`. */
const SAFETENSORS = 'safetensors==0.8.0'

/** `bench peer FOLDER`: a Python environment with PyTorch and its media libraries from the package index. */
export function peerCommand(): Command {
  return new Command('peer')
    .description(`makes a Python environment with ${TORCH}, torchaudio, torchvision and Pillow for the other commands`)
    .argument('<folder>', 'where to put it')
    .option('--from <python>', 'the Python to make it with', 'python3')
    .action((folder: string, { from }: { from: string }) => {
      const environment = resolve(process.env.INIT_CWD ?? '.', folder)
      const python = resolve(environment, 'bin/python')
      execFileSync(from, ['-m', 'venv', environment], { stdio: 'inherit' })
      const packages = ['numpy', 'setuptools', SAFETENSORS, TORCH, ...MEDIA]
      execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'inherit' })
      console.log(`PEER_PYTHON=${python}`)
    })
}
