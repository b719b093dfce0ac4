import type { Random } from '@romae/core'
import type { Engine } from '@romae/engine'
import type { Section } from '@romae/report'
import type {
  FileContent,
  FilledSamples,
  LabelSet,
  MemoryBudget,
  OptionSchema,
  Preview,
  Purpose,
  Reconstruction,
  ScoreShape,
} from '@romae/tokenizer/modality'
import type { AnyTokenizer, PretrainedModel, RomaeModel } from '@romae/trainer/node'
import type { SampleList } from '../samples/sample-list.ts'
import type { Experiment, PresetName } from '../settings/experiment.ts'
import type { IdleSettings } from '../settings/require-effect.ts'
import type { Settings } from '../settings/settings.ts'
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
  /** How a report shows a sample. */
  preview?(index: number): Preview | Promise<Preview>
  /** One a sample: a class name, or a number as text; undefined where there is none. */
  readonly labels: readonly (string | undefined)[]
  /** Where samples may have several classes, or none: one a sample, of which `labels` has the text. */
  readonly labelSets?: readonly (LabelSet | undefined)[]
  /** All class names in order, where the files list them. */
  readonly classes?: readonly string[]
  /** Whether the files say that labels are numbers to be predicted. */
  readonly regression?: boolean
  /** The settings of `data`, completed with what further files must have in common with these, such as channel names. */
  readonly data: Settings
  /** Notes for the user on how the files were read, such as columns that were left out. */
  readonly notes?: readonly string[]
}

/** What of a model says which tokenizer it was made with. */
export type MadeModel = Pick<RomaeModel, 'config' | 'tokenizer' | 'tokenizerRecord'>

/** A command-line option that is short for a setting of `data`. */
export interface DataOption {
  /** As commander has them: `--time <column>`. */
  readonly flags: string
  readonly description: string
  /** The key within `data`. A list (`<column...>`) is set as JSON. */
  readonly key: string
}

/** A modality with what commands make of it: presets, flags, samples that are held or read. `hostModality` makes one. */
export interface HostModality<Sample> {
  /** Names the folders of runs. */
  readonly name: string
  /** What samples are called: `series`, `images`. */
  readonly samples: string
  /** What `DATA…` may be, for the help. */
  readonly files: string
  readonly presets: Readonly<Record<PresetName, Experiment>>
  /** The declarations of `data` and `tokenizer`; `saved`: of what else stands in the `data` of saved runs. */
  readonly schema: { readonly data: OptionSchema; readonly tokenizer: OptionSchema; readonly saved: OptionSchema }
  /** The names of its modalities, where samples hold several; null for one. */
  readonly members: readonly string[] | null
  readonly dataOptions: readonly DataOption[]
  /** Whether samples may be read on demand: then there is `--memory`. Else all samples are held. */
  readonly readsOnDemand: boolean
  /** Reads files, or folders of them, as the user gave them, made absolute. */
  read(paths: readonly string[], data: Settings, memory: MemoryBudget, purpose: Purpose): Promise<SampleSet<Sample>>
  /** The settings of `data` by which a later command reads files for a model, from those that are recorded with it. */
  inherit(data: Settings, purpose: Purpose): Settings
  /** The settings of `data` that tell samples changed at random apart from others. */
  identify(data: Settings): Settings
  /** The settings of `data` and `tokenizer` that others of the experiment, or the files, leave without effect. */
  idle(experiment: Pick<Experiment, 'data'> & Partial<Experiment>, paths: readonly string[]): IdleSettings
  /** A file's content again with filled samples, read by these settings of `data`; null where samples are not written back. */
  readonly write:
    | ((
        path: string,
        samples: FilledSamples<Sample>,
        data: Settings,
        escapeFormulas: boolean,
      ) => FileContent | Promise<FileContent>)
    | null
  /** A tokenizer with the statistics of these samples. */
  fit(samples: SampleList<Sample>, settings: Settings): AnyTokenizer<Sample> | Promise<AnyTokenizer<Sample>>
  /** What names of its tokenizers are, or begin with before a slash. */
  readonly tokenizers: readonly string[]
  /** The tokenizer of a model again. @throws RomaeError where it is another modality's */
  restore(model: MadeModel): AnyTokenizer<Sample>
  describe(tokenizer: AnyTokenizer<Sample>): readonly string[]
  inspect(samples: readonly Sample[], data: Settings): readonly (readonly [label: string, value: string])[]
  augment(data: Settings): ((sample: Sample, random: Random) => Sample) | null
  /** How many samples `figures` wants to show. */
  readonly figureCount: number
  /** What a report shows of samples that a model has reconstructed; empty where the modality shows nothing. */
  figures(
    reconstructions: readonly Reconstruction<Sample>[],
    context: { readonly tokenizer: AnyTokenizer<Sample>; readonly data: Settings },
  ): Promise<readonly Section[]>
  /** How it is told where in a sample a model is far off; null: by token. */
  readonly scores: ScoreShape<Sample> | null
  /** Sections that show what a pre-trained model makes of some samples, such as pictures. */
  reconstructions(context: ReconstructionContext<Sample>): Promise<readonly Section[]>
}

/** What `reconstructions` works with. */
export interface ReconstructionContext<Sample> {
  readonly model: PretrainedModel
  readonly tokenizer: AnyTokenizer<Sample>
  readonly set: SampleSet<Sample>
  readonly experiment: Experiment
  readonly engine: Engine
  readonly seed: number
}
