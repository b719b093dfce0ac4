import type { Check } from './check.ts'
import { api } from './checks/api.ts'
import { arrows } from './checks/arrows.ts'
import { browser } from './checks/browser.ts'
import { browserBundle } from './checks/browser-bundle.ts'
import { browserRecipes } from './checks/browser-recipes.ts'
import { browserTrials } from './checks/browser-trials.ts'
import { built } from './checks/built.ts'
import { cache } from './checks/cache.ts'
import { hostile, tables } from './checks/cases.ts'
import { circles } from './checks/circles.ts'
import { conditioning } from './checks/conditioning.ts'
import { copies } from './checks/copies.ts'
import { crash } from './checks/crash.ts'
import { dependencies } from './checks/dependencies.ts'
import { diskFull } from './checks/disk-full.ts'
import { distributed } from './checks/distributed.ts'
import { engines } from './checks/engines.ts'
import { environments } from './checks/environments.ts'
import { errors } from './checks/errors.ts'
import { exported } from './checks/export.ts'
import { expressions } from './checks/expressions.ts'
import { fbank } from './checks/fbank.ts'
import { formats } from './checks/formats.ts'
import { fuzz } from './checks/fuzz.ts'
import { fuzzMedia } from './checks/fuzz-media.ts'
import { gpu } from './checks/gpu.ts'
import { install } from './checks/install.ts'
import { interop } from './checks/interop.ts'
import { leaks } from './checks/leaks.ts'
import { mediaThroughput } from './checks/media-throughput.ts'
import { memory } from './checks/memory.ts'
import { options } from './checks/options.ts'
import { overhead } from './checks/overhead.ts'
import { packages } from './checks/packages.ts'
import { playground } from './checks/playground.ts'
import { quickstart } from './checks/quickstart.ts'
import { releaseCheck } from './checks/release.ts'
import { security } from './checks/security.ts'
import { site } from './checks/site.ts'
import { snippets } from './checks/snippets.ts'
import { stranger } from './checks/stranger.ts'
import { streaming } from './checks/streaming.ts'
import { tensorFlowInstall } from './checks/tensorflow-install.ts'
import { trajectories } from './checks/trajectories.ts'
import { uniform } from './checks/uniform.ts'
import { versions } from './checks/versions.ts'
import { words } from './checks/words.ts'

/** Every check that `pnpm check` knows, in the order in which it lists them. */
export const checks: readonly Check[] = [
  api,
  arrows,
  browser,
  browserBundle,
  browserRecipes,
  browserTrials,
  built,
  cache,
  circles,
  conditioning,
  copies,
  crash,
  dependencies,
  diskFull,
  distributed,
  engines,
  environments,
  errors,
  exported,
  expressions,
  fbank,
  formats,
  fuzz,
  fuzzMedia,
  gpu,
  hostile,
  install,
  interop,
  leaks,
  mediaThroughput,
  memory,
  options,
  overhead,
  packages,
  playground,
  quickstart,
  releaseCheck,
  site,
  snippets,
  security,
  stranger,
  streaming,
  tables,
  tensorFlowInstall,
  trajectories,
  uniform,
  versions,
  words,
]
