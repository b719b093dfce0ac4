import type { Random } from '@romae/core'
import type { Engine } from '@romae/engine'
import type { Section } from '@romae/report'
import type { Tokenizer } from '@romae/tokenizer'
import type { PretrainedModel } from '@romae/trainer/node'
import type { MemoryBudget } from '../samples/memory-budget.ts'
import type { SampleList } from '../samples/sample-list.ts'
import type { Experiment, PresetName } from '../settings/experiment.ts'
import type { Kinds, Settings } from '../settings/kinds.ts'
import type { IdleSettings } from '../settings/require-effect.ts'

/** Keys by which duplicates, and samples that belong together, are recognised: one entry per sample. */
export interface SampleKeys {
  /** Names given by the user, such as those of an id column; never names that a reader makes up. */
  readonly ids?: readonly (string | undefined)[]
  /** The group of each sample, such as a patient. */
  readonly groups?: readonly (string | undefined)[]
  /** A checksum of a sample's content: its file's bytes, or its numbers. Calls may overlap. */
  content?(index: number): string | Promise<string>
}

/** Samples of files, and what the files say of them. */
export interface SampleSet<Sample> {
  readonly samples: SampleList<Sample>
  /** One a sample, for predictions and messages. */
  readonly ids: readonly string[]
  /** Keys that find copies, and samples that must stay in one part of a split. */
  readonly keys?: SampleKeys
  /** One a sample: a class name, or a number as text; undefined where there is none. */
  readonly labels: readonly (string | undefined)[]
  /** All class names in order, where the files list them. */
  readonly classes?: readonly string[]
  /** Whether the files say that labels are numbers to be predicted. */
  readonly regression?: boolean
  /** The settings of `data`, completed with what further files must have in common with these, such as channel names. */
  readonly data: Settings
  /** Notes for the user on how the files were read, such as columns that were left out. */
  readonly notes?: readonly string[]
}

/** What samples are read for. */
export type SampleUse = 'train' | 'evaluate' | 'predict'

/** A command-line option that is short for a setting of `data`. */
export interface DataOption {
  /** As commander has them: `--time <column>`. */
  readonly flags: string
  readonly description: string
  /** The key within `data`. A list (`<column...>`) is set as JSON. */
  readonly key: string
}

/** The part of an app that differs between modalities; its commands are shared. */
export interface Modality<Sample> {
  /** As in `pnpm timeseries`; names the folders of runs. */
  readonly name: string
  /** What samples are called: `series`, `images`. */
  readonly samples: string
  /** What `FILES…` may be, for the help. */
  readonly files: string
  readonly presets: Readonly<Record<PresetName, Experiment>>
  /**
   * The kinds of the settings that are the app's own: whatever `presets` have in `data` and `tokenizer`, and more. `saved`:
   * of what else stands in the `data` of saved runs, such as what `read` found in the files.
   */
  readonly kinds: { readonly data: Kinds; readonly tokenizer: Kinds; readonly saved?: Kinds }
  readonly dataOptions: readonly DataOption[]
  /** Settings that `--help` of commands that train explains: by key, such as `tokenizer.patch`. */
  readonly settingsHelp?: Readonly<Record<string, string>>
  /** Whether `read` heeds the budget: then there is `--memory`. Else all samples are held. */
  readonly readsOnDemand?: boolean
  /** Reads files, or folders of them, as the user gave them, made absolute. */
  read(paths: readonly string[], data: Settings, memory: MemoryBudget): Promise<SampleSet<Sample>>
  /**
   * The settings of `data` by which a later command reads files for a model, from those that are recorded with it.
   *
   * @param use to train on or to evaluate by, which both need labels; to predict, files may have them or not
   */
  inherit?(data: Settings, use: SampleUse): Settings
  /**
   * The settings of `data` that tell samples changed at random apart from others; all where it is left out. What older versions
   * recorded, in the same order, so that their runs go on.
   */
  identify?(data: Settings): Settings
  /** The settings of `data` and `tokenizer` that others of the experiment, or the files, leave without effect. */
  idle?(experiment: Pick<Experiment, 'data'> & Partial<Experiment>, paths: readonly string[]): IdleSettings
  /** A tokenizer with the statistics of these samples. */
  fit(samples: SampleList<Sample>, settings: Settings): Tokenizer<Sample> | Promise<Tokenizer<Sample>>
  /** Names of the tokenizers that it has: a model of another one is not its own. */
  readonly tokenizers: readonly string[]
  /** A tokenizer from what its `toJSON` gave. @throws RomaeError where it is another modality's */
  restore(json: unknown): Tokenizer<Sample>
  /** What should be known of a tokenizer before training, such as what it found in the data: one line each. */
  describe?(tokenizer: Tokenizer<Sample>): readonly string[]
  /**
   * How samples are changed at random in fine-tuning, in every epoch anew, by the settings of `data`; null where they are
   * not. A changed sample has no more tokens.
   */
  augment?(data: Settings): ((sample: Sample, random: Random) => Sample) | null
  /** Sections that show what a pre-trained model makes of some samples, such as pictures. */
  reconstructions?(context: ReconstructionContext<Sample>): Promise<readonly Section[]>
}

/** What `reconstructions` works with. */
export interface ReconstructionContext<Sample> {
  readonly model: PretrainedModel
  readonly tokenizer: Tokenizer<Sample>
  readonly set: SampleSet<Sample>
  readonly experiment: Experiment
  readonly engine: Engine
  readonly seed: number
}
